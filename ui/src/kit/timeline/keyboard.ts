// Owns what a key means in the timeline, while something is held and while nothing is. Pure.
import type { TimelineBlock } from "./model";
import type { Pressed } from "./moves";

/** What a key asks for. */
export type Asked =
  | { act: "back" | "settle" | "open" | "mark" | "unmark" }
  | { act: "take"; number: number }
  | { act: "nudge"; pressed: Pressed }
  | { act: "walk"; key: string };

/** A key as the page tells it. */
export interface Key {
  key: string;
  code: string;
  altKey: boolean;
  shiftKey: boolean;
}

const WALKS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** What a key asks for, with something `held`, on a `block`, beside so many `marked`; null where it means nothing here. */
export function askedBy(key: Key, held: boolean, block: TimelineBlock | undefined, marked: number): Asked | null {
  if (held && key.key === "Escape") return { act: "back" };
  if (held && key.key === "Enter") return { act: "settle" };
  if (held && /^Digit[1-3]$/.test(key.code) && !key.shiftKey) return { act: "take", number: Number(key.code.slice(5)) };
  if (!block) return null;
  if (key.altKey) return block.movable ? { act: "nudge", pressed: { key: key.key, alt: true, shift: key.shiftKey } } : null;
  if (key.key === "Enter") return { act: "open" };
  if (key.key === " ") return { act: "mark" };
  if (key.key === "Escape") return marked > 0 ? { act: "unmark" } : null;
  return WALKS.includes(key.key) ? { act: "walk", key: key.key } : null;
}
