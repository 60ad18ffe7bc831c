// Owns a day's programme as text for WeChat, as cells for WPS and as the lines of a picture. Pure.
import type { CalendarDay } from "../../contract/CalendarDay";
import type { SessionView } from "../../contract/SessionView";
import { countText, dateText, DAY_MINUTES, dayOf, listText, rangeText, timeText } from "../../lib/format";
import { hoursLine, minuteOfDate, openWord, whyLine } from "../../lib/opening";
import { codeWord, kindWord, stateWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** Sessions of a day that take place, in order of start. */
export function programmeOf(sessions: readonly SessionView[], day: number): SessionView[] {
  return sessions
    .filter((session) => dayOf(session.starts) === day && !["draft", "moved", "cancelled"].includes(session.state))
    .sort((a, b) => a.starts - b.starts || (a.title < b.title ? -1 : 1));
}

const places = (session: SessionView) => session.meeting_point ?? listText(session.space_names);

/** 5月4日 星期一 开馆 / 9:30–17:00，… */
export function dayHead(day: number, opening: CalendarDay | undefined): string[] {
  const open = opening ? openWord(opening) : "";
  const lines = [[dateText(day, { weekday: "long" }), open].filter(Boolean).join(" ")];
  if (opening) lines.push([whyLine(opening), hoursLine(opening)].filter(Boolean).join(" · "));
  if (opening?.provisional) lines.push(m.day_provisional_why());
  return lines.filter(Boolean);
}

/** One line of the day: 10:45–11:15 讲解 会讲故事的水（儿童厅入口）. */
export function sessionLine(session: SessionView): string {
  return m.session_text_line({
    time: rangeText(session.starts, session.ends),
    kind: kindWord(session.kind),
    title: session.title,
    place: places(session) || "—",
  });
}

/** Days as text, for WeChat: only what the public may see. */
export function asText(sessions: readonly SessionView[], from: number, days: number, calendar: readonly CalendarDay[]): string {
  const blocks: string[] = [];
  for (let day = from; day < from + days * DAY_MINUTES; day += DAY_MINUTES) {
    const lines = programmeOf(sessions, day).filter((session) => session.public).map(sessionLine);
    const opening = calendar.find((each) => minuteOfDate(each.date) === day);
    blocks.push([...dayHead(day, opening), ...(lines.length > 0 ? lines : [m.session_text_nothing()])].join("\n"));
  }
  return blocks.join("\n\n");
}

/** Days as cells, internal sessions included: one row a session under a head. */
export function asCells(sessions: readonly SessionView[], from: number, days: number): string[][] {
  const rows: string[][] = [
    [
      m.session_field_day(), m.session_field_time(), m.session_field_end(), m.session_field_kind(), m.session_field_title(),
      m.session_field_spaces(), m.session_posts(), m.session_field_capacity(), m.session_field_language(), m.session_field_state(), m.session_field_remark(),
    ],
  ];
  for (let day = from; day < from + days * DAY_MINUTES; day += DAY_MINUTES) {
    for (const session of programmeOf(sessions, day)) {
      rows.push([
        dateText(day, { year: true }), timeText(session.starts), timeText(session.ends, true), kindWord(session.kind), session.title,
        listText(session.space_names), listText(session.posts.flatMap((post) => post.person_name ?? [])),
        session.capacity === null ? "" : countText(session.capacity), codeWord("session_language", session.language),
        stateWord(session.state), session.remark ?? "",
      ]);
    }
  }
  return rows;
}
