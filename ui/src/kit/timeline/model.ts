// Owns what the timeline is given and what it hands back. It knows rows, blocks and callbacks, and no feature.
import type { Snippet } from "svelte";
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
  /** 缺1人: what the finding's sign alone does not say. */
  lacks?: string;
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

/** What the timeline is given. */
export interface TimelineProps {
  label: string;
  groups: readonly TimelineGroup[];
  rows: readonly TimelineRow[];
  blocks: readonly TimelineBlock[];
  shades?: readonly TimelineShade[];
  /** The minute the first day begins. */
  from: number;
  days: number;
  /** The hours shown, as minutes of the day. */
  opens: number;
  closes: number;
  now: number;
  /** The item in the panel. */
  selected?: string | null;
  /** Items that move together. */
  marked?: string[];
  judge: (change: TimelineChange) => Promise<TimelineVerdict>;
  /** Nothing stands against it: do it. Answer when it is done; a throw puts the block back. */
  onmove: (change: TimelineChange) => Promise<void>;
  onselect?: (block: TimelineBlock | null) => void;
  onopen?: (block: TimelineBlock) => void;
  /** An empty stretch was drawn or double-clicked. */
  oncreate?: (row: string, starts: number, ends: number) => void;
  onday?: (day: number) => void;
  /** What is held now, for the panel's before and after. */
  onhold?: (change: TimelineChange | null, verdict: TimelineVerdict | null) => void;
  corner?: Snippet;
  labelWidth?: number;
}
