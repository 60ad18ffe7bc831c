// Owns finding a choice by what people type: characters, full pinyin or initials ("奉节" by 奉, fj, fengjie).
// The dictionary is loaded when a list is first searched with Latin letters.
import { halfWidth } from "../lib/format";

/** A choice in a list. */
export interface Choice<T extends string = string> {
  value: T;
  label: string;
  /** Shown behind the label. */
  note?: string;
  /** The head it stands under. */
  group?: string;
  /** Further words it is found by. */
  words?: string;
  /** How far it is indented, for parts of a whole. */
  depth?: number;
}

type Spell = (text: string) => { full: string; initials: string };
let spell: Spell | null = null;

/** Loads the dictionary; until then only characters match. */
export async function loadPinyin(): Promise<void> {
  if (spell) return;
  const { pinyin } = await import("pinyin-pro");
  const known = new Map<string, { full: string; initials: string }>();
  spell = (text) => {
    const found = known.get(text);
    if (found) return found;
    const syllables = pinyin(text, { toneType: "none", type: "array", nonZh: "consecutive", v: true });
    const made = {
      full: syllables.join("").toLowerCase(),
      initials: syllables.map((syllable) => syllable.charAt(0)).join("").toLowerCase(),
    };
    known.set(text, made);
    return made;
  };
}

/** How well a text answers a query: 0 not at all, more is better. */
export function rank(text: string, query: string): number {
  const wanted = halfWidth(query).trim().toLowerCase();
  if (wanted === "") return 1;
  const plain = halfWidth(text).toLowerCase();
  if (plain === wanted) return 6;
  if (plain.startsWith(wanted)) return 5;
  if (plain.includes(wanted)) return 4;
  if (!spell || !/^[a-z]+$/.test(wanted)) return 0;
  const { full, initials } = spell(text);
  if (initials.startsWith(wanted)) return 3;
  if (full.startsWith(wanted)) return 2.5;
  return initials.includes(wanted) || full.includes(wanted) ? 2 : 0;
}

/** The choices that answer a query, best first, in their own order where equally good. */
export function matching<T extends string>(choices: readonly Choice<T>[], query: string): Choice<T>[] {
  if (query.trim() === "") return [...choices];
  return choices
    .map((choice, place) => ({
      choice,
      place,
      score: Math.max(rank(choice.label, query), choice.words ? rank(choice.words, query) * 0.9 : 0),
    }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((found) => found.choice);
}
