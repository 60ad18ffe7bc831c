// Owns what a pointer means in the timeline: which end of a block it took, where it drags it, what it draws. Pure.
import type { TimelineBlock, TimelineChange, TimelineRow } from "./model";
import { STEP_MINUTES } from "./moves";
import { minuteAt, type Scale, shifted, snap } from "./scale";

const DRAG_PIXELS = 4;
const EDGE_PIXELS = 6;
const DRAW_MINUTES = 15;
/** From so many days on a day is too narrow to draw a stretch in. */
const DAYS_TOO_MANY = 28;

/** What of a block a pointer holds. */
export type Grasp = "move" | "start" | "end";

/** A pointer that went down on a block. */
export interface Press {
  /** What is held when nothing has moved yet. */
  start: TimelineChange;
  grasp: Grasp;
  x: number;
  y: number;
  dragging: boolean;
}

/** An empty stretch that is being drawn. */
export interface Drawn {
  row: string;
  starts: number;
  ends: number;
}

/** What of a block lies under a pointer: an end where the block is wide enough to have ends, else the whole. */
export function graspOf(block: TimelineBlock, box: { left: number; right: number } | undefined, x: number): Grasp {
  if (!box || block.resizable === false || box.right - box.left <= EDGE_PIXELS * 3) return "move";
  if (x - box.left < EDGE_PIXELS) return "start";
  return box.right - x < EDGE_PIXELS ? "end" : "move";
}

/** Whether a pressed pointer has gone far enough to mean a drag and not an unsteady click. */
export function isDrag(press: Press, x: number, y: number): boolean {
  return press.dragging || Math.hypot(x - press.x, y - press.y) >= DRAG_PIXELS;
}

/** The change a drag makes: `row` is the one under the pointer, and counts only within the family of its own. */
export function draggedBy(scale: Scale, press: Press, x: number, row: TimelineRow | undefined, own: TimelineRow | undefined): TimelineChange {
  const { start, grasp } = press;
  const { block } = start;
  const dx = x - press.x;
  if (grasp === "end") return { ...start, ends: Math.max(block.starts + STEP_MINUTES, shifted(scale, block.ends, dx, STEP_MINUTES)) };
  if (grasp === "start") return { ...start, starts: Math.min(block.ends - STEP_MINUTES, shifted(scale, block.starts, dx, STEP_MINUTES)) };
  const starts = shifted(scale, block.starts, dx, STEP_MINUTES);
  const within = row !== undefined && own !== undefined && row.family === own.family && start.items.length === 1;
  return { ...start, starts, ends: starts + (block.ends - block.starts), row: within ? row.id : start.row };
}

/** The beginning of a stretch drawn at a place of the track, on a quarter of an hour; null where none can be drawn. */
export function drawnFrom(scale: Scale, row: TimelineRow | undefined, x: number): Drawn | null {
  if (!row || x < 0 || scale.days >= DAYS_TOO_MANY) return null;
  const starts = Math.floor(minuteAt(scale, x) / DRAW_MINUTES) * DRAW_MINUTES;
  return { row: row.id, starts, ends: starts };
}

/** A drawn stretch as far as a place of the track. */
export function drawnTo(scale: Scale, drawn: Drawn, x: number): Drawn {
  return { ...drawn, ends: Math.max(drawn.starts + STEP_MINUTES, snap(minuteAt(scale, x), STEP_MINUTES)) };
}

/** Whether a drawn stretch is long enough to be meant. */
export function isDrawn(drawn: Drawn): boolean {
  return drawn.ends - drawn.starts >= STEP_MINUTES * 2;
}
