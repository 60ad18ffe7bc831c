// Proves how a reading of the schedule lies in the timeline: its rows, its blocks, what they carry and what is said.
import { expect, test } from "vitest";
import type { Clash } from "../../contract/Clash";
import type { ScheduleView } from "../../contract/ScheduleView";
import type { SessionView } from "../../contract/SessionView";
import { blocksOf, countOf, dayFinding, emptyPosts, findingOf, groupsOf, loadsOf, periodText, resourceOf, rowsOf, spokenOf } from "./blocks";

const DAY = 29_630_880;

const session: SessionView = {
  id: "s", revision: 1, kind: "guided_tour", title: "小小讲解", state: "published", public: true, department: null, starts: DAY + 600,
  ends: DAY + 645, lead_in_minutes: 5, lead_out_minutes: 10, spaces: ["hall", "stage"], space_names: ["儿童厅", "剧场"],
  posts: [{ id: "p", role: "docent", language: null, person: "xu", person_name: "许澄" }], theme: null, language: "zh", age_band: null,
  capacity: 30, meeting_point: null, remark: null, template: null, moved_to: null, reason_code: null, reason_text: null, findings: [], clashes: [],
};
const clash = (hardness: Clash["hardness"]): Clash => ({
  code: "outside_hours", hardness, subject_kind: "space", subject_id: "hall", subject_name: "儿童厅", holder: null, limit: null, actual: null, detail: null,
});
const nobody = { id: "q", role: "docent", language: null, person: null, person_name: null };
const view = (sessions: SessionView[]): ScheduleView => ({ now: DAY, spaces: [], people: [], vehicles: [], kits: [], sessions, exhibitions: [], runs: [], leave: [] });

test("a session stands on every space and on every person once, and all its blocks are one item", () => {
  const blocks = blocksOf(view([{ ...session, posts: [...session.posts, { ...nobody, id: "r", person: "xu" }, nobody] }]), true);
  expect(blocks.map((block) => block.row)).toEqual(["space:hall", "space:stage", "person:xu"]);
  expect(new Set(blocks.map((block) => block.item))).toEqual(new Set(["s"]));
  expect(new Set(blocks.map((block) => block.id)).size).toBe(3);
  expect(blocks[0]).toMatchObject({ leadIn: 5, leadOut: 10, finding: "empty", lacks: "缺1人", movable: true });
  expect(resourceOf("person:xu:1")).toEqual({ kind: "person", id: "xu:1" });
});

test("what moves is what is planned, by somebody who plans, and no caravan stop", () => {
  const movable = (change: Partial<SessionView>, may = true) => blocksOf(view([{ ...session, ...change }]), may)[0]?.movable;
  expect([movable({}), movable({}, false), movable({ kind: "caravan" }), movable({ state: "held" }), movable({ state: "draft" })]).toEqual([true, false, false, false, true]);
  expect(blocksOf(view([{ ...session, kind: "maintenance" }]), true)[0]?.look).toBe("closure");
  expect(blocksOf(view([{ ...session, kind: "maintenance", state: "cancelled" }]), true)[0]?.look).toBe("cancelled");
});

test("the gravest thing is carried: refused, an empty post, may pass, was let pass", () => {
  const passed = [{ clash: clash("soft"), reason: "同意", author: "值班", decided_utc_milliseconds: 0 }];
  const all: Partial<SessionView> = { posts: [nobody], findings: passed };
  expect(findingOf({ ...session, ...all, clashes: [clash("soft"), clash("hard")] })).toBe("hard");
  expect(findingOf({ ...session, ...all, clashes: [clash("soft")] })).toBe("empty");
  expect(findingOf({ ...session, findings: passed, clashes: [clash("soft")] })).toBe("soft");
  expect(findingOf({ ...session, findings: passed })).toBe("overridden");
  expect(findingOf(session)).toBeNull();
  expect(emptyPosts({ ...session, posts: [nobody], state: "moved" })).toBe(0);
  const days = view([{ ...session, posts: [nobody] }, { ...session, id: "t", clashes: [clash("soft")] }]);
  expect([dayFinding(days, DAY), dayFinding(days, DAY + 1440)]).toEqual(["empty", null]);
});

test("a block says its time, kind, title, place, state and what it lacks", () => {
  expect(spokenOf({ ...session, posts: [nobody] })).toBe("10:00讲解，小小讲解，儿童厅，剧场，已发布，缺1人");
});

test("a day counts what takes place, and its hours what starts in them", () => {
  const off = { ...session, id: "c", state: "cancelled" as const };
  const late = { ...session, id: "l", starts: DAY + 1200, ends: DAY + 1260 };
  expect(countOf(view([session, off, late]), DAY)).toBe(2);
  expect(loadsOf(view([session, off, late]), DAY)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  expect([periodText(DAY, 1), periodText(DAY, 7)]).toEqual(["2026年5月4日 周一", "5月4日–10日"]);
});

test("rows stand under their heads, and heads that are not shown are left out", () => {
  const full: ScheduleView = { ...view([session]), spaces: [{ id: "hall", name: "儿童厅", depth: 0, capacity: 80 } as ScheduleView["spaces"][number]] };
  expect(rowsOf(full)).toMatchObject([{ id: "space:hall", group: "spaces", family: "space", note: "80人" }]);
  expect(groupsOf(full, ["vehicles", "spaces"]).map((group) => group.id)).toEqual(["spaces", "vehicles"]);
});
