// Proves the way between a session and its draft, what a verdict reads like, and what a day's programme holds.
import { describe, expect, it } from "vitest";
import type { Alternative } from "../../contract/Alternative";
import type { Clash } from "../../contract/Clash";
import type { SessionView } from "../../contract/SessionView";
import { changedTimes } from "./changed";
import { draftOf, endingAt, movesWhatWasTold, newDraft, onDay, onRow, sameDraft, startingAt, taking } from "./draft";
import { pictureLines } from "./picture";
import { asCells, asText } from "./programme";
import { fresh, said } from "./verdict";

const DAY = 29_630_880;

const session: SessionView = {
  id: "s", revision: 3, kind: "guided_tour", title: "小小讲解", state: "published", public: true, department: null, starts: DAY + 600,
  ends: DAY + 645, lead_in_minutes: 0, lead_out_minutes: 10, spaces: ["hall"], space_names: ["儿童厅"],
  posts: [{ id: "p", role: "docent", language: null, person: "xu", person_name: "许澄" }], theme: null, language: "zh", age_band: null,
  capacity: 30, meeting_point: null, remark: null, template: null, moved_to: null, reason_code: null, reason_text: null, findings: [], clashes: [],
};
const clash = (hardness: Clash["hardness"], change: Partial<Clash> = {}): Clash => ({
  code: "outside_hours", hardness, subject_kind: "space", subject_id: "hall", subject_name: "儿童厅", holder: null, limit: null, actual: null, detail: null, ...change,
});
const way: Alternative = { kind: "time", starts: DAY + 660, ends: DAY + 705, spaces: ["hall"], space_names: ["儿童厅"], post: null, person: null, person_name: null, soft: [] };

describe("a draft", () => {
  const draft = draftOf(session);

  it("asks for what the session is, and a new one for the post its kind usually has", () => {
    expect(sameDraft(draft, draftOf({ ...session }))).toBe(true);
    expect(sameDraft(draft, { ...draft, capacity: 31 })).toBe(false);
    expect(draft.posts).toEqual([{ id: "p", role: "docent", language: null, person: "xu" }]);
    expect(newDraft("lecture", DAY, DAY + 60, []).posts.map((post) => post.role)).toEqual(["speaker"]);
    expect(newDraft("maintenance", DAY, DAY + 60, [])).toMatchObject({ public: false, posts: [] });
  });

  it("keeps its length on another day and at another time; an end before its start is the next day's", () => {
    expect(onDay(draft, DAY + 2 * 1440)).toMatchObject({ starts: DAY + 2 * 1440 + 600, ends: DAY + 2 * 1440 + 645 });
    expect(startingAt(draft, 900)).toMatchObject({ starts: DAY + 900, ends: DAY + 945 });
    expect(endingAt(draft, 660).ends).toBe(DAY + 660);
    expect(endingAt(draft, 30).ends).toBe(DAY + 1440 + 30);
  });

  it("goes from row to row: a space or a person gives way to another", () => {
    expect(onRow(draft, "hall", "stage").spaces).toEqual(["stage"]);
    expect(onRow({ ...draft, spaces: ["hall", "stage"] }, "hall", "stage").spaces).toEqual(["stage"]);
    expect(onRow(draft, "xu", "jiang").posts[0]?.person).toBe("jiang");
    expect(onRow(draft, "hall", "hall")).toBe(draft);
  });

  it("takes a way out, on the post it names", () => {
    expect(taking(draft, { ...way, spaces: ["stage"], space_names: ["剧场"] })).toMatchObject({ starts: DAY + 660, spaces: ["stage"] });
    expect(taking(draft, { ...way, kind: "person", post: "p", person: "jiang", spaces: ["hall"], space_names: [] }).posts[0]?.person).toBe("jiang");
    expect(taking(draft, { ...way, spaces: ["hall"], space_names: [] }).posts[0]?.person).toBe("xu");
  });

  it("owes the public a reason for another time or place, not for another person, and not before it was told", () => {
    expect(movesWhatWasTold(session, startingAt(draft, 900))).toBe(true);
    expect(movesWhatWasTold(session, onRow(draft, "hall", "stage"))).toBe(true);
    expect(movesWhatWasTold(session, onRow(draft, "xu", "jiang"))).toBe(false);
    expect(movesWhatWasTold({ ...session, state: "planned" }, startingAt(draft, 900))).toBe(false);
  });

  it("says its days where they differ", () => {
    expect(changedTimes(session, startingAt(draft, 900))).toEqual(["10:00–10:45", "15:00–15:45"]);
    expect(changedTimes(session, onDay(draft, DAY + 1440))).toEqual(["5月4日 10:00–10:45", "5月5日 10:00–10:45"]);
  });
});

describe("a verdict", () => {
  const draft = draftOf(session);

  it("is free, refused or may pass, and says when it is not the caller's to let pass", () => {
    expect(said(draft, { possible: true, clashes: [], alternatives: [], may_override: true }).kind).toBe("free");
    expect(said(draft, { possible: false, clashes: [clash("hard")], alternatives: [], may_override: true }).kind).toBe("hard");
    const soft = said(draft, { possible: true, clashes: [clash("soft"), clash("soft")], alternatives: [], may_override: false });
    expect(soft).toMatchObject({ kind: "soft", mayPass: false });
    expect(soft.why).toHaveLength(2);
    expect(soft.why[1]).toBe("要值班经理放行");
  });

  it("makes of each way out the draft it leads to", () => {
    const { ways } = said(draft, { possible: false, clashes: [clash("hard")], alternatives: [{ ...way, spaces: ["hall"], space_names: ["儿童厅"], soft: [clash("soft")] }], may_override: true });
    expect(ways[0]).toMatchObject({ soft: true, draft: { starts: DAY + 660, ends: DAY + 705 } });
    expect(ways[0]?.label).toContain("11:00");
  });

  it("forgets what was let pass already, never what is hard", () => {
    const passed = { ...session, findings: [{ clash: clash("soft"), reason: "同意", author: "值班", decided_utc_milliseconds: 0 }] };
    const all = [clash("soft"), clash("soft", { subject_id: "stage" }), clash("hard")];
    expect(fresh(passed, all)).toEqual(all.slice(1));
    expect(fresh(null, all)).toEqual(all);
  });
});

describe("a programme", () => {
  const inside = { ...session, id: "i", title: "业务学习", public: false, starts: DAY + 540, ends: DAY + 600 };
  const off = { ...session, id: "c", title: "停办", state: "cancelled" as const };
  const twin = { ...session, id: "t", title: "走向深空" };
  const sessions = [twin, session, inside, off];

  it("tells the public what is public and takes place", () => {
    const text = asText(sessions, DAY, 1, []);
    expect(text).toContain("10:00–10:45 讲解 小小讲解（儿童厅）");
    expect(text).not.toMatch(/业务学习|停办/);
    expect(asText([], DAY, 2, []).split("\n\n")).toHaveLength(2);
  });

  it("puts internal ones into the cells, each row as wide as its head", () => {
    const [head, ...rows] = asCells(sessions, DAY, 1);
    expect(rows.map((row) => row[4])).toEqual(["业务学习", "小小讲解", "走向深空"]);
    expect(rows.every((row) => row.length === head?.length)).toBe(true);
  });

  it("writes a start once in a picture", () => {
    expect(pictureLines(sessions, DAY).map(({ starts, ends }) => [starts, ends])).toEqual([["10:00", "–10:45"], [null, "–10:45"]]);
  });
});
