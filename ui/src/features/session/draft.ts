// Owns the way between a session as it is shown, as somebody edits it, and as it is asked for: pure.
import type { Alternative } from "../../contract/Alternative";
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionKind } from "../../contract/SessionKind";
import type { SessionView } from "../../contract/SessionView";
import type { Role } from "../../contract/Role";
import { DAY_MINUTES, dayOf } from "../../lib/format";

/** All kinds that are planned here; caravan stops are planned with their run. */
export const KINDS: readonly SessionKind[] = [
  "guided_tour", "lesson", "demonstration", "show", "lecture", "activity", "training", "online", "film", "reception", "maintenance",
];

/** The role of the post a kind usually has; none where nobody stands. */
export function usualRole(kind: SessionKind): string | null {
  const roles: Partial<Record<SessionKind, string>> = {
    guided_tour: "docent",
    lesson: "instructor",
    demonstration: "instructor",
    activity: "instructor",
    show: "performer",
    lecture: "speaker",
    training: "instructor",
  };
  return roles[kind] ?? null;
}

/** A session as it could be saved again. */
export function draftOf(session: SessionView): SessionDraft {
  return {
    id: session.id,
    revision: session.revision,
    kind: session.kind,
    title: session.title,
    public: session.public,
    department: session.department,
    starts: session.starts,
    ends: session.ends,
    lead_in_minutes: session.lead_in_minutes,
    lead_out_minutes: session.lead_out_minutes,
    spaces: [...session.spaces],
    posts: session.posts.map(({ id, role, language, person }) => ({ id, role, language, person })),
    theme: session.theme,
    language: session.language,
    age_band: session.age_band,
    capacity: session.capacity,
    meeting_point: session.meeting_point,
    remark: session.remark,
  };
}

/** A new session at a place and time. */
export function newDraft(kind: SessionKind, starts: number, ends: number, spaces: string[]): SessionDraft {
  const role = usualRole(kind);
  return {
    id: null,
    revision: null,
    kind,
    title: "",
    public: kind !== "maintenance" && kind !== "training",
    department: null,
    starts,
    ends,
    lead_in_minutes: 0,
    lead_out_minutes: 0,
    spaces,
    posts: role ? [{ id: null, role, language: null, person: null }] : [],
    theme: null,
    language: "zh",
    age_band: null,
    capacity: null,
    meeting_point: null,
    remark: null,
  };
}

/** Whether two drafts ask for the same. */
export function sameDraft(one: SessionDraft, other: SessionDraft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A draft on another day, at the same time. */
export function onDay(draft: SessionDraft, day: number): SessionDraft {
  const by = dayOf(day) - dayOf(draft.starts);
  return { ...draft, starts: draft.starts + by, ends: draft.ends + by };
}

/** A draft that starts at a minute of its day and keeps its length. */
export function startingAt(draft: SessionDraft, minute: number): SessionDraft {
  const starts = dayOf(draft.starts) + minute;
  return { ...draft, starts, ends: starts + (draft.ends - draft.starts) };
}

/** A draft that ends at a minute of the day; one before its start is the next day's. */
export function endingAt(draft: SessionDraft, minute: number): SessionDraft {
  const ends = dayOf(draft.starts) + minute;
  return { ...draft, ends: ends > draft.starts ? ends : ends + DAY_MINUTES };
}

/** A draft on the rows it was moved to: a space or a person of its own gives way to another. */
export function onRow(draft: SessionDraft, from: string, to: string): SessionDraft {
  if (from === to) return draft;
  const swapped = (id: string) => (id === from ? to : id);
  return {
    ...draft,
    spaces: [...new Set(draft.spaces.map(swapped))],
    posts: draft.posts.map((post) => ({ ...post, person: post.person === null ? null : swapped(post.person) })),
  };
}

/** A draft after a way out was taken. */
export function taking(draft: SessionDraft, way: Alternative): SessionDraft {
  const posts = draft.posts.map((post, rank) => ((post.id ?? String(rank)) === way.post ? { ...post, person: way.person } : post));
  return { ...draft, starts: way.starts, ends: way.ends, spaces: [...way.spaces], posts };
}

/** Whether a change of a published session has to say why: the public was told its time and place. */
export function movesWhatWasTold(before: SessionView, after: SessionDraft): boolean {
  if (before.state !== "published" && before.state !== "in_progress") return false;
  return (
    before.starts !== after.starts || before.ends !== after.ends || [...before.spaces].sort().join() !== [...after.spaces].sort().join()
  );
}

/** Who plans sessions, as the gate has it: for saying so before a call is refused. */
export function mayPlan(role: Role | undefined): boolean {
  return role !== undefined && role !== "front_desk" && role !== "manager";
}
