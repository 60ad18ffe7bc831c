// Owns how a day of the opening calendar reads: open or closed, why, its short word for a strip.
import type { CalendarDay } from "../contract/CalendarDay";
import type { OpeningReason } from "../contract/OpeningReason";
import { m } from "../paraglide/messages.js";
import { fromIsoDate, rangeText, timeText, weekdayText } from "./format";
import { phrase } from "./words";

const MONDAY = 4 * 1440;

/** 周一 of 1 (Monday) to 7. */
const weekdayName = (weekday: number) => weekdayText(MONDAY + (weekday - 1) * 1440);

/** A holiday's name in the page's language; as the notice has it where there is none. */
function holiday(name: string): string {
  return phrase(`day_holiday_${HOLIDAYS[name] ?? ""}`) ?? name;
}

const HOLIDAYS: Record<string, string> = {
  元旦: "new_year", 春节: "spring_festival", 清明节: "qingming", 清明: "qingming", 劳动节: "labour", 端午节: "dragon_boat", 端午: "dragon_boat", 中秋节: "mid_autumn", 中秋: "mid_autumn", 国庆节: "national", 国庆: "national",
};

/** Why, in one sentence. */
export function reasonWords(reason: OpeningReason): string {
  switch (reason.code) {
    case "weekday_rule":
      return m.day_weekday_rule({ weekday: weekdayName(reason.weekday) });
    case "closed_weekday":
      return m.day_closed_weekday({ weekday: weekdayName(reason.weekday) });
    case "holiday":
      return m.day_holiday({ name: holiday(reason.name) });
    case "holiday_on_closed_weekday":
      return m.day_holiday_weekday({ name: holiday(reason.name), weekday: weekdayName(reason.weekday) });
    case "makeup_day":
      return m.day_makeup({ name: holiday(reason.name) });
    case "named_workday":
      return m.day_named_workday({ name: holiday(reason.name) });
    case "no_notice":
      return m.day_no_notice({ year: String(reason.year) });
    case "museum_notice":
      return reason.reason;
  }
}

/** The main reason of a day. */
export function dayReason(day: CalendarDay): string {
  const first = day.reasons[0];
  return first ? reasonWords(first) : "";
}

/** 9:30–17:00，末次入馆16:30. */
export function dayHours(day: CalendarDay): string {
  if (!day.hours) return "";
  const { opens, closes, last_entry } = day.hours;
  return m.day_hours({ range: rangeText(opens, closes), last: timeText(last_entry) });
}

/** 劳动节, 补班日: why it is not an ordinary day, in a word; nothing for an ordinary one. */
export function dayWord(day: CalendarDay): string | undefined {
  const notice = day.reasons.find((reason) => reason.code === "museum_notice");
  if (notice?.code === "museum_notice") return notice.reason;
  if (day.holiday) return holiday(day.holiday);
  if (day.day_kind === "makeup_workday") return m.day_makeup_word();
  return undefined;
}

/** The minute a calendar day begins. */
export function dayMinute(day: CalendarDay): number {
  return fromIsoDate(day.date) ?? 0;
}
