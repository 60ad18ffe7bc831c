// Owns moving sessions in time and between rows: what the rules say of it while it is held, and doing it.
import type { Clash } from "../../contract/Clash";
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import type { TimelineVerdict, TimelineWay } from "../../kit/timeline/model";
import { toast } from "../../kit/toast.svelte";
import { done } from "../../kit/undo";
import { call } from "../../lib/call";
import { dateText, dayOf, rangeText } from "../../lib/format";
import { clashSentence, refusalLine } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { askFor, save } from "./acts.svelte";
import { changedLines } from "./changed";
import type { Choices } from "./choices";
import { draftOf } from "./draft";
import { fresh, said } from "./verdict";

/** What a move needs from the view around it. */
export interface Moving {
  choices: () => Choices;
  /** Takes a way out. */
  take: (session: SessionView, draft: SessionDraft) => void;
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

/** Whether the public was told of a session. */
const told = (session: SessionView) => session.state === "published" || session.state === "in_progress";

/** What the rules say of several sessions moved by the same minutes: each is judged, their own places are free. */
export async function judgeShift(sessions: readonly SessionView[], by: number): Promise<TimelineVerdict> {
  // A published one that goes to another day leaves its row and its reason behind, each its own.
  const away = sessions.find((session) => told(session) && dayOf(session.starts) !== dayOf(session.starts + by));
  if (away) {
    return { kind: "hard", what: m.session_several_days(), why: [m.session_several_days_why({ title: away.title })], ways: [] };
  }
  const own = new Set(sessions.map((session) => session.id));
  const judged = await Promise.all(
    sessions.map(async (session) => {
      const draft = { ...draftOf(session), starts: session.starts + by, ends: session.ends + by };
      const answer = await call("session_check", draft);
      const clashes = fresh(session, answer.clashes).filter((clash) => !clash.holder || !own.has(clash.holder.id));
      const why = clashes.map((clash) => m.session_with_title({ title: session.title, why: clashSentence(clash, draft.starts) }));
      return { clashes, why, mayPass: answer.may_override };
    }),
  );
  const clashes = judged.flatMap((each) => each.clashes);
  if (clashes.length === 0) return { kind: "free", what: "", why: [], ways: [] };
  const why = judged.flatMap((each) => each.why);
  const what = m.session_several_clash({ count: clashes.length });
  if (clashes.some((clash) => clash.hardness === "hard")) return { kind: "hard", what, why, ways: [] };
  if (!judged.every((each) => each.mayPass)) return { kind: "soft", what, why: [...why.slice(0, 2), m.session_not_yours_to_pass()], ways: [] };
  return { kind: "soft", what, why, ways: [{ label: m.session_do_pass_asking(), run: () => void shift(sessions, by, clashes) }] };
}

/** Moves several sessions by the same minutes, all or none. Answers whether it happened. */
export async function shift(sessions: readonly SessionView[], minutes: number, soft: readonly Clash[] = []): Promise<boolean> {
  const given = await askFor(m.session_several({ count: sessions.length }), m.session_do_move(), soft, sessions.some(told));
  if (given === null) return false;
  try {
    await call("session_shift", {
      sessions: sessions.map(({ id, revision }) => ({ id, revision })),
      minutes,
      overrides: given.overrides,
      reason: given.reason,
    });
    done(m.session_several_moved({ count: sessions.length }));
    return true;
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
    return false;
  }
}
