// Owns what a report says: findings in words, its rows as the lines of a table, each finding at the row it is about.
import type { Clash } from "../../contract/Clash";
import type { SheetFieldChange } from "../../contract/SheetFieldChange";
import type { SheetFinding } from "../../contract/SheetFinding";
import type { SheetReport } from "../../contract/SheetReport";
import type { SheetRowFate } from "../../contract/SheetRowFate";
import type { SheetRowReport } from "../../contract/SheetRowReport";
import { Refusal } from "../../lib/call";
import { listText } from "../../lib/format";
import { clashSentence, codeWord, phrase, refusalLine } from "../../lib/words";
import { cellPlace } from "./mapping";

/** The fact of a finding as its sentence wants it. */
function factWords(name: string, value: unknown): unknown {
  if (name === "clash") return clashSentence(value as Clash);
  if (name === "failure") return refusalLine(Refusal.from(value));
  if (name === "what") return codeWord("sheet_target", String(value));
  if (name === "state") return codeWord("session_state", String(value));
  return Array.isArray(value) ? listText(value.map(String)) : value;
}

/** What a finding says. */
export function findingWords(finding: SheetFinding): string {
  const facts = Object.fromEntries(Object.entries(finding.facts).map(([name, value]) => [name, factWords(name, value)]));
  return phrase(`sheet_finding_${finding.code}`, facts) ?? finding.code;
}

/** How grave a finding is, as the page marks it. */
export function findingKind(finding: SheetFinding): "hard" | "soft" | "reminder" {
  if (!finding.refuses) return "reminder";
  return finding.code === "clash" && finding.facts.soft === true ? "soft" : "hard";
}

/** A line of the table of results. */
export type Line =
  | { is: "row"; key: string; sheet: string; cell: string; row: SheetRowReport }
  | { is: "finding"; key: string; sheet: string; cell: string; finding: SheetFinding; under: boolean }
  | { is: "change"; key: string; sheet: string; cell: string; change: SheetFieldChange };

/** What is listed. */
export interface Wanted {
  fates: readonly SheetRowFate[];
  sheet: string | null;
  code: string | null;
}

const place = (sheet: string, cell: string) => `${sheet}\n${cell}`;

/** The row that each finding is about: at its cell, or in its line where the sheet has one thing a row. */
export function byRow(report: SheetReport): { rows: Map<SheetRowReport, SheetFinding[]>; alone: SheetFinding[] } {
  const grids = new Set(report.mapping.sheets.filter((each) => each.layout.is === "grid").map((each) => each.sheet));
  const at = new Map<string, SheetRowReport>();
  for (const row of report.rows) {
    at.set(place(row.sheet, row.cell), row);
    if (!grids.has(row.sheet)) at.set(place(row.sheet, String(cellPlace(row.cell)?.row ?? "")), row);
  }
  const rows = new Map<SheetRowReport, SheetFinding[]>();
  const alone: SheetFinding[] = [];
  for (const finding of report.findings) {
    const line = String(cellPlace(finding.cell)?.row ?? "");
    const row = at.get(place(finding.sheet, finding.cell)) ?? at.get(place(finding.sheet, line));
    if (row) rows.set(row, [...(rows.get(row) ?? []), finding]);
    else alone.push(finding);
  }
  return { rows, alone };
}

/** A report as lines: refused rows with what is wrong in them, then what no row has, then the others. */
export function linesOf(report: SheetReport, wanted: Wanted): Line[] {
  const { rows, alone } = byRow(report);
  const lines: Line[] = [];
  const fits = (finding: SheetFinding) => wanted.code === null || finding.code === wanted.code;
  const add = (finding: SheetFinding, under: boolean) =>
    lines.push({ is: "finding", key: `finding-${lines.length}`, sheet: finding.sheet, cell: finding.cell, finding, under });
  const addAlone = (refusing: boolean) => {
    for (const finding of alone) {
      const here = wanted.sheet === null || finding.sheet === wanted.sheet;
      if (finding.refuses === refusing && here && fits(finding)) add(finding, false);
    }
  };
  let said = false;
  for (const row of report.rows) {
    if (row.fate !== "refused" && !said) {
      said = true;
      if (wanted.fates.includes("refused")) addAlone(true);
      addAlone(false);
    }
    const own = (rows.get(row) ?? []).filter(fits);
    if (!wanted.fates.includes(row.fate) || (wanted.sheet !== null && row.sheet !== wanted.sheet)) continue;
    if (wanted.code !== null && own.length === 0) continue;
    lines.push({ is: "row", key: `row-${lines.length}`, sheet: row.sheet, cell: row.cell, row });
    for (const finding of own) add(finding, true);
    for (const change of row.changes) {
      lines.push({ is: "change", key: `change-${lines.length}`, sheet: row.sheet, cell: change.cell ?? row.cell, change });
    }
  }
  if (!said) {
    if (wanted.fates.includes("refused")) addAlone(true);
    addAlone(false);
  }
  return lines;
}

/** Everything that is wrong or worth a look as rows to copy: sheet, cell, whether it was left out, what. */
export function findingRows(report: SheetReport, refused: string, noted: string): string[][] {
  return report.findings.map((finding) => [finding.sheet, finding.cell, finding.refuses ? refused : noted, findingWords(finding)]);
}

/** Findings of a sheet by their cells. */
export function byCell(report: SheetReport | null, sheet: string): Map<string, SheetFinding[]> {
  const found = new Map<string, SheetFinding[]>();
  for (const finding of report?.findings ?? []) {
    if (finding.sheet === sheet) found.set(finding.cell, [...(found.get(finding.cell) ?? []), finding]);
  }
  return found;
}
