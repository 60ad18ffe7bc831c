// Owns the way between an exhibition as it is read, as somebody edits it, and as it is asked for; its phases as
// stretches of a line. Pure.
import type { ExhibitionAlternative } from "../../contract/ExhibitionAlternative";
import type { ExhibitionDraft } from "../../contract/ExhibitionDraft";
import type { ExhibitionTransition } from "../../contract/ExhibitionTransition";
import type { ExhibitionView } from "../../contract/ExhibitionView";
import type { Phases } from "../../contract/Phases";
import { addMonths, DAY_MINUTES, dateOf, dateText, daysText, dayOf, listText } from "../../lib/format";
import { m } from "../../paraglide/messages.js";

/** An exhibition as it could be saved again. */
export function draftOf(view: ExhibitionView): ExhibitionDraft {
  const { id, revision, title, department, lender, phases, spaces, remark } = view;
  return { id, revision, title, department, lender, phases: { ...phases }, spaces: [...spaces], remark };
}

/** A new one: a week from now, three days to install, three months open, two days to take down. */
export function newExhibition(now: number): ExhibitionDraft {
  const installs = dayOf(now) + 7 * DAY_MINUTES;
  const opens = installs + 3 * DAY_MINUTES;
  const closes = addMonths(opens, 3) - DAY_MINUTES + (opens - Math.floor(opens / DAY_MINUTES) * DAY_MINUTES);
  const closing = Math.max(opens, closes);
  return {
    id: null,
    revision: null,
    title: "",
    department: null,
    lender: null,
    phases: { installs_from: installs, opens_on: opens, closes_on: closing, deinstalls_until: closing + 2 * DAY_MINUTES },
    spaces: [],
    remark: null,
  };
}

/** The fields of the four days, in their order. */
export const PHASE_DAYS = ["installs_from", "opens_on", "closes_on", "deinstalls_until"] as const;
export type PhaseDay = (typeof PHASE_DAYS)[number];

/** The same with one day changed; the days that would be out of order go along with it. */
export function withDay(phases: Phases, which: PhaseDay, day: number): Phases {
  const next: Phases = { ...phases, [which]: day };
  const place = PHASE_DAYS.indexOf(which);
  PHASE_DAYS.forEach((each, index) => {
    if (index < place) next[each] = Math.min(next[each], day);
    if (index > place) next[each] = Math.max(next[each], day);
  });
  return next;
}

/** A stretch of the bar, in parts of the whole from 0 to 1. */
export interface Stretch {
  kind: "installing" | "open" | "deinstalling";
  left: number;
  width: number;
}

/** The phases as stretches of the line from `from` to `to`; what lies outside is cut. */
export function stretches(phases: Phases, from: number, to: number): Stretch[] {
  const part = (minute: number) => Math.min(1, Math.max(0, (minute - from) / (to - from)));
  const spans: [Stretch["kind"], number, number][] = [
    ["installing", phases.installs_from, phases.opens_on],
    ["open", phases.opens_on, phases.closes_on + DAY_MINUTES],
    ["deinstalling", phases.closes_on + DAY_MINUTES, phases.deinstalls_until + DAY_MINUTES],
  ];
  return spans
    .map(([kind, starts, ends]) => ({ kind, left: part(starts), width: part(ends) - part(starts) }))
    .filter((stretch) => stretch.width > 0);
}

/** 5月4日–8日布展: a phase in words. */
export function phaseLines(phases: Phases): string[] {
  const lines: string[] = [];
  if (phases.installs_from < phases.opens_on) {
    lines.push(m.exhibition_installs({ days: daysText(phases.installs_from, phases.opens_on - DAY_MINUTES) }));
  }
  lines.push(m.exhibition_opens({ days: daysText(phases.opens_on, phases.closes_on) }));
  if (phases.closes_on < phases.deinstalls_until) {
    lines.push(m.exhibition_deinstalls({ days: daysText(phases.closes_on + DAY_MINUTES, phases.deinstalls_until) }));
  }
  return lines;
}

/** A day, with its year where that is another than the one looked at. */
const dayText = (day: number, seen: number) => dateText(day, { year: dateOf(day).year !== dateOf(seen).year });

/** A way out in words, seen from day `seen`. */
export function wayWords(way: ExhibitionAlternative, seen: number): string {
  switch (way.kind) {
    case "space":
      return m.exhibition_way_space({ spaces: listText(way.space_names) });
    case "dates":
      return m.exhibition_way_dates({ day: dayText(way.phases.installs_from, seen), opens: dayText(way.phases.opens_on, seen) });
    case "closures":
      return m.exhibition_way_closures({ from: dateText(way.phases.installs_from), to: dateText(way.phases.deinstalls_until) });
  }
}

/** What an exhibition offers to be done with it now. */
export function transitionsOf(view: ExhibitionView): ExhibitionTransition[] {
  if (view.phase === "over") return [];
  return ({ draft: ["plan", "publish"], planned: ["publish", "cancel"], published: ["withdraw", "cancel"], cancelled: ["reinstate"] } as const)[
    view.state
  ].slice();
}
