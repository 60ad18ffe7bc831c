// Owns moving sessions in time and between rows: what the rules say of it while it is held, and doing it.
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import type { TimelineVerdict, TimelineWay } from "../../kit/timeline/model";
import { toast } from "../../kit/toast.svelte";
import { done } from "../../kit/undo";
import { call } from "../../lib/call";
import { dateText, rangeText } from "../../lib/format";
import { clashSentence, refusalLine } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { askReason, save } from "./acts.svelte";
import { changedLines } from "./changed";
import type { Choices } from "./choices";
import { draftOf } from "./draft";
import { said } from "./verdict";

/** What a move needs from the view around it. */
export interface Moving {
  choices: () => Choices;
  /** Takes a way out. */
  take: (session: SessionView, draft: SessionDraft) => void;
}

/** The clashes of a verdict that nobody has let pass for this session yet. */
function fresh(session: SessionView, clashes: SessionView["clashes"]): SessionView["clashes"] {
  const known = new Set(session.findings.map(({ clash }) => `${clash.code} ${clash.subject_id}`));
  return clashes.filter((clash) => clash.hardness === "hard" || !known.has(`${clash.code} ${clash.subject_id}`));
}

/** What the rules say of a session held elsewhere. */
export async function judgeMove(session: SessionView, draft: SessionDraft, moving: Moving): Promise<TimelineVerdict> {
  try {
    const answer = await call("session_check", draft);
    const clashes = fresh(session, answer.clashes);
    const words = said(draft, { ...answer, clashes });
    const ways: TimelineWay[] = words.ways.map((way) => ({
      label: way.label,
      note: way.note,
      noteKind: way.soft ? "soft" : "plain",
      place: placeOf(draft, way.draft),
      run: () => moving.take(session, way.draft),
    }));
    if (words.kind === "soft" && words.mayPass) {
      ways.unshift({ label: m.session_do_pass_asking(), run: () => moving.take(session, draft) });
    }
    return { kind: words.kind, what: words.what, why: words.why, ways };
  } catch (raw) {
    return { kind: "hard", what: refusalLine(raw), why: [], ways: [] };
  }
}

/** Where a way out lies in the grid: the row of the space or person it names. */
function placeOf(draft: SessionDraft, way: SessionDraft): TimelineWay["place"] {
  const space = way.spaces.find((id) => !draft.spaces.includes(id)) ?? way.spaces[0];
  const person = way.posts.find((post, rank) => post.person !== draft.posts[rank]?.person)?.person;
  const row = person ? `person:${person}` : space ? `space:${space}` : undefined;
  return row ? { row, starts: way.starts, ends: way.ends } : undefined;
}

/** Moves a session, asking first what has to be said. Null where the person turned back or it was refused. */
export async function move(session: SessionView, draft: SessionDraft, choices: Choices): Promise<SessionView | null> {
  try {
    const answer = await call("session_check", draft);
    return await save(session, draft, {
      soft: fresh(session, answer.clashes).filter((clash) => clash.hardness === "soft"),
      lines: changedLines(session, draft, choices),
      act: m.session_do_move(),
      said: (moved) => m.session_moved({ title: moved.title, time: `${dateText(moved.starts)} ${rangeText(moved.starts, moved.ends)}` }),
    });
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
    return null;
  }
}

/** What the rules say of several sessions moved by the same minutes: each is judged, their own places are free. */
export async function judgeShift(sessions: readonly SessionView[], by: number): Promise<TimelineVerdict> {
  const own = new Set(sessions.map((session) => session.id));
  const found = await Promise.all(
    sessions.map(async (session) => {
      const draft = { ...draftOf(session), starts: session.starts + by, ends: session.ends + by };
      const answer = await call("session_check", draft);
      return fresh(session, answer.clashes)
        .filter((clash) => !clash.holder || !own.has(clash.holder.id))
        .map((clash) => ({ clash, why: m.session_with_title({ title: session.title, why: clashSentence(clash, draft.starts) }) }));
    }),
  );
  const clashes = found.flat();
  if (clashes.length === 0) return { kind: "free", what: "", why: [], ways: [] };
  const hard = clashes.some(({ clash }) => clash.hardness === "hard");
  return {
    kind: hard ? "hard" : "soft",
    what: m.session_several_clash({ count: clashes.length }),
    why: clashes.map(({ why }) => why),
    ways: [],
  };
}

/** Moves several sessions by the same minutes, all or none. Answers whether it happened. */
export async function shift(sessions: readonly SessionView[], minutes: number): Promise<boolean> {
  const told = sessions.some((session) => session.state === "published" || session.state === "in_progress");
  const given = told ? await askReason(m.session_several({ count: sessions.length }), m.session_do_move()) : null;
  if (told && given === null) return false;
  try {
    await call("session_shift", {
      sessions: sessions.map(({ id, revision }) => ({ id, revision })),
      minutes,
      overrides: given?.overrides ?? [],
      reason: given?.reason ?? null,
    });
    done(m.session_several_moved({ count: sessions.length }));
    return true;
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
    return false;
  }
}
