// How the day is told apart: what comes next, what comes after.
import { describe, expect, it } from "vitest";
import type { SessionView } from "../../contract/SessionView";
import type { Waiting } from "../../contract/Waiting";
import { byHour, matters, split } from "./day";

const at = (id: string, starts: number, state: SessionView["state"] = "published") =>
  ({ id, title: id, starts, ends: starts + 45, state }) as SessionView;
const ids = (sessions: readonly SessionView[]) => sessions.map((session) => session.id).join("");

describe("the day", () => {
  const day = [at("c", 660), at("a", 540), at("b", 630), at("d", 700), at("e", 900), at("f", 915), at("x", 640, "moved"), at("y", 650, "draft")];

  it("keeps what runs on the board and puts the rest after it", () => {
    const { next, later, over } = split(day, 632);
    expect([ids(over), ids(next), ids(later)]).toEqual(["a", "bcde", "f"]);
  });

  it("shows a few at least, however late it is, and seven at most", () => {
    expect(ids(split(day, 890).next)).toBe("ef");
    const busy = Array.from({ length: 12 }, (_, index) => at(String(index % 10), 640 + index));
    expect(split(busy, 632).next).toHaveLength(7);
  });

  it("reads another day from its first session on, whatever the hour is now", () => {
    const { next, later, over } = split(day, null);
    expect([ids(over), ids(next), ids(later)]).toEqual(["", "abcd", "ef"]);
    expect(split([], null).next).toEqual([]);
  });

  it("groups by the hour of the start, on any date", () => {
    const hours = byHour([at("a", 1440 * 20000 + 780), at("b", 1440 * 20000 + 799), at("c", 1440 * 20000 + 840)]);
    expect(hours.map(({ hour, sessions }) => [hour, ids(sessions)])).toEqual([[13, "ab"], [14, "c"]]);
  });

  it("makes one matter of several clashes of a session", () => {
    const wait = (session: string, why: string) => ({ session, why }) as Waiting;
    expect(matters([wait("s", "clash"), wait("s", "clash"), wait("s", "empty_posts"), wait("t", "clash")]).map(({ first, further }) => [first.session, first.why, further.length])).toEqual([
      ["s", "clash", 1], ["s", "empty_posts", 0], ["t", "clash", 0],
    ]);
  });
});
