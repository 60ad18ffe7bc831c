// Owns what a year looks like on the page: which rows, in which measure, by month or week, as bars and as cells.
import type { Load } from "../../contract/Load";
import type { YearLoadView } from "../../contract/YearLoadView";
import type { YearRow } from "../../contract/YearRow";
import { addMonths, countText, DAY_MINUTES, dayAt, dateOf, monthStart, weekNumber } from "../../lib/format";
import { kindWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

export const SUBJECTS = ["kinds", "halls", "people", "vehicles"] as const;
export type Subject = (typeof SUBJECTS)[number];
export const MEASURES = ["sessions", "hours"] as const;
export type Measure = (typeof MEASURES)[number];
export const STEPS = ["month", "week"] as const;
export type Step = (typeof STEPS)[number];

/** A row of the year, of whatever it is. */
export interface YearLine {
  key: string;
  name: string;
  load: YearRow;
}

/** The rows of a subject. */
export function linesOf(view: YearLoadView, subject: Subject): YearLine[] {
  if (subject === "kinds") return view.kinds.map(({ kind, load }) => ({ key: kind, name: kindWord(kind), load }));
  return view[subject].map(({ id, name, load }) => ({ key: id, name, load }));
}

/** A load in a measure: sessions, or hours to a tenth. */
export function amount(load: Load, measure: Measure): number {
  return measure === "sessions" ? load.sessions : Math.round(load.minutes / 6) / 10;
}

/** An amount as a cell: digits alone, so that a sheet adds it. */
export function cellText(value: number): string {
  return value === 0 ? "" : String(value);
}

/** An amount with its unit. */
export function amountText(value: number, measure: Measure): string {
  const said = Number.isInteger(value) ? countText(value) : `${countText(Math.trunc(value))}.${String(value).split(".")[1] ?? "0"}`;
  return measure === "sessions" ? m.year_sessions({ count: said }) : m.year_hours({ count: said });
}

/** The stretches of a year: when each begins, and what it is called. */
export function stretches(view: YearLoadView, step: Step): { starts: number; name: string }[] {
  const first = dayAt(view.year, 1, 1) ?? 0;
  if (step === "month") return Array.from({ length: 12 }, (_, month) => ({ starts: addMonths(first, month), name: m.year_month({ month: month + 1 }) }));
  return view.all.weeks.map((_, week) => {
    const monday = view.first_week + week * 7 * DAY_MINUTES;
    return { starts: monday, name: m.year_week({ week: weekNumber(monday) }) };
  });
}

/** What stands above the bars: a month's name above its first week where there are weeks. */
export function headsOf(view: YearLoadView, step: Step): string[] {
  const all = stretches(view, step);
  if (step === "month") return all.map((each) => each.name);
  const monthOf = (starts: number) => dateOf(Math.max(starts, dayAt(view.year, 1, 1) ?? 0)).month;
  return all.map((each, at) => {
    const before = all[at - 1];
    return before && monthOf(before.starts) === monthOf(each.starts) ? "" : m.year_month({ month: monthOf(each.starts) });
  });
}

/** The stretch that `now` lies in: -1 before the year, the count of stretches after it. */
export function currentOf(view: YearLoadView, step: Step, now: number): number {
  const year = dateOf(now).year;
  if (year !== view.year) return year < view.year ? -1 : step === "month" ? 12 : view.all.weeks.length;
  return step === "month" ? dateOf(monthStart(now)).month - 1 : Math.floor((now - view.first_week) / (7 * DAY_MINUTES));
}

/** The values of a row. */
export function valuesOf(load: YearRow, step: Step, measure: Measure): number[] {
  return (step === "month" ? load.months : load.weeks).map((each) => amount(each, measure));
}

/** A row in a sentence: its sum and its fullest stretch. */
export function spoken(line: YearLine, view: YearLoadView, step: Step, measure: Measure): string {
  const values = valuesOf(line.load, step, measure);
  const sum = amountText(amount(line.load.total, measure), measure);
  const most = Math.max(...values);
  if (most === 0) return m.year_row_empty({ name: line.name, year: view.year });
  const when = stretches(view, step)[values.indexOf(most)]?.name ?? "";
  return m.year_row({ name: line.name, year: view.year, sum, when, most: amountText(most, measure) });
}

/** The table as cells, heads first. */
export function cellsOf(view: YearLoadView, subject: Subject, step: Step, measure: Measure): string[][] {
  const heads = [m.year_name(), ...stretches(view, step).map((each) => each.name), m.year_sum()];
  const row = (line: YearLine) => [line.name, ...valuesOf(line.load, step, measure).map(cellText), cellText(amount(line.load.total, measure))];
  const lines = linesOf(view, subject).map(row);
  // Only kinds add up: a session in two halls counts in each.
  const all: YearLine = { key: "all", name: m.year_all(), load: view.all };
  return [heads, ...lines, ...(subject === "kinds" ? [row(all)] : [])];
}
