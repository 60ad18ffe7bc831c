// Owns how a reading of the schedule lies in the timeline: rows of resources, blocks of what takes them. Pure.
import type { ScheduleView } from "../../contract/ScheduleView";
import type { SessionView } from "../../contract/SessionView";
import type { FindingKind } from "../../kit/FindingSign.svelte";
import type { TimelineBlock, TimelineGroup, TimelineRow } from "../../kit/timeline/model";
import { DAY_MINUTES, dateText, daysText, rangeText, timeText } from "../../lib/format";
import { codeWord, kindSign, kindWord, stateWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** What the timeline may show. */
export const GROUPS = ["spaces", "people", "vehicles"] as const;
export type Group = (typeof GROUPS)[number];

const spaceRow = (id: string) => `space:${id}`;
const personRow = (id: string) => `person:${id}`;
const vehicleRow = (id: string) => `vehicle:${id}`;
const kitRow = (id: string) => `kit:${id}`;

/** The resource behind a row. */
export function resourceOf(row: string): { kind: string; id: string } {
  const [kind = "", id = ""] = row.split(/:(.*)/);
  return { kind, id };
}

/** The heads of the timeline. */
export function groupsOf(view: ScheduleView, shown: readonly Group[]): TimelineGroup[] {
  const onDuty = view.people.filter((person) => person.sessions > 0).length;
  const all: Record<Group, TimelineGroup> = {
    spaces: { id: "spaces", name: m.schedule_group_spaces(), note: m.schedule_group_spaces_note() },
    people: { id: "people", name: m.schedule_group_people(), note: m.schedule_group_people_note({ count: onDuty }) },
    vehicles: { id: "vehicles", name: m.schedule_group_vehicles() },
  };
  return GROUPS.filter((group) => shown.includes(group)).map((group) => all[group]);
}

/** The rows: every space, whoever stands somewhere or leads tours, every vehicle and kit. */
export function rowsOf(view: ScheduleView): TimelineRow[] {
  const spaces = view.spaces.map((space) => ({
    id: spaceRow(space.id),
    group: "spaces",
    family: "space",
    name: space.name,
    note: space.capacity === null ? undefined : m.schedule_holds({ count: space.capacity }),
    depth: space.depth,
  }));
  const away = new Map(view.leave.map((leave) => [leave.person, codeWord("schedule_leave", leave.kind)]));
  const people = view.people.map((person) => ({
    id: personRow(person.id),
    group: "people",
    family: "person",
    name: person.name,
    note: person.sessions > 0 ? m.format_sessions({ count: person.sessions }) : away.get(person.id),
  }));
  const vehicles = view.vehicles.map((vehicle) => ({
    id: vehicleRow(vehicle.id), group: "vehicles", family: "vehicle", name: vehicle.name, note: vehicle.plate ?? undefined,
  }));
  const kits = view.kits.map((kit) => ({ id: kitRow(kit.id), group: "vehicles", family: "kit", name: kit.name }));
  return [...spaces, ...people, ...vehicles, ...kits];
}

/** What a session's block carries: the gravest thing that stands against it. */
export function findingOf(session: SessionView): FindingKind | null {
  if (session.clashes.some((clash) => clash.hardness === "hard")) return "hard";
  if (emptyPosts(session) > 0) return "empty";
  if (session.clashes.length > 0) return "soft";
  return session.findings.length > 0 ? "overridden" : null;
}

/** Posts nobody stands on, where somebody still should. */
export function emptyPosts(session: SessionView): number {
  if (!["planned", "published", "in_progress"].includes(session.state)) return 0;
  return session.posts.filter((post) => post.person === null).length;
}

/** 10:45讲解，会讲故事的水，已发布. */
export function spokenOf(session: SessionView): string {
  const parts = [
    `${timeText(session.starts)}${kindWord(session.kind)}`,
    session.title,
    ...session.space_names,
    stateWord(session.state),
  ];
  const finding = findingOf(session);
  if (finding === "hard" || finding === "soft" || finding === "overridden") parts.push(codeWord("clash_word", finding));
  const empty = emptyPosts(session);
  if (empty > 0) parts.push(m.session_posts_empty({ count: empty }));
  return parts.join(m.schedule_spoken_comma());
}

function sessionBlocks(session: SessionView, movable: boolean): TimelineBlock[] {
  const closure = session.kind === "maintenance" && ["planned", "published", "in_progress"].includes(session.state);
  const shared = {
    item: session.id,
    starts: session.starts,
    ends: session.ends,
    leadIn: session.lead_in_minutes,
    leadOut: session.lead_out_minutes,
    sign: kindSign(session.kind),
    title: session.title,
    look: closure ? ("closure" as const) : session.state,
    finding: findingOf(session),
    lacks: emptyPosts(session) > 0 ? m.session_posts_empty({ count: emptyPosts(session) }) : undefined,
    movable: movable && session.kind !== "caravan" && ["draft", "planned", "published"].includes(session.state),
    spoken: spokenOf(session),
  };
  const people = session.posts.flatMap((post) => (post.person === null ? [] : [post.person]));
  return [
    ...session.spaces.map((space) => ({ ...shared, id: `${session.id}@${space}`, row: spaceRow(space) })),
    ...[...new Set(people)].map((person) => ({ ...shared, id: `${session.id}@${person}`, row: personRow(person) })),
  ];
}

function exhibitionBlocks(view: ScheduleView): TimelineBlock[] {
  return view.exhibitions.flatMap((exhibition) => {
    const opens = exhibition.opens_on;
    const closed = exhibition.closes_on + DAY_MINUTES;
    const phases = [
      { phase: "install", starts: exhibition.installs_from, ends: opens, look: "closure" as const },
      { phase: "open", starts: opens, ends: closed, look: "content" as const },
      { phase: "deinstall", starts: closed, ends: exhibition.deinstalls_until + DAY_MINUTES, look: "closure" as const },
    ].filter((phase) => phase.ends > phase.starts);
    return exhibition.spaces.flatMap((space) =>
      phases.map(({ phase, starts, ends, look }) => {
        const title = m.schedule_exhibition_phase({ phase: codeWord("schedule_phase", phase), title: exhibition.title });
        return {
          id: `${exhibition.id}@${space}@${phase}`,
          item: exhibition.id,
          row: spaceRow(space),
          starts,
          ends,
          sign: codeWord("session_sign", "exhibition"),
          title,
          look,
          movable: false,
          spoken: `${title} ${daysText(starts, ends - 1)}`,
        };
      }),
    );
  });
}

function runBlocks(view: ScheduleView): TimelineBlock[] {
  return view.runs.flatMap((run) => {
    const rows = [
      ...(run.vehicle ? [vehicleRow(run.vehicle)] : []),
      ...(run.kit ? [kitRow(run.kit)] : []),
      ...run.people.map(personRow),
    ];
    return rows.map((row) => ({
      id: `${run.id}@${row}`,
      item: run.id,
      row,
      starts: run.departs,
      ends: run.returns,
      sign: codeWord("session_sign", "run"),
      title: run.title,
      look: "planned" as const,
      movable: false,
      spoken: `${run.title} ${rangeText(run.departs, run.returns)}`,
    }));
  });
}

function leaveBlocks(view: ScheduleView): TimelineBlock[] {
  return view.leave.map((leave) => {
    const title = `${codeWord("schedule_leave", leave.kind)} ${daysText(leave.starts, leave.ends - 1)}`;
    return {
      id: leave.id, item: leave.id, row: personRow(leave.person), starts: leave.starts, ends: leave.ends,
      sign: m.schedule_leave_sign(), title, look: "away" as const, movable: false, spoken: title,
    };
  });
}

/** Every block of a reading. */
export function blocksOf(view: ScheduleView, movable: boolean): TimelineBlock[] {
  return [
    ...view.sessions.flatMap((session) => sessionBlocks(session, movable)),
    ...exhibitionBlocks(view),
    ...runBlocks(view),
    ...leaveBlocks(view),
  ];
}

/** Sessions of a day that count: neither moved away nor called off. */
export function countOf(view: ScheduleView, day: number): number {
  return view.sessions.filter(
    (session) => session.starts >= day && session.starts < day + DAY_MINUTES && !["moved", "cancelled"].includes(session.state),
  ).length;
}

/** Sessions of a day by the hour they start, 8 to 18, for the strip's bars. */
export function loadsOf(view: ScheduleView, day: number): number[] {
  const loads = new Array<number>(10).fill(0);
  for (const session of view.sessions) {
    const hour = Math.floor((session.starts - day) / 60) - 8;
    if (hour >= 0 && hour < loads.length && !["moved", "cancelled"].includes(session.state)) loads[hour] = (loads[hour] ?? 0) + 1;
  }
  return loads;
}

/** The gravest finding of a day. */
export function dayFinding(view: ScheduleView, day: number): FindingKind | null {
  const found = view.sessions
    .filter((session) => session.starts >= day && session.starts < day + DAY_MINUTES)
    .map(findingOf);
  return (["hard", "empty", "soft"] as const).find((kind) => found.includes(kind)) ?? null;
}

/** 5月6日 周三 / 5月4日–10日 / 2026年5月. */
export function periodText(from: number, days: number): string {
  if (days === 1) return dateText(from, { year: true, weekday: "short" });
  return daysText(from, from + (days - 1) * DAY_MINUTES);
}
