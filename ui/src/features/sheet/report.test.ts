// Tests that a report says every finding at its row or by its cell, and drops none.
import { expect, test } from "vitest";
import type { SheetFinding } from "../../contract/SheetFinding";
import type { SheetReport } from "../../contract/SheetReport";
import type { SheetRowFate } from "../../contract/SheetRowFate";
import { byCell, findingRows, findingWords, linesOf } from "./report";

const finding = (cell: string, code: SheetFinding["code"], refuses: boolean, facts: SheetFinding["facts"] = {}, sheet = "讲解"): SheetFinding => ({ sheet, cell, code, refuses, facts });
const row = (cell: string, fate: SheetRowFate, sheet = "讲解") => ({ sheet, cell, kind: "session", title: cell, what: "", fate, changes: fate === "changed" ? [{ field: "ends", heading: "结束", cell: "D7", before: "10:45", after: "11:00" }] : [] });
const list = { sheet: "讲解", kind: "session", layout: { is: "list" as const, heading_row: 1, first_row: 2, last_row: null, columns: [], carried: [] }, constants: {}, year: null, month: null };
const grid = { ...list, sheet: "周表", layout: { is: "grid" as const, grids: [] } };
const report: SheetReport = {
  mapping: { sheets: [list, grid], names: {} },
  added: 1, changed: 1, unchanged: 1, refused: 2,
  rows: [row("A5", "refused"), row("C4", "refused", "周表"), row("A7", "changed"), row("A8", "added"), row("A9", "unchanged")],
  findings: [
    finding("D5", "day_impossible", true, { text: "2月30日" }),
    finding("C4", "grid_unreadable", true, { text: "？" }, "周表"),
    finding("D4", "grid_unreadable", true, { text: "x" }, "周表"),
    finding("B8", "hidden_row", false),
    finding("H3", "unmapped", false, { text: "备用" }),
  ],
  made: [],
  names: [],
};
const all: SheetRowFate[] = ["refused", "changed", "added", "unchanged"];
const shown = (fates: SheetRowFate[], sheet: string | null = null, code: string | null = null) =>
  linesOf(report, { fates, sheet, code }).map((line) => `${line.is} ${line.sheet}!${line.cell}`);

test("every finding stands under its row, or by its own cell where no row has it", () => {
  expect(shown(all)).toEqual([
    "row 讲解!A5", "finding 讲解!D5", "row 周表!C4", "finding 周表!C4",
    "finding 周表!D4", "finding 讲解!H3",
    "row 讲解!A7", "change 讲解!D7", "row 讲解!A8", "finding 讲解!B8", "row 讲解!A9",
  ]);
});

test("what is filtered out is gone, and nothing else", () => {
  expect(shown(["added"], "讲解")).toEqual(["finding 讲解!H3", "row 讲解!A8", "finding 讲解!B8"]);
  expect(shown(all, null, "grid_unreadable")).toEqual(["row 周表!C4", "finding 周表!C4", "finding 周表!D4"]);
});

test("findings are told by cell and copied whole", () => {
  expect(findingWords(report.findings[0] as SheetFinding)).toBe("没有“2月30日”这一天");
  expect(findingRows(report, "未导入", "提醒").map((cells) => cells.slice(0, 3))).toEqual([
    ["讲解", "D5", "未导入"], ["周表", "C4", "未导入"], ["周表", "D4", "未导入"], ["讲解", "B8", "提醒"], ["讲解", "H3", "提醒"],
  ]);
  expect([...byCell(report, "周表").keys()]).toEqual(["C4", "D4"]);
});
