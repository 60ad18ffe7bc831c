// Owns how minutes, dates, times and counts are written and read back. Schedule time is whole minutes since
// 1970-01-01 on the museum's wall clock; a day is the minute it begins. No zone, no Date of this PC.
import { m } from "../paraglide/messages.js";
import { getLocale } from "../paraglide/runtime.js";

export const DAY_MINUTES = 1440;

/** A calendar date; month 1–12, weekday 0 (Monday) to 6 (Sunday). */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
  weekday: number;
}

/** The minute a day begins that holds `minute`. */
export function dayOf(minute: number): number {
  return Math.floor(minute / DAY_MINUTES) * DAY_MINUTES;
}

/** Minutes since that day's midnight, 0–1439. */
export function minuteOfDay(minute: number): number {
  return minute - dayOf(minute);
}

/** The date of a minute. */
export function dateOf(minute: number): CalendarDate {
  const days = Math.floor(minute / DAY_MINUTES);
  const date = new Date(days * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: (((days + 3) % 7) + 7) % 7,
  };
}

/** The minute a date begins, or null where the date does not exist. */
export function dayAt(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / 60_000) : null;
}

/** Monday of the week that holds `minute`. */
export function weekStart(minute: number): number {
  return dayOf(minute) - dateOf(minute).weekday * DAY_MINUTES;
}

/** The first of the month that holds `minute`. */
export function monthStart(minute: number): number {
  return dayOf(minute) - (dateOf(minute).day - 1) * DAY_MINUTES;
}

/** The first of the month `by` months on. */
export function addMonths(minute: number, by: number): number {
  const { year, month } = dateOf(minute);
  const months = year * 12 + month - 1 + by;
  return dayAt(Math.floor(months / 12), (months % 12) + 1, 1) ?? minute;
}

/** The ISO week's number. */
export function weekNumber(minute: number): number {
  const thursday = weekStart(minute) + 3 * DAY_MINUTES;
  const first = dayAt(dateOf(thursday).year, 1, 1) ?? thursday;
  return Math.floor((thursday - first) / (7 * DAY_MINUTES)) + 1;
}

const two = (value: number) => String(value).padStart(2, "0");

/** 2026-05-04, as commands and addresses write it. */
export function isoDate(minute: number): string {
  const { year, month, day } = dateOf(minute);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** The day behind 2026-05-04, or null. */
export function fromIsoDate(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found ? dayAt(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

const chinese = () => getLocale() === "zh-CN";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAYS_ZH = "一二三四五六日";

/** 一 / Mon · 周一 / Mon · 星期一 / Monday. */
export function weekdayText(minute: number, width: "letter" | "short" | "long" = "short"): string {
  const { weekday } = dateOf(minute);
  const sign = DAYS_ZH.charAt(weekday);
  if (chinese()) return width === "letter" ? sign : width === "short" ? `周${sign}` : `星期${sign}`;
  const name = DAYS[weekday] ?? "";
  return width === "long" ? name : name.slice(0, 3);
}

/** 5月4日 / 4 May; with the year where asked. */
export function dateText(minute: number, options: { year?: boolean; weekday?: "short" | "long" } = {}): string {
  const { year, month, day } = dateOf(minute);
  const weekday = options.weekday ? weekdayText(minute, options.weekday) : "";
  if (chinese()) return `${options.year ? `${year}年` : ""}${month}月${day}日${weekday ? ` ${weekday}` : ""}`;
  return `${weekday ? `${weekday} ` : ""}${day} ${MONTHS[month - 1] ?? ""}${options.year ? ` ${year}` : ""}`;
}

/** 2026年5月 / May 2026. */
export function monthText(minute: number): string {
  const { year, month } = dateOf(minute);
  return chinese() ? `${year}年${month}月` : `${MONTHS[month - 1] ?? ""} ${year}`;
}

/** 5月4日–10日 / 4–10 May; `to` is the last day shown. */
export function daysText(from: number, to: number): string {
  const [a, b] = [dateOf(from), dateOf(to)];
  if (dayOf(from) === dayOf(to)) return dateText(from);
  if (a.year === b.year && a.month === b.month) {
    return chinese() ? `${a.month}月${a.day}日–${b.day}日` : `${a.day}–${b.day} ${MONTHS[a.month - 1] ?? ""}`;
  }
  const year = a.year !== b.year;
  return `${dateText(from, { year })}–${dateText(to, { year })}`;
}

/** 9:30; the midnight that ends a day is 24:00 where `end` says so. */
export function timeText(minute: number, end = false): string {
  const within = minuteOfDay(minute);
  if (end && within === 0) return "24:00";
  return `${Math.floor(within / 60)}:${two(within % 60)}`;
}

/** 9:30–17:00; with dates where it does not end on the day it starts. */
export function rangeText(starts: number, ends: number): string {
  if (dayOf(starts) === dayOf(ends - 1)) return `${timeText(starts)}–${timeText(ends, true)}`;
  return `${dateText(starts)} ${timeText(starts)}–${dateText(ends)} ${timeText(ends)}`;
}

/** 45分 / 45 min · 2时30分 / 2 h 30 min. */
export function durationText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0 || minutes <= 90) return m.format_minutes({ minutes });
  return rest === 0 ? m.format_hours({ hours }) : m.format_hours_minutes({ hours, minutes: rest });
}

/** 儿童厅、宇航厅 / A, B. */
export function listText(words: readonly string[]): string {
  return words.reduce((first, second) => (first === "" ? second : m.format_list({ first, second })), "");
}

/** 1,600. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A moment of the journal (UTC milliseconds) on the museum's wall: China has one zone and no summer time. */
export function wallMinute(utcMilliseconds: number): number {
  return Math.floor(utcMilliseconds / 60_000) + 8 * 60;
}

/** 11:12:40 of a moment in UTC milliseconds. */
export function clockText(utcMilliseconds: number): string {
  return `${timeText(wallMinute(utcMilliseconds))}:${two(Math.floor(utcMilliseconds / 1000) % 60)}`;
}

/** Full-width digits, colons and spaces as their half-width twins. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ");
}

const DIGITS = "零一二三四五六七八九";

/** Chinese numbers up to 99 as digits: 十点半, 二十三. */
function arabic(text: string): string {
  return text
    .replace(/两/g, "二")
    .replace(/([二三四五六七八九])?十([一二三四五六七八九])?/g, (_, tens?: string, ones?: string) =>
      String((tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0)),
    )
    .replace(/[零一二三四五六七八九]/g, (sign) => String(DIGITS.indexOf(sign)));
}

/** Minutes of the day behind 1030, 10：30, 10点半, 下午2点, 9; null where it is none. 24:00 is none. */
export function readTime(text: string): number | null {
  let wanted = arabic(halfWidth(text).trim().toLowerCase()).replace(/\s+/g, "");
  let later = 0;
  const part = /^(上午|早上|下午|晚上|中午)|(am|pm)$/.exec(wanted);
  if (part) {
    later = ["下午", "晚上", "pm"].includes(part[0]) ? 12 * 60 : 0;
    wanted = wanted.replace(part[0], "");
  }
  const spoken = /^(\d{1,2})[点时](?:(\d{1,2})分?|(半)|(一刻|1刻)|(三刻|3刻))?$/.exec(wanted);
  const written = /^(\d{1,2})(?:[:.h](\d{2}))?$/.exec(wanted) ?? /^(\d{1,2})(\d{2})$/.exec(wanted);
  let hour: number, minute: number;
  if (spoken) {
    hour = Number(spoken[1]);
    minute = spoken[3] ? 30 : spoken[4] ? 15 : spoken[5] ? 45 : Number(spoken[2] ?? 0);
  } else if (written) {
    hour = Number(written[1]);
    minute = Number(written[2] ?? 0);
  } else return null;
  if (hour > 23 || minute > 59) return null;
  const read = hour * 60 + minute;
  return later > 0 && hour < 12 ? read + later : read;
}

/** The day behind 5-4, 5月4日, 20260504, 0504, 周三, 明天, seen from `today`; null where it is none. */
export function readDate(text: string, today: number): number | null {
  // What the page writes is understood too: a weekday beside the date is dropped.
  const bare = halfWidth(text).trim().replace(/([日\d])\s*(周|星期)[一二三四五六日]$/, "$1").replace(/^[A-Za-z]{3,9}\s+(?=\d)/, "");
  const english = /^(\d{1,2})\s+([A-Za-z]{3})[a-z]*(?:\s+(\d{4}))?$/.exec(bare);
  if (english) {
    const month = MONTHS.findIndex((name) => name.toLowerCase() === english[2]?.toLowerCase()) + 1;
    return dayAt(Number(english[3] ?? dateOf(today).year), month, Number(english[1]));
  }
  const wanted = arabic(bare)
    .replace(/\s+/g, "")
    .replace(/[号]$/, "日");
  const near: Record<string, number> = { 今天: 0, 明天: 1, 后天: 2, 昨天: -1, today: 0, tomorrow: 1 };
  const by = near[wanted.toLowerCase()];
  if (by !== undefined) return dayOf(today) + by * DAY_MINUTES;
  const week = /^(下)?(?:周|星期|礼拜)([1-6日天])$/.exec(wanted);
  if (week) {
    const weekday = "日天".includes(week[2] ?? "") ? 6 : Number(week[2]) - 1;
    return weekStart(today) + (weekday + (week[1] ? 7 : 0)) * DAY_MINUTES;
  }
  const full =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(wanted) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(wanted);
  if (full) return dayAt(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(wanted) ?? /^(\d{2})(\d{2})$/.exec(wanted);
  if (short) return dayAt(dateOf(today).year, Number(short[1]), Number(short[2]));
  const only = /^(\d{1,2})日$/.exec(wanted);
  if (only) return dayAt(dateOf(today).year, dateOf(today).month, Number(only[1]));
  return null;
}

/** A whole number as people type it, or null. */
export function readCount(text: string): number | null {
  const wanted = halfWidth(text).trim().replace(/[,，\s人个分]/g, "");
  return /^\d{1,9}$/.test(wanted) ? Number(wanted) : null;
}
