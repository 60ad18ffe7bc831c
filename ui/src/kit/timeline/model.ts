// Owns what the timeline is given and what it hands back. It knows rows, blocks and callbacks, and no feature.
import type { FindingKind } from "../FindingSign.svelte";
import type { StateName } from "../StateSign.svelte";

/** A row: one resource. Blocks move between rows of the same family only. */
export interface TimelineRow {
  id: string;
  /** The head it stands under: rows of a group follow each other. */
  group: string;
  family: string;
  name: string;
  /** 80人, 3/4场: small, at the right of the name. */
  note?: string;
  /** Parts of a whole are indented. */
  depth?: number;
}

/** A head over rows. */
export interface TimelineGroup {
  id: string;
  name: string;
  note?: string;
}

/** How a block looks. `closure` and `away` are hatched: maintenance, installation, leave. */
export type BlockLook = StateName | "closure" | "away" | "content";

/** A block on one row. One item may have blocks on several rows. */
export interface TimelineBlock {
  /** Unique among blocks. */
  id: string;
  /** What it stands for: all its blocks move together. */
  item: string;
  row: string;
  /** Minutes; `ends` is the minute after the last. */
  starts: number;
  ends: number;
  leadIn?: number;
  leadOut?: number;
  /** The kind's character. */
  sign: string;
  title: string;
  look: BlockLook;
  finding?: FindingKind | null;
  movable?: boolean;
  resizable?: boolean;
  /** What a reader hears: 10:45讲解，会讲故事的水，已发布. */
  spoken: string;
}

/** A stretch of every row that is not ordinary: a closed day, hours outside opening. */
export interface TimelineShade {
  starts: number;
  ends: number;
  word: string;
}

/** What somebody wants: an item, and those selected with it, elsewhere or longer. */
export interface TimelineChange {
  block: TimelineBlock;
  /** Items that move with it, itself included. */
  items: readonly string[];
  starts: number;
  ends: number;
  row: string;
}

/** A way out of a refusal: a line of the note and, where it has a place, a numbered frame in the grid. */
export interface TimelineWay {
  label: string;
  note?: string;
  noteKind?: "plain" | "soft";
  place?: { row: string; starts: number; ends: number };
  run: () => void;
}

/** What the rules say of a change. */
export interface TimelineVerdict {
  kind: "free" | "hard" | "soft";
  what: string;
  why: readonly string[];
  ways: readonly TimelineWay[];
}
