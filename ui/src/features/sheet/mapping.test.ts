// Tests how a mapping is edited: columns by their letters, rows in order, what is still missing.
import { expect, test } from "vitest";
import type { SheetKindView } from "../../contract/SheetKindView";
import type { SheetLayout } from "../../contract/SheetLayout";
import type { SheetMapping } from "../../contract/SheetMapping";
import { cellPlace, fieldsKey, gridPart, indexOf, lettersOf, missing, plainGrid, plainSheet, tableAt, tablesOf, together, withColumn, withRows, withSheet } from "./mapping";

const field = (id: string, takes: SheetKindView["fields"][number]["takes"], needed = false) => ({ id, heading: id, needed, help: null, takes, target: null, choices: [] });
const kind: SheetKindView = {
  code: "session",
  word: "场次",
  fields: [field("title", "line", true), field("date", "day", true), field("starts", "clock", true), field("ends", "clock"), field("people", "names")],
};
const list: Extract<SheetLayout, { is: "list" }> = {
  is: "list",
  heading_row: 2,
  first_row: 3,
  last_row: null,
  carried: [],
  columns: [
    { column: "A", fields: ["date"], reason: { code: "heading", heading: "日期" } },
    { column: "B", fields: ["starts", "ends"], reason: { code: "content", read: 38, of: 40 } },
    { column: "D", fields: ["people"], reason: { code: "heading", heading: "讲解员" } },
  ],
};
const sheet = { name: "表", hidden: false, rows: 3, sample: [1, 2, 5].map((number) => ({ number, cells: ["a", "b", "c"] })) };

test("columns are named as a spreadsheet names them", () => {
  for (const [index, letters] of [[0, "A"], [25, "Z"], [26, "AA"], [701, "ZZ"], [702, "AAA"], [16_383, "XFD"]] as const) {
    expect(lettersOf(index)).toBe(letters);
    expect(indexOf(letters)).toBe(index);
  }
  expect(cellPlace("AB12")).toEqual({ column: 27, row: 12 });
  expect(["5", "A0", "", "a1"].map(cellPlace)).toEqual([null, null, null, null]);
});

test("a field is filled by one column, names by several", () => {
  const moved = withColumn(list, "C", ["starts"], kind);
  expect(moved.columns.map((each) => [each.column, fieldsKey(each.fields)])).toEqual([["A", "date"], ["B", "ends"], ["C", "starts"], ["D", "people"]]);
  expect(moved.columns[2]?.reason).toEqual({ code: "person" });
  expect(withColumn(list, "E", ["people"], kind).columns.map((each) => each.column)).toEqual(["A", "B", "D", "E"]);
  expect(withColumn(list, "A", [], kind).columns.map((each) => each.column)).toEqual(["B", "D"]);
});

test("only what reads together may share a cell", () => {
  expect(together(kind).map((fields) => fieldsKey(fields.map((each) => each.id)))).toEqual(["date+starts", "date+starts+ends", "starts+ends"]);
});

test("rows stay in order whatever is set", () => {
  expect(withRows(list, { heading: 6 })).toMatchObject({ heading_row: 6, first_row: 7, last_row: null });
  expect(withRows(list, { first: 1 })).toMatchObject({ heading_row: null, first_row: 1 });
  expect(withRows(list, { last: 1 })).toMatchObject({ heading_row: null, first_row: 1, last_row: 1 });
  expect(withRows({ ...list, last_row: 4 }, { first: 9 })).toMatchObject({ heading_row: 2, first_row: 9, last_row: null });
});

test("what is required and filled by nothing is missing", () => {
  const read = { ...plainSheet(sheet, "session"), layout: list };
  expect(missing(read, kind).map((each) => each.id)).toEqual(["title"]);
  expect(missing({ ...read, constants: { title: "讲解" } }, kind)).toEqual([]);
  expect(missing({ ...read, layout: { is: "grid", grids: [plainGrid(sheet)] } }, kind)).toEqual([]);
});

test("a grid tells days, times and sessions apart", () => {
  const grid = plainGrid(sheet);
  expect(grid).toMatchObject({ days_row: 2, times_column: "A", day_columns: ["B", "C"], first_row: 3, last_row: 5, space_column: null });
  expect([[1, 2], [0, 3], [2, 5], [0, 1], [1, 6]].map(([column, row]) => gridPart([grid], column ?? 0, row ?? 0))).toEqual(["day", "time", "session", null, null]);
  const halls = { ...grid, spaces_across: true, days_column: "A", times_column: "B", day_columns: ["C"] };
  expect([[2, 2], [0, 3], [1, 3], [2, 3]].map(([column, row]) => gridPart([halls], column ?? 0, row ?? 0))).toEqual(["space", "day", "time", "session"]);
});

test("sheets keep the order of the file", () => {
  const mapping = { sheets: [plainSheet({ ...sheet, name: "丙" }, "space")], names: {} };
  const order = ["甲", "乙", "丙"];
  expect(withSheet(mapping, plainSheet({ ...sheet, name: "乙" }, "space"), order).sheets.map((each) => each.sheet)).toEqual(["乙", "丙"]);
});

test("one table of a sheet is read in another way, the other stays", () => {
  const mapping = { sheets: [plainSheet(sheet, "space"), plainSheet(sheet, "person")], names: {} };
  const changed = withSheet(mapping, plainSheet(sheet, "kit"), [sheet.name], 1);
  expect(tablesOf(changed, sheet.name).map((each) => each.kind)).toEqual(["space", "kit"]);
});

test("a cell belongs to the table it stands in, beside or below another", () => {
  const table = (heading_row: number, letters: string[]): SheetMapping => {
    const columns = letters.map((column) => ({ column, fields: ["name"], reason: { code: "person" as const } }));
    return { ...plainSheet(sheet, "space"), layout: { is: "list", heading_row, first_row: heading_row + 1, last_row: null, columns, carried: [] } };
  };
  const tables = [table(8, ["A", "C"]), table(2, ["A", "C"]), table(2, ["F", "I"])];
  expect(["A3", "B9", "G4", "Z1"].map((cell) => tableAt(tables, cell))).toEqual([1, 0, 2, 0]);
});
