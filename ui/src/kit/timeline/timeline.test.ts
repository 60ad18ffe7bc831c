// The timeline's pure parts: the index and lanes are checked against a plain scan, keys against what UI promises.
import { describe, expect, it } from "vitest";
import { shownAmong, shownOf } from "../window";
import { detailFor, indexed, isCounted, lanesOf, linesOf, within } from "./layout";
import type { TimelineBlock, TimelineChange } from "./model";
import { focusAfter, nudged } from "./moves";
import { hoursFor, minuteAt, type Scale, shifted, ticks, xOf } from "./scale";

const DAY = 1440;

function block(id: string, row: string, starts: number, ends: number, more: Partial<TimelineBlock> = {}): TimelineBlock {
  return { id, item: id, row, starts, ends, sign: "讲", title: id, look: "planned", movable: true, spoken: id, ...more };
}

/** A fixed sequence of numbers below a bound. */
function sequence(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 16807) % 2147483647;
    return state % below;
  };
}

describe("the index by time", () => {
  it("finds what a plain scan finds", () => {
    const next = sequence(11);
    const blocks = Array.from({ length: 3000 }, (_, number) => {
      const starts = next(30 * DAY);
      const long = number % 50 === 0 ? 10 * DAY : 0;
      return block(`b${number}`, `r${next(5)}`, starts, starts + 5 + next(300) + long, { leadIn: next(30), leadOut: next(30) });
    });
    const rows = indexed(blocks);
    for (let round = 0; round < 200; round += 1) {
      const row = `r${next(5)}`;
      const from = next(30 * DAY);
      const to = from + 1 + next(2 * DAY);
      const scanned = blocks
        .filter((each) => each.row === row && each.starts - (each.leadIn ?? 0) < to && each.ends + (each.leadOut ?? 0) > from)
        .map((each) => each.id)
        .sort();
      expect(within(rows.get(row), from, to).map((each) => each.id).sort()).toEqual(scanned);
    }
  });
});

describe("lanes", () => {
  it("never lays two blocks that overlap into one lane, and uses no lane more than needed", () => {
    const next = sequence(5);
    const blocks = Array.from({ length: 400 }, (_, number) => {
      const starts = next(DAY);
      return block(`b${number}`, "r", starts, starts + 5 + next(60), { leadOut: next(20) });
    });
    const laid = lanesOf(within(indexed(blocks).get("r"), 0, 2 * DAY));
    expect(laid).toHaveLength(400);
    const lanes = new Map<number, TimelineBlock[]>();
    for (const { block: each, lane } of laid) lanes.set(lane, [...(lanes.get(lane) ?? []), each]);
    for (const lane of lanes.values()) {
      for (let place = 1; place < lane.length; place += 1) {
        const [before, after] = [lane[place - 1], lane[place]];
        expect((before?.ends ?? 0) + (before?.leadOut ?? 0)).toBeLessThanOrEqual(after?.starts ?? 0);
      }
    }
    const deepest = Math.max(...Array.from({ length: DAY + 100 }, (_, minute) =>
      blocks.filter((each) => each.starts <= minute && minute < each.ends + (each.leadOut ?? 0)).length));
    expect(lanes.size).toBe(deepest);
  });

  it("keeps an exhibition in a lane of its own, so that tours stay where they were", () => {
    const laid = lanesOf([block("x", "r", 0, 99 * DAY, { look: "content" }), block("t", "r", 600, 645), block("u", "r", 645, 700)]);
    expect(laid.map(({ block: each, lane }) => [each.id, lane])).toEqual([["x", 0], ["t", 1], ["u", 1]]);
  });

  it("grows a row by its lanes and leaves out heads without rows", () => {
    const lines = linesOf(
      [{ id: "a", name: "a" }, { id: "b", name: "b" }],
      [{ id: "r", group: "a", family: "space", name: "r" }, { id: "s", group: "a", family: "space", name: "s" }],
      indexed([block("1", "r", 0, 60), block("2", "r", 30, 90)]),
      0,
      DAY,
    );
    expect(lines.map((line) => [line.key, line.top, line.height])).toEqual([["group-a", 0, 20], ["r", 20, 54], ["s", 74, 30]]);
  });
});

describe("the scale", () => {
  const week: Scale = { from: 7 * DAY, days: 7, opens: 540, closes: 1080, width: 700 };

  it("gives nights no width and reads its own places back", () => {
    expect(xOf(week, 7 * DAY + 540)).toBe(0);
    expect(xOf(week, 7 * DAY + 1080)).toBe(100);
    expect(xOf(week, 8 * DAY + 100)).toBe(100);
    expect(xOf(week, 0)).toBe(0);
    expect(xOf(week, 99 * DAY)).toBe(700);
    for (const minute of [545, 600, 1075]) {
      expect(minuteAt(week, xOf(week, 9 * DAY + minute))).toBeCloseTo(9 * DAY + minute, 6);
    }
  });

  it("moves by whole days where a day is narrow, else by steps", () => {
    const month: Scale = { ...week, days: 31, width: 310 };
    expect(shifted(month, 8 * DAY + 607, 24, 5)).toBe(10 * DAY + 607);
    expect(shifted({ ...week, days: 1, width: 540 }, 7 * DAY + 600, 33, 5)).toBe(7 * DAY + 635);
  });

  it("puts a line at every day and drops hours that would touch", () => {
    expect(ticks(week).filter((tick) => tick.kind === "day")).toHaveLength(7);
    expect(ticks({ ...week, days: 1 }).map((tick) => tick.minute - 7 * DAY)).toEqual([540, 600, 660, 720, 780, 840, 900, 960, 1020]);
    expect(ticks({ ...week, days: 31 }).some((tick) => tick.kind === "hour")).toBe(false);
  });

  it("widens the hours to what happens and not for what lasts days", () => {
    expect(hoursFor([{ starts: 485, ends: 1190 }, { starts: 0, ends: 3 * DAY }], 570, 1020)).toEqual([480, 1200]);
  });
});

describe("keys", () => {
  const rows = [
    { id: "hall", family: "space" },
    { id: "corner", family: "space" },
    { id: "docent", family: "person" },
  ];
  const held: TimelineChange = { block: block("t", "hall", 600, 645), items: ["t"], starts: 600, ends: 645, row: "hall" };
  const press = (key: string, shift = false) => nudged(held, { key, alt: true, shift }, rows);

  it.each([
    ["ArrowRight", false, { starts: 605, ends: 650 }],
    ["ArrowLeft", false, { starts: 595, ends: 640 }],
    ["PageDown", false, { starts: 660, ends: 705 }],
    ["PageUp", false, { starts: 540, ends: 585 }],
    ["ArrowRight", true, { starts: 600, ends: 650 }],
    ["ArrowLeft", true, { starts: 600, ends: 640 }],
    ["ArrowDown", false, { row: "corner", starts: 600 }],
  ])("Alt+%s (shift %s)", (key, shift, expected) => expect(press(key, shift)).toMatchObject(expected));

  it("stays within the family of rows and never shortens to nothing", () => {
    expect(nudged({ ...held, row: "corner" }, { key: "ArrowDown", alt: true, shift: false }, rows)).toBeNull();
    const short = { ...held, ends: 605 };
    expect(nudged(short, { key: "ArrowLeft", alt: true, shift: true }, rows)?.ends).toBe(605);
    expect(nudged(held, { key: "ArrowLeft", alt: false, shift: false }, rows)).toBeNull();
  });

  it("moves several by time and never between rows", () => {
    const several = { ...held, items: ["t", "u"] };
    expect(nudged(several, { key: "PageDown", alt: true, shift: false }, rows)?.starts).toBe(660);
    expect(nudged(several, { key: "ArrowDown", alt: true, shift: false }, rows)).toBeNull();
  });

  it("walks blocks in their row and to the nearest in the next row that has one", () => {
    const blocks = [block("a", "r", 600, 645), block("b", "r", 700, 745), block("c", "s", 690, 720), block("d", "s", 540, 560)];
    const lines = linesOf(
      [{ id: "g", name: "g" }],
      ["r", "e", "s"].map((id) => ({ id, group: "g", family: "space", name: id })),
      indexed(blocks),
      0,
      DAY,
    );
    const from = (id: string, key: string) => focusAfter(lines, blocks.find((each) => each.id === id) as TimelineBlock, key)?.id;
    expect([from("a", "ArrowRight"), from("b", "ArrowRight"), from("b", "ArrowDown"), from("a", "ArrowDown"), from("c", "Home")]).toEqual([
      "b", undefined, "c", "d", "d",
    ]);
  });
});

describe("windows", () => {
  it("draws the rows in sight and a few beyond, never past the ends", () => {
    expect(shownOf(1000, 32, 3200, 320)).toEqual({ first: 94, last: 116 });
    expect(shownOf(3, 32, 0, 600)).toEqual({ first: 0, last: 3 });
    expect(shownOf(0, 32, 500, 600)).toEqual({ first: 0, last: 0 });
  });

  it("finds rows of different heights", () => {
    const tops = [0, 20, 74, 104, 400, 430];
    expect(shownAmong(tops, 80, 20, 0)).toEqual({ first: 2, last: 3 });
    expect(shownAmong(tops, 0, 1000)).toEqual({ first: 0, last: 5 });
    expect(shownAmong(tops, 410, 10, 0)).toEqual({ first: 4, last: 5 });
  });

  it("draws less of each block the more there are", () => {
    expect([10, 200].map(detailFor)).toEqual(["full", "plain"]);
  });

  it("counts days where there is too much, and keeps what lasts days as bars below the counts", () => {
    const blocks = [block("x", "r", 0, 9 * DAY, { look: "content" }), block("t", "r", 600, 645), block("u", "r", 610, 655)];
    const groups = [{ id: "g", name: "g" }];
    const rows = [{ id: "r", group: "g", family: "space", name: "r" }];
    const line = linesOf(groups, rows, indexed(blocks), 0, 31 * DAY, true)[1];
    expect([line?.counted.map((each) => each.id), line?.laid.map(({ block: each, lane }) => [each.id, lane]), line?.height]).toEqual([["t", "u"], [["x", 1]], 54]);
    expect(isCounted(31, indexed(blocks), 0, 31 * DAY)).toBe(true);
    expect(isCounted(7, indexed(blocks), 0, 7 * DAY)).toBe(false);
    const many = Array.from({ length: 2000 }, (_, number) => block(`b${number}`, `r${number % 60}`, number, number + 30));
    expect(isCounted(7, indexed(many), 0, 7 * DAY)).toBe(true);
  });
});
