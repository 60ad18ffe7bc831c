// Owns how a day of the opening calendar is said: what kind of day, open or closed, and why.
import type { CalendarDay } from "../contract/CalendarDay";
import type { Hours } from "../contract/Hours";
import type { NoticeEffect } from "../contract/NoticeEffect";
import type { OpeningReason } from "../contract/OpeningReason";
import { m } from "../paraglide/messages.js";
import { getLocale } from "../paraglide/runtime.js";
import { DAY_MINUTES, fromIsoDate, listText, rangeText, timeText, weekdayText } from "./format";
import { codeWord, phrase } from "./words";

const HOLIDAYS: Readonly<Record<string, string>> = {
  元旦: "new_year",
  春节: "spring_festival",
  清明节: "qingming",
  劳动节: "labour_day",
  端午节: "dragon_boat",
  中秋节: "mid_autumn",
  国庆节: "national_day",
};

/** A holiday's name: as the notice has it, or in English where it is one of the seven. */
export function holidayWord(name: string): string {
  if (getLocale() === "zh-CN") return name;
  return listText(name.split("、").map((one) => phrase(`print_holiday_${HOLIDAYS[one] ?? ""}`) ?? one));
}

/** 周一 / Monday, by its number from 1. 1970-01-05 was a Monday. */
export function weekdayWord(weekday: number): string {
  return weekdayText((weekday + 3) * DAY_MINUTES, getLocale() === "zh-CN" ? "short" : "long");
}

/** 劳动节假期（周一照常开放）. */
export function reasonLine(reason: OpeningReason): string {
  const facts: Record<string, unknown> = { ...reason };
  if ("weekday" in reason) facts.weekday = weekdayWord(reason.weekday);
  if ("name" in reason) facts.name = holidayWord(reason.name);
  if (reason.code === "museum_notice") {
    facts.part = codeWord("calendar_part", reason.part);
    facts.effect = codeWord("calendar_effect", reason.effect);
  }
  return phrase(`calendar_reason_${reason.code}`, facts) ?? reason.code;
}

/** Why, in one line: what decides first; that nothing is settled yet is said elsewhere (暂定). */
export function whyLine(day: CalendarDay): string {
  const reasons = day.reasons.filter((reason) => reason.code !== "no_notice");
  return reasons.map(reasonLine).reduce((first, second) => (first === "" ? second : m.calendar_why_list({ first, second })), "");
}

/** 开馆 / 闭馆. */
export function openWord(day: CalendarDay): string {
  return day.open ? m.calendar_open() : m.calendar_closed();
}

/** 开馆 · 劳动节假期（周一照常开放）. */
export function dayLine(day: CalendarDay): string {
  return `${openWord(day)} · ${whyLine(day)}`;
}

/** 闭馆, of a single space 关闭. */
export function effectWord(effect: NoticeEffect, space: string | null): string {
  return effect === "close" && space !== null ? m.calendar_effect_close_space() : codeWord("calendar_effect", effect);
}

/** 劳动节, 补班日: why a day is not an ordinary one, in a word; nothing for an ordinary one. */
export function specialWord(day: CalendarDay): string | undefined {
  const notice = day.reasons.find((reason) => reason.code === "museum_notice");
  if (notice?.code === "museum_notice") return notice.reason;
  if (day.holiday) return holidayWord(day.holiday);
  return day.day_kind === "makeup_workday" ? m.day_makeup_word() : undefined;
}

/** 9:30–17:00，末次入馆16:30; nothing where it is closed. */
export function hoursLine(day: CalendarDay): string {
  if (!day.hours) return "";
  return m.day_hours({ range: rangeText(day.hours.opens, day.hours.closes), last: timeText(day.hours.last_entry) });
}

/** 9:30–17:00, or a dash where it is closed. */
export function hoursText(hours: Hours | null): string {
  return hours ? `${timeText(hours.opens)}–${timeText(hours.closes, true)}` : "—";
}

/** Whether a day is anything but what its weekday says. */
export function isSpecial(day: CalendarDay): boolean {
  const plain = day.reasons.every((reason) => ["weekday_rule", "closed_weekday", "no_notice"].includes(reason.code));
  return !plain || day.spaces.length > 0;
}

/** The minute a day of the calendar begins. */
export function minuteOfDate(date: string): number {
  return fromIsoDate(date) ?? 0;
}
