// Owns what keys do to a block, and where the focus goes: pure, so that tests say it in full.
import type { Line } from "./layout";
import type { TimelineBlock, TimelineChange } from "./model";

export const STEP_MINUTES = 5;
const HOUR_MINUTES = 60;
const LENGTH_MINUTES_MIN = 5;

/** A key as the timeline sees it. */
export interface Pressed {
  key: string;
  alt: boolean;
  shift: boolean;
}

/** The change after a key, or null where the key moves nothing. */
export function nudged(change: TimelineChange, pressed: Pressed, rows: readonly { id: string; family: string }[]): TimelineChange | null {
  if (!pressed.alt) return null;
  const { block, starts, ends } = change;
  const by = (minutes: number) => ({ ...change, starts: starts + minutes, ends: ends + minutes });
  if (pressed.shift) {
    if (block.resizable === false || change.items.length > 1) return null;
    if (pressed.key === "ArrowRight") return { ...change, ends: ends + STEP_MINUTES };
    if (pressed.key === "ArrowLeft") return { ...change, ends: Math.max(starts + LENGTH_MINUTES_MIN, ends - STEP_MINUTES) };
    return null;
  }
  switch (pressed.key) {
    case "ArrowLeft":
      return by(-STEP_MINUTES);
    case "ArrowRight":
      return by(STEP_MINUTES);
    case "PageUp":
      return by(-HOUR_MINUTES);
    case "PageDown":
      return by(HOUR_MINUTES);
    case "ArrowUp":
    case "ArrowDown": {
      if (change.items.length > 1) return null;
      const row = neighbour(rows, change.row, pressed.key === "ArrowDown" ? 1 : -1);
      return row === null ? null : { ...change, row };
    }
    default:
      return null;
  }
}

/** The next row of the same family, or null at the end. */
function neighbour(rows: readonly { id: string; family: string }[], row: string, by: 1 | -1): string | null {
  const at = rows.findIndex((other) => other.id === row);
  const family = rows[at]?.family;
  for (let place = at + by; place >= 0 && place < rows.length; place += by) {
    const found = rows[place];
    if (found && found.family === family) return found.id;
  }
  return null;
}

/** Which block the focus goes to from one, by an arrow, Home or End; null where it stays. */
export function focusAfter(lines: readonly Line[], from: TimelineBlock, key: string): TimelineBlock | null {
  const at = lines.findIndex((line) => line.row?.id === from.row);
  const own = inOrder(lines[at]);
  const place = own.findIndex((block) => block.id === from.id);
  switch (key) {
    case "ArrowRight":
      return own[place + 1] ?? null;
    case "ArrowLeft":
      return own[place - 1] ?? null;
    case "Home":
      return own[0] ?? null;
    case "End":
      return own.at(-1) ?? null;
    case "ArrowDown":
    case "ArrowUp": {
      const by = key === "ArrowDown" ? 1 : -1;
      for (let line = at + by; line >= 0 && line < lines.length; line += by) {
        const nearest = inOrder(lines[line]).sort((a, b) => Math.abs(a.starts - from.starts) - Math.abs(b.starts - from.starts))[0];
        if (nearest) return nearest;
      }
      return null;
    }
    default:
      return null;
  }
}

function inOrder(line: Line | undefined): TimelineBlock[] {
  return (line?.laid ?? []).map(({ block }) => block).sort((a, b) => a.starts - b.starts || (a.id < b.id ? -1 : 1));
}

/** Whether a change changes anything. */
export function isChange(change: TimelineChange): boolean {
  const { block } = change;
  return change.starts !== block.starts || change.ends !== block.ends || change.row !== block.row;
}
