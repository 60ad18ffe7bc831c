// Owns how the opening rule is written and read in its form.
import type { CalendarSettings } from "../../contract/CalendarSettings";
import type { Hours } from "../../contract/Hours";
import type { Season } from "../../contract/Season";
import { dayAt, halfWidth, readTime, timeText } from "../../lib/format";

/** The year that has every day of the year. */
const LEAP_YEAR = 2028;

/** 7-1, 7月1日: a day of every year; null where there is none. */
export function readDayOfYear(text: string): { month: number; day: number } | null {
  const found = /^(\d{1,2})(?:[-/.月])(\d{1,2})日?$/.exec(halfWidth(text).replace(/\s/g, ""));
  const [month, day] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  return found && dayAt(LEAP_YEAR, month, day) !== null ? { month, day } : null;
}

/** 7-1. */
export const dayOfYearText = (month: number, day: number): string => `${month}-${day}`;

/** Start times as people type them: 10:00 14:30; the first word that is none. */
export function readStarts(text: string): { starts: number[] } | { unread: string } {
  const words = halfWidth(text).split(/[\s,，、;；]+/).filter((word) => word !== "");
  const starts: number[] = [];
  for (const word of words) {
    const minute = readTime(word);
    if (minute === null) return { unread: word };
    if (!starts.includes(minute)) starts.push(minute);
  }
  return { starts: starts.sort((a, b) => a - b) };
}

/** 10:00 14:30. */
export const startsText = (starts: readonly number[]): string => starts.map((start) => timeText(start)).join(" ");

/** A season as it is begun: the summer holidays. */
export function newSeason(name: string, hours: Hours): Season {
  return { name, from_month: 7, from_day: 1, to_month: 8, to_day: 31, hours: { ...hours } };
}

/** A copy that can be edited. */
export function copyOf(opening: CalendarSettings): CalendarSettings {
  return JSON.parse(JSON.stringify(opening)) as CalendarSettings;
}

/** Whether two rules say the same. */
export function same(one: CalendarSettings, other: CalendarSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
