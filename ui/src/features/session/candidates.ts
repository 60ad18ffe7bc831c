// Owns the order of people for a post, as the museum ranks them.
import type { Candidate } from "../../contract/Candidate";
import type { SessionDraft } from "../../contract/SessionDraft";
import { call } from "../../lib/call";

export type { Candidate };

/** Everybody for the post at `post`, best first. */
export function rankedFor(draft: SessionDraft, post: number): Promise<Candidate[]> {
  return call("session_candidates", { session: { ...draft, title: draft.title.trim() || "…" }, post });
}

/** Whether a draft names enough to be judged: a time it has always, a space where its kind takes one. */
export function isJudgeable(draft: SessionDraft): boolean {
  return draft.spaces.length > 0 || draft.kind === "online" || draft.kind === "caravan";
}
