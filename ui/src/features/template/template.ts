// Owns the way between a template as it is read, as somebody edits it, and as it is asked for; and what its
// dates read like. Pure.
import type { Content } from "../../contract/Content";
import type { DayKind } from "../../contract/DayKind";
import type { SessionKind } from "../../contract/SessionKind";
import type { StartRename } from "../../contract/StartRename";
import type { StartKinds } from "../../contract/StartKinds";
import type { TemplateCounts } from "../../contract/TemplateCounts";
import type { TemplateDraft } from "../../contract/TemplateDraft";
import type { TemplateLine } from "../../contract/TemplateLine";
import type { TemplateView } from "../../contract/TemplateView";
import type { Timetable } from "../../contract/Timetable";
import type { Choice } from "../../kit/matching";
import { addMonths, countText, DAY_MINUTES, dayOf, listText, timeText, weekdayText } from "../../lib/format";
import { clashSentence, codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** Every kind of day, as they follow in a week with a holiday. */
export const DAY_KINDS: readonly DayKind[] = ["workday", "weekend", "statutory_off", "makeup_workday"];

/** The kinds a template may have: caravan stops are planned with their run. */
export const TEMPLATE_KINDS: readonly SessionKind[] = [
  "guided_tour", "lesson", "demonstration", "show", "lecture", "activity", "training", "online", "film", "reception", "maintenance",
];


/** The role of the post an occurrence usually has. */
const USUAL_ROLES: Partial<Record<SessionKind, string>> = {
  guided_tour: "docent",
  lesson: "instructor",
  demonstration: "instructor",
  activity: "instructor",
  show: "performer",
  lecture: "speaker",
  training: "instructor",
};

/** The posts of a new template of a kind. */
export function usualPosts(kind: SessionKind): Content["posts"] {
  const role = USUAL_ROLES[kind];
  return role ? [{ role, language: null, person: null }] : [];
}

/** Everything the panel chooses from. */
export interface TemplateChoices {
  spaces: readonly Choice[];
  people: readonly Choice[];
  departments: readonly Choice[];
  timetables: readonly Timetable[];
}

/** A start as it is edited: the minute it is, the one it was, and the kinds of day it keeps to; every kind where empty. */
export interface StartRow {
  was: number | null;
  minute: number;
  kinds: readonly DayKind[];
}

/** A new template from tomorrow over three months. */
export function newTemplate(now: number): TemplateDraft {
  const first = dayOf(now) + DAY_MINUTES;
  return {
    id: null,
    revision: null,
    pattern: { starts: [600], start_kinds: [], weekdays: [], day_kinds: [], valid_from: first, valid_to: addMonths(first, 4) - DAY_MINUTES },
    content: {
      kind: "guided_tour",
      title: "",
      public: true,
      department: null,
      minutes: 45,
      lead_in_minutes: 0,
      lead_out_minutes: 0,
      spaces: [],
      posts: usualPosts("guided_tour"),
      theme: null,
      language: "zh",
      age_band: null,
      capacity: 30,
      meeting_point: null,
      remark: null,
    },
  };
}

/** The starts of a template, each as it is. */
export function startRows(draft: TemplateDraft): StartRow[] {
  return draft.pattern.starts.map((minute) => ({
    was: draft.id === null ? null : minute,
    minute,
    kinds: draft.pattern.start_kinds.find((own) => own.start === minute)?.day_kinds ?? [],
  }));
}

/** Kinds of day in their order; none where it is all of them, which is no limit. */
export function kindsOf(kinds: readonly DayKind[]): DayKind[] {
  const found = DAY_KINDS.filter((kind) => kinds.includes(kind));
  return found.length === DAY_KINDS.length ? [] : found;
}

/** The starts that keep to some kinds of day. What stands twice holds wherever one of them does. */
export function startKinds(rows: readonly StartRow[]): StartKinds[] {
  const starts = [...new Set(rows.map((row) => row.minute))].sort((one, other) => one - other);
  return starts.flatMap((start) => {
    const same = rows.filter((row) => row.minute === start);
    const kinds = same.some((row) => row.kinds.length === 0) ? [] : kindsOf(same.flatMap((row) => row.kinds));
    return kinds.length === 0 ? [] : [{ start, day_kinds: kinds }];
  });
}

/** The names of the museum's timetables, each once. */
export function timetableNames(timetables: readonly Timetable[]): string[] {
  return [...new Set(timetables.filter((each) => each.starts.length > 0).map((each) => each.name))];
}

/** The starts of a timetable, each on its kinds of day; one that was there already keeps its occurrences. */
export function timetableRows(timetables: readonly Timetable[], name: string, before: readonly StartRow[]): StartRow[] {
  const entries = timetables.filter((each) => each.name === name);
  const starts = [...new Set(entries.flatMap((each) => each.starts))].sort((one, other) => one - other);
  return starts.map((minute) => ({
    was: before.find((row) => row.was === minute)?.was ?? null,
    minute,
    kinds: kindsOf(entries.filter((each) => each.starts.includes(minute)).flatMap((each) => each.day_kinds)),
  }));
}

/** The starts that went to another minute, their occurrences with them. */
export function renamesOf(rows: readonly StartRow[]): StartRename[] {
  return rows.flatMap(({ was, minute }) => (was !== null && was !== minute ? [{ from: was, to: minute }] : []));
}

/** Which minute a further start most likely is: as far behind the last as the last behind the one before. */
export function nextStart(rows: readonly StartRow[], minutes: number): number {
  const starts = rows.map((row) => row.minute).sort((one, other) => one - other);
  const last = starts.at(-1) ?? 570;
  const before = starts.at(-2);
  const gap = before === undefined ? Math.max(60, Math.ceil(minutes / 15) * 15) : last - before;
  return Math.min(DAY_MINUTES - 5, last + gap);
}

/** The dates of a template, day by day. */
export interface DayLines {
  day: number;
  kind: DayKind;
  lines: TemplateLine[];
}

export function byDay(lines: readonly TemplateLine[]): DayLines[] {
  const days: DayLines[] = [];
  for (const line of lines) {
    const last = days.at(-1);
    if (last?.day === line.day) last.lines.push(line);
    else days.push({ day: line.day, kind: line.day_kind, lines: [line] });
  }
  return days;
}

/** Whether somebody may want to look at it: it is not simply planned or to be planned. */
export function isNoted(line: TemplateLine): boolean {
  return line.action === "skip" || line.action === "cancel" || line.action === "delete" || line.clashes.length > 0;
}

/** Whether it can be brought back. */
export function isOut(line: TemplateLine): boolean {
  return line.action === "skip" && line.skip !== "past" && line.skip !== "exists";
}

/** Why a line is not planned, or what becomes of its session; empty where there is nothing to say. */
export function reasonOf(line: TemplateLine): string {
  const clash = line.clashes[0];
  if (line.skip === "clash" && clash) return clashSentence(clash, line.starts);
  if (line.skip === "closed_day" && clash) return clashSentence(clash, line.starts);
  if (line.skip === "by_hand") return m.template_out_because({ reason: line.words ?? "" });
  if (line.skip === "day_kind") return m.template_skip_day_kind({ kind: codeWord("template_day_kind", line.day_kind) });
  if (line.skip === "cancelled" && line.words) return m.template_cancelled_because({ reason: line.words });
  if (line.skip) return codeWord("template_skip", line.skip);
  if (line.action === "cancel" || line.action === "delete") return codeWord("template_action", line.action);
  if (line.action === "keep" && clash) return m.template_cannot_follow({ why: clashSentence(clash, line.starts) });
  if (line.clashes.length > 0) return m.template_let_pass();
  return "";
}

/** The reasons of a day, each once. */
export function reasonsOf(day: DayLines): string[] {
  const found: { reason: string; starts: string[] }[] = [];
  for (const line of day.lines) {
    const reason = reasonOf(line);
    if (reason === "") continue;
    const known = found.find((each) => each.reason === reason);
    if (known) known.starts.push(timeText(line.start));
    else found.push({ reason, starts: [timeText(line.start)] });
  }
  return found.map(({ reason, starts }) =>
    starts.length === day.lines.length ? reason : m.template_reason_of({ starts: listText(starts), reason }),
  );
}

/** How many that are planned an end after `last` calls off. */
export function endedBy(view: TemplateView, last: number): number {
  const open: readonly string[] = ["draft", "planned", "published"];
  return view.lines.filter((line) => line.day > last && line.starts > view.now && line.action === "keep" && open.includes(line.state ?? "")).length;
}

/** 排定312场，改5场，取消2场: what a save does, on its button. */
export function actWords(counts: TemplateCounts): string {
  const parts = [
    counts.create > 0 ? m.template_do_create({ count: countText(counts.create) }) : "",
    counts.change > 0 ? m.template_do_change({ count: countText(counts.change) }) : "",
    counts.cancel + counts.delete > 0 ? m.template_do_cancel({ count: countText(counts.cancel + counts.delete) }) : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? m.template_do_save() : listText(parts);
}

/** 周二、周四 · 工作日: when a template runs, in words. */
export function patternWords(pattern: TemplateDraft["pattern"]): string {
  // 1970-01-05 was a Monday.
  const weekdays = pattern.weekdays.map((weekday) => weekdayText((4 + weekday) * DAY_MINUTES));
  const kinds = pattern.day_kinds.map((kind) => codeWord("template_day_kind", kind));
  const parts = [weekdays.length === 0 && kinds.length === 0 ? m.template_every_day() : "", listText(weekdays), listText(kinds)];
  return parts.filter((part) => part !== "").join(" · ");
}
