// Filters find as people type; papers run out on the right day.
import { describe, expect, it } from "vitest";
import { DAY_MINUTES, dayAt } from "../../lib/format";
import { found, lastDay, running, without } from "./lists";

const DAY = dayAt(2026, 5, 5) ?? Number.NaN;

describe("the filter", () => {
  it.each([
    ["fj", true],
    ["fengj", true],
    ["奉", true],
    ["FENG 500", true],
    ["５００", true],
    ["  ", true],
    ["石柱", false],
    ["fj 石柱", false],
  ])("%s finds 奉节: %s", (query, expected) => {
    expect(found(query, "fengjie fj", ["奉节", "500236", null])).toBe(expected);
  });
});

describe("what runs out", () => {
  it.each([
    [null, "holds"],
    [DAY + 31 * DAY_MINUTES, "holds"],
    [DAY + 30 * DAY_MINUTES, "soon"],
    [DAY + 1, "soon"],
    [DAY, "over"],
    [DAY - 1, "over"],
  ] as const)("a paper that no longer holds from %s on", (expires, expected) => {
    expect(running(expires, DAY)).toBe(expected);
  });

  it("is said by its last day", () => {
    expect(lastDay(DAY)).toContain("5月4日");
    expect(lastDay(null)).toBe("");
  });
});

it("a view without what only lists show is what saving asks", () => {
  expect(without({ id: "a", spelling: "x", name: "n" }, "spelling")).toEqual({ id: "a", name: "n" });
});
