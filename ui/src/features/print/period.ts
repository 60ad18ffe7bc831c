// Owns which days a document covers by itself and how one goes to the days before and after.
import { addMonths, dateOf, DAY_MINUTES, dayAt, dayOf, weekStart } from "../../lib/format";

/** Days of a print, both included, each by the minute it begins. */
export interface Days {
  from: number;
  to: number;
}

type Step = "day" | "week" | "year";

const STEPS: Readonly<Record<string, Step>> = { "day-board": "day", "exhibition-year": "year" };

function stepOf(document: string): Step {
  return STEPS[document] ?? "week";
}

function yearOf(minute: number): Days {
  const { year } = dateOf(minute);
  return { from: dayAt(year, 1, 1) ?? minute, to: dayAt(year, 12, 31) ?? minute };
}

/** The days a document covers around a day: that day, its week, its year. */
export function daysAround(document: string, day: number): Days {
  switch (stepOf(document)) {
    case "day":
      return { from: dayOf(day), to: dayOf(day) };
    case "week":
      return { from: weekStart(day), to: weekStart(day) + 6 * DAY_MINUTES };
    case "year":
      return yearOf(day);
  }
}

/** The days `by` periods on; a period somebody chose keeps its length. */
export function daysAfter(document: string, days: Days, by: number): Days {
  const whole = daysAround(document, days.from);
  const usual = whole.from === days.from && whole.to === days.to;
  if (usual && stepOf(document) === "year") return yearOf(addMonths(days.from, 12 * by));
  const length = days.to - days.from + DAY_MINUTES;
  return { from: days.from + by * length, to: days.to + by * length };
}
