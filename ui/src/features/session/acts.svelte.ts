// Owns what is done to sessions from the page: moves, saves and changes of state, and the one question they may
// ask first: why the public is told otherwise, and why a soft clash may pass.
import type { Clash } from "../../contract/Clash";
import type { Override } from "../../contract/Override";
import type { ReasonGiven } from "../../contract/ReasonGiven";
import type { Scope } from "../../contract/Scope";
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import type { Transition } from "../../contract/Transition";
import { done } from "../../kit/undo";
import { toast } from "../../kit/toast.svelte";
import { call, Refusal } from "../../lib/call";
import { newIdentifier } from "../../lib/identifier";
import { clashesOf, refusalLine } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { movesWhatWasTold } from "./draft";

/** A question before an act. */
export interface Question {
  title: string;
  /** 13:30 → 14:00: what changes. */
  lines: readonly string[];
  /** Soft clashes that want a reason each prints. */
  soft: readonly Clash[];
  /** Whether a reason code is asked: a published session moves, or one is called off. */
  reason: boolean;
  /** What the button says. */
  act: string;
  danger?: boolean;
  answer: (given: Given | null) => void;
}

/** What was answered. */
export interface Given {
  reason: ReasonGiven | null;
  overrides: Override[];
}

let question = $state.raw<Question | null>(null);

/** The question that stands now. */
export function asked(): Question | null {
  return question;
}

/** Asks; null where the person turned back. */
function ask(what: Omit<Question, "answer">): Promise<Given | null> {
  return new Promise((resolve) => {
    question = {
      ...what,
      answer: (given) => {
        question = null;
        resolve(given);
      },
    };
  });
}

/**
 * Asks what has to be said before an act on several: why soft clashes may pass, why the public is told otherwise.
 * Nothing where neither is wanted; null where the person turned back.
 */
export function askFor(title: string, act: string, soft: readonly Clash[], reason: boolean): Promise<Given | null> {
  return soft.length > 0 || reason ? ask({ title, lines: [], soft, reason, act }) : Promise.resolve(NOTHING_GIVEN);
}

const NOTHING_GIVEN: Given = { reason: null, overrides: [] };

/** How a save goes: the soft clashes known so far, what changes, the words of its button. */
export interface Saving {
  soft?: readonly Clash[];
  lines?: readonly string[];
  act: string;
  said: (session: SessionView) => string;
  asDraft?: boolean;
}

/**
 * Saves a session, asking first for what the rules want said. Answers the session as it is now, or null where
 * the person turned back. Throws a Refusal that stands.
 */
export async function save(before: SessionView | null, draft: SessionDraft, saving: Saving): Promise<SessionView | null> {
  const reason = before !== null && movesWhatWasTold(before, draft);
  let soft = saving.soft ?? [];
  let given: Given | null = NOTHING_GIVEN;
  const operation = newIdentifier();
  for (let round = 0; round < 3; round += 1) {
    if (soft.length > 0 || (reason && given.reason === null)) {
      given = await ask({ title: draft.title, lines: saving.lines ?? [], soft, reason, act: saving.act });
      if (given === null) return null;
    }
    try {
      const session = await call(
        "session_save",
        { session: draft, as_draft: saving.asDraft ?? false, overrides: given.overrides, reason: given.reason },
        round === 0 ? { operation } : {},
      );
      done(saving.said(session));
      return session;
    } catch (raw) {
      // Facts moved while somebody thought: new soft clashes are asked about, anything else stands.
      const refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
      const clashes = clashesOf(refusal);
      const onlySoft = clashes.length > 0 && clashes.every((clash) => clash.hardness === "soft");
      if (refusal.code !== "clash" || !onlySoft || refusal.facts.may_override === false) throw refusal;
      soft = clashes;
    }
  }
  return null;
}

/**
 * Saves a change of an occurrence that reaches others of its template, asking first for what the rules want said.
 * Answers the session as it is now, or null where the person turned back. Throws a Refusal that stands.
 */
export async function saveFurther(draft: SessionDraft, scope: Scope, soft: readonly Clash[], act: string): Promise<SessionView | null> {
  const plan = await call("occurrence_preview", { session: draft, scope, overrides: [], reason: null });
  let given: Given | null = NOTHING_GIVEN;
  if (plan.reason_needed || soft.length > 0) {
    const lines = [m.session_reach_count({ change: plan.counts.change })];
    given = await ask({ title: draft.title, lines, soft, reason: plan.reason_needed, act });
    if (given === null) return null;
  }
  const saved = await call("occurrence_save", { session: draft, scope, overrides: given.overrides, reason: given.reason });
  const counts = saved.template?.counts;
  done(m.session_reach_saved({ title: draft.title, change: counts?.change ?? 1 }));
  return call("session_read", { id: draft.id ?? "" });
}

/** Takes sessions through a transition. Answers whether it happened. */
export async function transition(sessions: readonly SessionView[], to: Transition): Promise<boolean> {
  const title = sessions.length === 1 ? (sessions[0]?.title ?? "") : m.session_several({ count: sessions.length });
  let given: Given | null = NOTHING_GIVEN;
  if (to === "cancel") {
    given = await ask({ title, lines: [], soft: [], reason: true, act: m.session_do_cancel_now(), danger: true });
    if (given === null) return false;
  }
  for (let round = 0; round < 3; round += 1) {
    try {
      await call("session_transition", {
        ids: sessions.map((session) => session.id),
        transition: to,
        reason: given.reason,
        overrides: given.overrides,
      });
      toast(m.session_transition_done({ title, state: transitionWord(to) }));
      return true;
    } catch (raw) {
      const refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
      const clashes = clashesOf(refusal);
      const soft = clashes.filter((clash) => clash.hardness === "soft");
      if (refusal.code !== "clash" || soft.length === 0 || soft.length < clashes.length) {
        toast(refusalLine(refusal), { kind: "refused" });
        return false;
      }
      const answer = await ask({ title, lines: [], soft, reason: false, act: transitionWord(to) });
      if (answer === null) return false;
      given = { reason: given.reason, overrides: answer.overrides };
    }
  }
  return false;
}

/** 发布, 撤回, 取消: the word on its button, in undo and in the record. */
export function transitionWord(to: Transition): string {
  return {
    plan: m.session_do_plan(),
    publish: m.session_do_publish(),
    withdraw: m.session_do_withdraw(),
    cancel: m.session_do_cancel_now(),
    reinstate: m.session_do_reinstate(),
    hold: m.session_do_hold(),
    nobody_came: m.session_do_nobody_came(),
    unhold: m.session_do_unhold(),
  }[to];
}

/** The transitions a session offers now, in order of likelihood. */
export function transitionsOf(session: SessionView, now: number): Transition[] {
  const begun = session.starts <= now;
  switch (session.state) {
    case "draft":
      return ["plan", "publish"];
    case "planned":
      return begun ? ["hold", "nobody_came", "cancel"] : ["publish", "cancel"];
    case "published":
    case "in_progress":
      return begun ? ["hold", "nobody_came", "cancel"] : ["withdraw", "cancel"];
    case "held":
    case "no_audience":
      return ["unhold"];
    case "cancelled":
      return session.ends > now ? ["reinstate"] : [];
    default:
      return [];
  }
}
