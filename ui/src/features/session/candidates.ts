// Owns the order of people for a post: each is judged by the very rules that a save meets, free ones first.
import type { Clash } from "../../contract/Clash";
import type { SessionDraft } from "../../contract/SessionDraft";
import { call } from "../../lib/call";
import type { Choices } from "./choices";

/** Somebody for a post. */
export interface Candidate {
  id: string;
  name: string;
  kind: "free" | "soft" | "hard";
  /** The first clash that is about them. */
  clash: Clash | null;
  /** What they have in the period shown. */
  note: string;
}

/** People judged at most: beyond that the list is searched by name. */
const JUDGED_MAX = 40;
const ORDER = { free: 0, soft: 1, hard: 2 };

/** Everybody for the post at `rank`, best first. */
export async function rankedFor(draft: SessionDraft, rank: number, people: Choices["people"]): Promise<Candidate[]> {
  const free = people.filter((person) => !draft.posts.some((post) => post.person === person.value)).slice(0, JUDGED_MAX);
  const judged = await Promise.all(
    free.map(async (person): Promise<Candidate | null> => {
      const posts = draft.posts.map((post, place) => (place === rank ? { ...post, person: person.value } : post));
      try {
        const verdict = await call("session_check", { ...draft, title: draft.title || "…", posts });
        const own = verdict.clashes.filter((clash) => clash.subject_id === person.value);
        const clash = own[0] ?? null;
        return { id: person.value, name: person.label, kind: clash?.hardness ?? "free", clash, note: person.note ?? "" };
      } catch {
        return null;
      }
    }),
  );
  return judged.filter((each) => each !== null).sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}
