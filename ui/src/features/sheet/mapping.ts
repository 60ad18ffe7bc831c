// Owns how a mapping is edited: cells and columns by their names, which column fills what, what is still missing.
import type { FileMapping } from "../../contract/FileMapping";
import type { SheetColumn } from "../../contract/SheetColumn";
import type { SheetFieldView } from "../../contract/SheetFieldView";
import type { SheetGrid } from "../../contract/SheetGrid";
import type { SheetKindView } from "../../contract/SheetKindView";
import type { SheetLayout } from "../../contract/SheetLayout";
import type { SheetMapping } from "../../contract/SheetMapping";
import type { SheetNameRule } from "../../contract/SheetNameRule";
import type { StagedSheet } from "../../contract/StagedSheet";

type ListLayout = Extract<SheetLayout, { is: "list" }>;
const LETTERS = 26;

/** The letters of a column from 0: A, Z, AA. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : lettersOf(Math.floor(index / LETTERS) - 1) + last;
}

/** The place of a column, from 0, by its letters; -1 where they are none. */
export function indexOf(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) return -1;
  return [...letters].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Column and row of a cell's name; null where it is none. */
export function cellPlace(cell: string): { column: number; row: number } | null {
  const found = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(cell);
  return found ? { column: indexOf(found[1] ?? ""), row: Number(found[2]) } : null;
}

/** The columns that a sheet shows. */
export function widthOf(sheet: StagedSheet, rows: readonly { cells: readonly string[] }[] = sheet.sample): number {
  return Math.max(1, ...sheet.sample.map((row) => row.cells.length), ...rows.map((row) => row.cells.length));
}

/** What a column of a list fills, and why; null where it is not read. */
export function columnOf(layout: SheetLayout, letters: string): SheetColumn | null {
  return layout.is === "list" ? (layout.columns.find((each) => each.column === letters) ?? null) : null;
}

/** How the fields of a column are written as one value of a list. */
export const fieldsKey = (fields: readonly string[]): string => fields.join("+");

const SHAPES = [["day", "clock"], ["day", "clock", "clock"], ["clock", "clock"], ["day", "day"]];

/** Fields that may stand in one cell together, in the order in which they stand: 日期+开始, 开始+结束. */
export function together(kind: SheetKindView): SheetFieldView[][] {
  const found: SheetFieldView[][] = [];
  kind.fields.forEach((_, first) => {
    for (const shapes of SHAPES) {
      const run = kind.fields.slice(first, first + shapes.length);
      if (run.length === shapes.length && run.every((field, place) => field.takes === shapes[place])) found.push(run);
    }
  });
  return found;
}

/** A list in which a column fills these fields, because a person said so; no other column fills them then. */
export function withColumn(layout: ListLayout, letters: string, fields: readonly string[], kind: SheetKindView): ListLayout {
  const shared = (id: string) => kind.fields.find((field) => field.id === id)?.takes === "names";
  const others = layout.columns
    .filter((each) => each.column !== letters)
    .map((each) => ({ ...each, fields: each.fields.filter((id) => !fields.includes(id) || shared(id)) }))
    .filter((each) => each.fields.length > 0);
  const own: SheetColumn[] = fields.length === 0 ? [] : [{ column: letters, fields: [...fields], reason: { code: "person" } }];
  return { ...layout, columns: [...others, ...own].sort((one, other) => indexOf(one.column) - indexOf(other.column)) };
}

/** A list with other rows, kept in order: headings, first, last. */
export function withRows(layout: ListLayout, change: { heading?: number | null; first?: number; last?: number | null }): ListLayout {
  let heading = change.heading === undefined ? layout.heading_row : change.heading;
  let first = change.first ?? layout.first_row;
  let last = change.last === undefined ? layout.last_row : change.last;
  if (heading !== null && heading >= first) {
    if (change.first === undefined) first = heading + 1;
    else heading = first > 1 ? first - 1 : null;
  }
  if (last !== null && last < first) {
    if (change.last === undefined) last = null;
    else first = last;
    if (heading !== null && heading >= first) heading = first > 1 ? first - 1 : null;
  }
  return { ...layout, heading_row: heading, first_row: first, last_row: last };
}

/** Required fields that neither a column nor a value for all rows fills. */
export function missing(sheet: SheetMapping, kind: SheetKindView | undefined): SheetFieldView[] {
  if (!kind || sheet.layout.is === "grid") return [];
  const filled = new Set([...sheet.layout.columns.flatMap((each) => each.fields), ...Object.keys(sheet.constants)]);
  return kind.fields.filter((field) => field.needed && !filled.has(field.id));
}

/** A sheet nobody proposed anything for, as a list below its first row. */
export function plainSheet(sheet: StagedSheet, kind: string): SheetMapping {
  const first = sheet.sample[0]?.number ?? 1;
  const layout: SheetLayout = { is: "list", heading_row: first, first_row: first + 1, last_row: null, columns: [], carried: [] };
  return { sheet: sheet.name, kind, layout, constants: {}, year: null, month: null };
}

/** A grid over the whole of a sheet: days in its second row that holds something, times in column A. */
export function plainGrid(sheet: StagedSheet): SheetGrid {
  const days = sheet.sample[1]?.number ?? 2;
  const day_columns = Array.from({ length: Math.max(1, widthOf(sheet) - 1) }, (_, place) => lettersOf(place + 1));
  const last = sheet.sample[sheet.sample.length - 1]?.number ?? days + 1;
  const where = { space_column: null, space_row: null, times_row: null, spaces_across: false, days_column: null };
  return { days_row: days, times_column: "A", day_columns, first_row: days + 1, last_row: Math.max(days + 1, last), ...where, week: null, spaces: [], people: [] };
}

/** How the tables of a sheet are read: mostly it holds one. */
export const tablesOf = (mapping: FileMapping | null, sheet: string | undefined): SheetMapping[] =>
  mapping?.sheets.filter((each) => each.sheet === sheet) ?? [];

/** Which of a sheet's tables a cell stands in: the lowest that begins above it and has a column there. */
export function tableAt(tables: readonly SheetMapping[], cell: string): number {
  const place = cellPlace(cell);
  const begins = ({ layout }: SheetMapping) => (layout.is === "list" ? (layout.heading_row ?? layout.first_row) : 1);
  const holds = ({ layout }: SheetMapping, column: number) => {
    if (layout.is === "grid") return true;
    const columns = layout.columns.map((each) => indexOf(each.column));
    return column >= Math.min(...columns) && column <= Math.max(...columns);
  };
  let found = 0;
  let row = 0;
  tables.forEach((table, index) => {
    if (place === null || !holds(table, place.column) || begins(table) > place.row || begins(table) < row) return;
    [found, row] = [index, begins(table)];
  });
  return found;
}

/** A mapping with one table of a sheet read in another way; a new sheet comes at the place it has in the file. */
export function withSheet(mapping: FileMapping, sheet: SheetMapping, order: readonly string[], table = 0): FileMapping {
  const before = tablesOf(mapping, sheet.sheet)[table];
  const sheets = before ? mapping.sheets.map((each) => (each === before ? sheet : each)) : [...mapping.sheets, sheet];
  sheets.sort((one, other) => order.indexOf(one.sheet) - order.indexOf(other.sheet));
  return { ...mapping, sheets };
}

/** A mapping in which a name that nothing bears means something else. */
export function withName(mapping: FileMapping, what: string, name: string, rule: SheetNameRule): FileMapping {
  return { ...mapping, names: { ...mapping.names, [what]: { ...mapping.names[what], [name]: rule } } };
}

/** What a cell of a grid is: a day, a time, a session, or nothing of it. */
export function gridPart(grids: readonly SheetGrid[], column: number, row: number): "day" | "time" | "space" | "session" | null {
  const letters = lettersOf(column);
  for (const grid of grids) {
    const within = row >= grid.first_row && row <= grid.last_row;
    const across = grid.day_columns.includes(letters);
    if (row === grid.days_row && across) return grid.spaces_across ? "space" : "day";
    if (row === grid.space_row && across) return "space";
    if (row === grid.times_row && across) return "time";
    if (within && letters === grid.times_column) return "time";
    if (within && grid.spaces_across && letters === grid.days_column) return "day";
    if (within && letters === grid.space_column) return "space";
    if (within && across) return "session";
  }
  return null;
}
