// Owns what the rules' verdict reads like on the page: a headline, the sentences, the ways out.
import type { Clash } from "../../contract/Clash";
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import type { Verdict } from "../../contract/Verdict";
import { alternativeWords, clashHeadline, clashSentence } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { taking } from "./draft";

/** A way out as a sentence and as the draft it makes. */
export interface Way {
  label: string;
  note: string;
  soft: boolean;
  draft: SessionDraft;
}

/** A verdict in words. */
export interface Said {
  kind: "free" | "hard" | "soft";
  what: string;
  why: string[];
  ways: Way[];
  /** Whether the soft ones may be let pass by whoever asks. */
  mayPass: boolean;
}

/** Puts a verdict on a draft into words. */
export function said(draft: SessionDraft, verdict: Verdict): Said {
  const { clashes } = verdict;
  const kind = clashes.length === 0 ? "free" : verdict.possible ? "soft" : "hard";
  const why = [...new Set(clashes.map((clash) => clashSentence(clash, draft.starts)))];
  const ways = verdict.alternatives.map((way): Way => {
    const { verb, to, rest } = alternativeWords(way, draft.starts);
    const free = way.person_name && way.kind !== "person" ? m.session_person_free({ name: way.person_name }) : "";
    return { label: `${verb} ${to}`, note: rest || free, soft: way.soft.length > 0, draft: taking(draft, way) };
  });
  if (kind === "soft" && !verdict.may_override) why.push(m.session_not_yours_to_pass());
  return { kind, what: clashHeadline(clashes, draft.starts), why, ways, mayPass: verdict.may_override };
}

/** The clashes of a verdict that nobody has let pass for this session yet. */
export function fresh(session: SessionView | null, clashes: readonly Clash[]): Clash[] {
  const known = new Set((session?.findings ?? []).map(({ clash }) => `${clash.code} ${clash.subject_id}`));
  return clashes.filter((clash) => clash.hardness === "hard" || !known.has(`${clash.code} ${clash.subject_id}`));
}
