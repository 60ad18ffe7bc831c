// Proves what a pointer and a key mean in the timeline, and what is drawn of it.
import { describe, expect, it } from "vitest";
import { askedBy, type Key } from "./keyboard";
import { indexed, linesOf, linesShown, scrollTo } from "./layout";
import type { TimelineBlock, TimelineChange, TimelineRow } from "./model";
import { draggedBy, drawnFrom, drawnTo, graspOf, isDrag, isDrawn, type Press } from "./pointer";
import { placed, type Scale, widthFor } from "./scale";

const block: TimelineBlock = {
  id: "t@hall", item: "t", row: "hall", starts: 600, ends: 645, leadIn: 10, leadOut: 20, sign: "讲", title: "t", look: "planned", movable: true, spoken: "t",
};
const start: TimelineChange = { block, items: ["t"], starts: 600, ends: 645, row: "hall" };
/** A minute is a pixel. */
const scale: Scale = { from: 0, days: 1, opens: 540, closes: 1080, width: 540 };
const row = (id: string, family: string): TimelineRow => ({ id, group: "g", family, name: id });
const [hall, stage, docent] = [row("hall", "space"), row("stage", "space"), row("docent", "person")];

describe("a pointer", () => {
  const press = (grasp: Press["grasp"], more: Partial<TimelineChange> = {}): Press => ({ start: { ...start, ...more }, grasp, x: 100, y: 50, dragging: false });

  it("takes an end only of a block wide enough to have ends, and only where a length may change", () => {
    const box = { left: 100, right: 160 };
    expect([102, 130, 158].map((x) => graspOf(block, box, x))).toEqual(["start", "move", "end"]);
    expect(graspOf(block, { left: 100, right: 115 }, 101)).toBe("move");
    expect(graspOf({ ...block, resizable: false }, box, 101)).toBe("move");
  });

  it("drags only once it has gone further than an unsteady click", () => {
    expect(isDrag(press("move"), 102, 52)).toBe(false);
    expect(isDrag(press("move"), 104, 50)).toBe(true);
    expect(isDrag({ ...press("move"), dragging: true }, 100, 50)).toBe(true);
  });

  it("moves in steps, keeps the length, and changes rows within a family and alone", () => {
    expect(draggedBy(scale, press("move"), 133, stage, hall)).toMatchObject({ starts: 635, ends: 680, row: "stage" });
    expect(draggedBy(scale, press("move"), 133, docent, hall).row).toBe("hall");
    expect(draggedBy(scale, press("move", { items: ["t", "u"] }), 133, stage, hall).row).toBe("hall");
    expect(draggedBy(scale, press("move"), 133, undefined, hall).row).toBe("hall");
  });

  it("makes a block longer or shorter and never nothing", () => {
    expect(draggedBy(scale, press("end"), 115, stage, hall)).toMatchObject({ starts: 600, ends: 660, row: "hall" });
    expect(draggedBy(scale, press("end"), 0, stage, hall).ends).toBe(605);
    expect(draggedBy(scale, press("start"), 400, stage, hall).starts).toBe(640);
  });

  it("draws from a quarter of an hour on, as long as it is meant", () => {
    const drawn = drawnFrom(scale, hall, 68);
    expect(drawn).toEqual({ row: "hall", starts: 600, ends: 600 });
    if (!drawn) return;
    expect(isDrawn(drawnTo(scale, drawn, 62))).toBe(false);
    expect(drawnTo(scale, drawn, 121)).toEqual({ row: "hall", starts: 600, ends: 660 });
    expect(isDrawn(drawnTo(scale, drawn, 121))).toBe(true);
    expect([drawnFrom(scale, undefined, 60), drawnFrom(scale, hall, -3), drawnFrom({ ...scale, days: 31 }, hall, 60)]).toEqual([null, null, null]);
  });
});

describe("a key", () => {
  const key = (name: string, more: Partial<Key> = {}): Key => ({ key: name, code: name, altKey: false, shiftKey: false, ...more });

  it("puts back, sets down and takes a way out while something is held", () => {
    expect(askedBy(key("Escape"), true, block, 0)).toEqual({ act: "back" });
    expect(askedBy(key("Enter"), true, block, 0)).toEqual({ act: "settle" });
    expect(askedBy(key("2", { code: "Digit2" }), true, block, 0)).toEqual({ act: "take", number: 2 });
    expect(askedBy(key("4", { code: "Digit4" }), true, block, 0)).toBeNull();
    expect(askedBy(key("2", { code: "Digit2" }), false, block, 0)).toBeNull();
  });

  it("opens, marks, walks and moves a block, and leaves the rest to the page", () => {
    expect(askedBy(key("Enter"), false, block, 0)).toEqual({ act: "open" });
    expect(askedBy(key(" "), false, block, 0)).toEqual({ act: "mark" });
    expect(askedBy(key("Home"), false, block, 0)).toEqual({ act: "walk", key: "Home" });
    expect(askedBy(key("PageDown", { altKey: true }), false, block, 0)).toEqual({ act: "nudge", pressed: { key: "PageDown", alt: true, shift: false } });
    expect(askedBy(key("PageDown", { altKey: true }), false, { ...block, movable: false }, 0)).toBeNull();
    expect([0, 2].map((marked) => askedBy(key("Escape"), false, block, marked))).toEqual([null, { act: "unmark" }]);
    expect(askedBy(key("n"), false, block, 0)).toBeNull();
    expect(askedBy(key("Enter"), false, undefined, 0)).toBeNull();
  });
});

describe("what is drawn", () => {
  it("gives a block its place with what leads in and out, and in a week room for its mark", () => {
    expect(placed(scale, block)).toEqual({ left: 60, width: 44, leadLeft: 10, leadRight: 20 });
    expect(placed({ ...scale, days: 7 }, block).width).toBe(15);
  });

  it("never grows narrower than can be read", () => {
    expect([widthFor(400, 1, 540, 1080), widthFor(1200, 1, 540, 1080), widthFor(400, 31, 540, 1080)]).toEqual([504, 1200, 744]);
  });

  it("keeps the line with the focus in the page, and scrolls as little as shows a line", () => {
    const rows = Array.from({ length: 40 }, (_, number) => row(`r${number}`, "space"));
    const lines = linesOf([{ id: "g", name: "g" }], rows, indexed([{ ...block, row: "r39" }]), 0, 1440);
    const tops = [...lines.map((line) => line.top), 20 + 40 * 30];
    const keys = (focused: string | null) => linesShown(lines, tops, 0, 200, focused).map((line) => line.key);
    expect(keys(null)).not.toContain("r39");
    expect(keys("t@hall")).toContain("r39");
    const last = lines.at(-1);
    const near = lines[2];
    if (!last || !near) throw new Error("the lines are there");
    expect(scrollTo(last, 0, 200, 22)).toBe(last.top + last.height + 22 - 200);
    expect(scrollTo(near, 600, 200, 22)).toBe(near.top);
    expect(scrollTo(near, 30, 200, 22)).toBe(30);
  });
});
