// Owns where blocks lie in their rows: an index by time, lanes where things overlap, the heights of rows.
import { shownAmong } from "../window";
import type { TimelineBlock, TimelineGroup, TimelineRow } from "./model";

export const LANE_HEIGHT = 24;
export const ROW_PADDING = 3;
export const GROUP_HEIGHT = 20;

/** A block and its lane. */
export interface Laid {
  block: TimelineBlock;
  lane: number;
}

/** The blocks of each row by start, with the latest end so far, so that a stretch is found without reading all. */
export interface RowIndex {
  blocks: TimelineBlock[];
  latest: number[];
}

const begin = (block: TimelineBlock) => block.starts - (block.leadIn ?? 0);
const finish = (block: TimelineBlock) => block.ends + (block.leadOut ?? 0);

/** Indexes blocks by row. */
export function indexed(blocks: readonly TimelineBlock[]): Map<string, RowIndex> {
  const rows = new Map<string, RowIndex>();
  for (const block of blocks) {
    const row = rows.get(block.row);
    if (row) row.blocks.push(block);
    else rows.set(block.row, { blocks: [block], latest: [] });
  }
  for (const row of rows.values()) {
    row.blocks.sort((a, b) => begin(a) - begin(b) || finish(b) - finish(a) || (a.id < b.id ? -1 : 1));
    let latest = -Infinity;
    row.latest = row.blocks.map((block) => (latest = Math.max(latest, finish(block))));
  }
  return rows;
}

/** The blocks of a row that touch a stretch, in order of start. */
export function within(row: RowIndex | undefined, from: number, to: number): TimelineBlock[] {
  if (!row) return [];
  let low = 0;
  let high = row.blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row.latest[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const found: TimelineBlock[] = [];
  for (let place = low; place < row.blocks.length; place += 1) {
    const block = row.blocks[place] as TimelineBlock;
    if (begin(block) >= to) break;
    if (finish(block) > from) found.push(block);
  }
  return found;
}

/** Gives overlapping blocks lanes: the first lane that is free. Content (an exhibition) lies under all in a lane of its own. */
export function lanesOf(blocks: readonly TimelineBlock[]): Laid[] {
  const laid: Laid[] = [];
  const ends: number[] = [];
  const place = (block: TimelineBlock) => {
    let lane = ends.findIndex((end) => end <= begin(block));
    if (lane < 0) lane = ends.length;
    ends[lane] = finish(block);
    laid.push({ block, lane });
  };
  for (const block of blocks) if (block.look === "content") place(block);
  ends.fill(Infinity);
  for (const block of blocks) if (block.look !== "content") place(block);
  return laid;
}

/** A line of the grid: a head or a row, with its top and height. */
export interface Line {
  key: string;
  top: number;
  height: number;
  group?: TimelineGroup;
  row?: TimelineRow;
  laid: Laid[];
  /** Where a row is counted by day: the blocks shorter than one. `laid` holds the long ones then. */
  counted: TimelineBlock[];
}

const DAY_MINUTES = 1440;
const COUNTED_FROM = 1600;

/** Whether a stretch holds too much to draw block by block: then days are counted, and only long blocks drawn. */
export function isCounted(days: number, index: ReadonlyMap<string, RowIndex>, from: number, to: number): boolean {
  if (days >= 28) return true;
  let count = 0;
  for (const row of index.values()) count += within(row, from, to).length;
  return count > COUNTED_FROM;
}

/** All lines of the grid for a stretch of time. */
export function linesOf(
  groups: readonly TimelineGroup[],
  rows: readonly TimelineRow[],
  index: ReadonlyMap<string, RowIndex>,
  from: number,
  to: number,
  counted = false,
): Line[] {
  const lines: Line[] = [];
  let top = 0;
  for (const group of groups) {
    const own = rows.filter((row) => row.group === group.id);
    if (own.length === 0) continue;
    lines.push({ key: `group-${group.id}`, top, height: GROUP_HEIGHT, group, laid: [], counted: [] });
    top += GROUP_HEIGHT;
    for (const row of own) {
      const all = within(index.get(row.id), from, to);
      const short = counted ? all.filter((block) => block.ends - block.starts < DAY_MINUTES) : [];
      const long = counted ? all.filter((block) => block.ends - block.starts >= DAY_MINUTES) : all;
      // The counts have the first lane, what lasts days the lanes below.
      const first = short.length > 0 ? 1 : 0;
      const laid = lanesOf(long).map(({ block, lane }) => ({ block, lane: lane + first }));
      const lanes = Math.max(1, first, ...laid.map(({ lane }) => lane + 1));
      const height = ROW_PADDING * 2 + lanes * LANE_HEIGHT;
      lines.push({ key: row.id, top, height, row, laid, counted: short });
      top += height;
    }
  }
  return lines;
}

/** The lines in sight, and the one with the focus, or the focus would fall out of the page. */
export function linesShown(lines: readonly Line[], tops: readonly number[], scrollTop: number, height: number, focused: string | null): Line[] {
  const { first, last } = shownAmong(tops, scrollTop, height);
  const found = lines.slice(first, last);
  const own = focused === null ? undefined : lines.find((line) => line.laid.some(({ block }) => block.id === focused));
  return own && !found.includes(own) ? [...found, own] : found;
}

/** How far to scroll so that a line is seen whole, below a head of so many pixels. */
export function scrollTo(line: Line, scrollTop: number, height: number, head: number): number {
  const top = Math.min(scrollTop, line.top);
  return Math.max(top, line.top + line.height + head - height);
}

/** How much of a block is drawn, so that the page holds a bounded number of nodes. */
export type Detail = "full" | "plain";

const FULL_MAX = 80;

/** The detail that so many visible blocks allow. */
export function detailFor(visible: number): Detail {
  return visible <= FULL_MAX ? "full" : "plain";
}
