// Owns filling a session's first empty post: who is the best who is free, and why; and putting somebody there.
import { call } from "../../lib/call";
import { m } from "../../paraglide/messages.js";
import { rankedFor } from "./candidates";
import type { Choices } from "./choices";
import { draftOf } from "./draft";
import { move } from "./moving";

/** Somebody for an empty post, with what speaks for them. */
export interface Best {
  id: string;
  name: string;
  reason: string;
}

const firstEmpty = (posts: readonly { person: string | null }[]) => posts.findIndex((post) => post.person === null);

/** The best person who is free, or null where everybody would clash. */
export async function bestFor(session: string): Promise<Best | null> {
  const draft = draftOf(await call("session_read", { id: session }));
  const rank = firstEmpty(draft.posts);
  const first = rank < 0 ? undefined : (await rankedFor(draft, rank))[0];
  if (!first || first.hardness !== null) return null;
  const reason = m.session_candidate_loads({ day: first.tours_today, week: first.sessions_this_week });
  return { id: first.person, name: first.name, reason: m.session_best({ name: first.name, reason }) };
}

/** Puts a person on a session's first empty post. */
export async function assign(session: string, person: string, choices: Choices): Promise<void> {
  const found = await call("session_read", { id: session });
  const draft = draftOf(found);
  const rank = firstEmpty(draft.posts);
  await move(found, { ...draft, posts: draft.posts.map((post, at) => (at === rank ? { ...post, person } : post)) }, choices);
}
