// Owns what of a day is shown where: the next start times, the rest by hours, what waits. Pure.
import type { SessionView } from "../../contract/SessionView";
import type { Waiting } from "../../contract/Waiting";

const NEXT_MINUTES = 120;
const NEXT_MAX = 7;
const NEXT_MIN = 4;

const takesPlace = (session: SessionView) => !["draft", "moved"].includes(session.state);

/**
 * The day in two: what runs or starts in the next two hours (a few at least), and everything after. A day that is
 * not today (`now` is null) is read from its first session on.
 */
export function split(sessions: readonly SessionView[], now: number | null): { next: SessionView[]; later: SessionView[]; over: SessionView[] } {
  const listed = sessions.filter(takesPlace).sort((a, b) => a.starts - b.starts || (a.title < b.title ? -1 : 1));
  const from = now ?? listed[0]?.starts ?? 0;
  const over = listed.filter((session) => session.ends <= from);
  const coming = listed.filter((session) => session.ends > from);
  const soon = coming.filter((session) => session.starts < from + NEXT_MINUTES).length;
  const count = Math.min(NEXT_MAX, Math.max(NEXT_MIN, soon));
  return { next: coming.slice(0, count), later: coming.slice(count), over };
}

/** An hour of the timetable: what starts in it, by minute. */
export interface Hour {
  hour: number;
  sessions: SessionView[];
}

/** Sessions by the hour they start in. */
export function byHour(sessions: readonly SessionView[]): Hour[] {
  const hours = new Map<number, SessionView[]>();
  for (const session of sessions) {
    const hour = Math.floor(session.starts / 60) % 24;
    hours.set(hour, [...(hours.get(hour) ?? []), session]);
  }
  return [...hours].map(([hour, own]) => ({ hour, sessions: own })).sort((a, b) => a.hour - b.hour);
}

/** What waits at one session, together: a session with three clashes is one thing to see to. */
export interface Matter {
  first: Waiting;
  further: Waiting[];
}

/** What waits, one matter a session and kind. */
export function matters(waiting: readonly Waiting[]): Matter[] {
  const found = new Map<string, Matter>();
  for (const each of waiting) {
    const key = `${each.session} ${each.why}`;
    const known = found.get(key);
    if (known) known.further.push(each);
    else found.set(key, { first: each, further: [] });
  }
  return [...found.values()];
}
