// Owns the week's strip: each day with its opening, its load and the gravest finding. Pure.
import type { CalendarDay } from "../../contract/CalendarDay";
import type { ScheduleView } from "../../contract/ScheduleView";
import type { StripDay } from "../../kit/DayStrip.svelte";
import { dateText, DAY_MINUTES } from "../../lib/format";
import { minuteOfDate, openWord, specialWord, whyLine } from "../../lib/opening";
import { codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { countOf, dayFinding, loadsOf } from "./blocks";

/** The seven days from a Monday. */
export function stripOf(monday: number, calendar: readonly CalendarDay[], week: ScheduleView | undefined): StripDay[] {
  const known = new Map(calendar.map((day) => [minuteOfDate(day.date), day]));
  return Array.from({ length: 7 }, (_, index) => {
    const day = monday + index * DAY_MINUTES;
    const opening = known.get(day);
    const count = week ? m.format_sessions({ count: countOf(week, day) }) : "";
    const finding = week ? dayFinding(week, day) : null;
    const spoken = [
      dateText(day, { weekday: "long" }),
      opening ? openWord(opening) : "",
      opening ? whyLine(opening) : "",
      count,
      finding === "hard" || finding === "soft" ? codeWord("clash_word", finding) : "",
    ];
    return {
      day,
      open: opening?.open ?? true,
      word: opening ? specialWord(opening) : undefined,
      provisional: opening?.provisional,
      finding,
      loads: week ? loadsOf(week, day) : [],
      count,
      spoken: spoken.filter(Boolean).join(m.schedule_spoken_comma()),
    };
  });
}
