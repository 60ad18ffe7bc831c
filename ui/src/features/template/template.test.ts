// Proves what the dates of a template read like, and how its starts move.
import { expect, test } from "vitest";
import type { DayKind } from "../../contract/DayKind";
import type { TemplateLine } from "../../contract/TemplateLine";
import { actWords, byDay, isOut, newTemplate, nextStart, reasonsOf, renamesOf, startKinds, startRows, timetableRows } from "./template";

const line = (day: number, start: number, change: Partial<TemplateLine> = {}): TemplateLine => ({
  day, start, day_kind: "workday", action: "create", skip: null, words: null, session: null, state: null,
  starts: day + start, ends: day + start + 45, spaces: [], deviations: [], clashes: [], alternatives: [], may_override: false, ...change,
});

test("lines stand under their day, and a reason that holds for all of it is said once", () => {
  const closed = { action: "skip", skip: "past" } as const;
  const days = byDay([line(0, 600), line(0, 660), line(1440, 600, closed), line(1440, 660, closed), line(2880, 600, closed), line(2880, 660)]);
  expect(days.map((day) => day.lines.length)).toEqual([2, 2, 2]);
  expect(days.map((day) => reasonsOf(day))).toEqual([[], ["已过"], ["10:00 已过"]]);
});

test("a moved start takes its occurrences along; a new one has none", () => {
  const template = { ...newTemplate(0), id: "t", pattern: { ...newTemplate(0).pattern, starts: [600, 660] } };
  const rows = startRows(template).map((row) => ({ ...row, minute: row.minute + 15 }));
  expect(renamesOf([...rows, { was: null, minute: 900, kinds: [] }])).toEqual([{ from: 600, to: 615 }, { from: 660, to: 675 }]);
  expect(renamesOf(startRows(template))).toEqual([]);
  expect(startRows(newTemplate(0)).every((row) => row.was === null)).toBe(true);
});

test("a timetable gives each start its kinds of day, and a start that was there keeps its occurrences", () => {
  const table = (kinds: DayKind[], ...starts: number[]) => ({ name: "讲解", day_kinds: kinds, starts });
  const timetables = [
    table(["workday", "makeup_workday"], 600, 840),
    table(["weekend", "statutory_off"], 570, 600),
    { name: "科普剧", day_kinds: ["weekend"] as DayKind[], starts: [900] },
  ];
  const rows = timetableRows(timetables, "讲解", [{ was: 600, minute: 615, kinds: [] }]);
  expect(rows).toEqual([
    { was: null, minute: 570, kinds: ["weekend", "statutory_off"] },
    { was: 600, minute: 600, kinds: [] },
    { was: null, minute: 840, kinds: ["workday", "makeup_workday"] },
  ]);
  expect(startKinds(rows)).toEqual([
    { start: 570, day_kinds: ["weekend", "statutory_off"] },
    { start: 840, day_kinds: ["workday", "makeup_workday"] },
  ]);
  // What stands twice, once on every day, holds on every day.
  expect(startKinds([...rows, { was: null, minute: 570, kinds: [] }]).map((own) => own.start)).toEqual([840]);
});

test("one more start is as far behind the last as that behind the one before", () => {
  const rows = (...minutes: number[]) => minutes.map((minute) => ({ was: null, minute, kinds: [] }));
  expect(nextStart(rows(600), 45)).toBe(660);
  expect(nextStart(rows(600), 90)).toBe(690);
  expect(nextStart(rows(600, 690), 45)).toBe(780);
  expect(nextStart(rows(1430), 45)).toBe(1435);
});

test("the button says what a save does, and only that", () => {
  const none = { create: 0, change: 0, cancel: 0, delete: 0, keep: 9, skip: 3 };
  expect(actWords(none)).toBe("保存模板");
  expect(actWords({ ...none, create: 1312 })).toBe("排定1,312场");
  expect(actWords({ ...none, change: 5, cancel: 1, delete: 1 })).toBe("改5场、取消2场");
});

test("what is past or planned already is not brought back", () => {
  for (const [skip, out] of [["past", false], ["exists", false], ["by_hand", true], ["clash", true], ["closed_day", true], ["cancelled", true]] as const) {
    expect(isOut(line(0, 600, { action: "skip", skip }))).toBe(out);
  }
});
