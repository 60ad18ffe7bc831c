// Owns time as width. Each day shows the same hours; what lies outside them has no width, so a week and a
// month fit the page and several days still read as one stretch.
import { DAY_MINUTES, dayOf } from "../../lib/format";

/** A stretch of days in a width. */
export interface Scale {
  /** The minute the first day begins. */
  from: number;
  days: number;
  /** The hours shown, as minutes of the day. */
  opens: number;
  closes: number;
  /** Pixels of all days. */
  width: number;
}

/** A line of the head: where it is and what it says. */
export interface Tick {
  x: number;
  minute: number;
  kind: "day" | "hour";
}

/** Pixels of a day. */
export function dayWidth(scale: Scale): number {
  return scale.width / scale.days;
}

/** The minute after the last day. */
export function endOf(scale: Scale): number {
  return scale.from + scale.days * DAY_MINUTES;
}

/** Where a minute lies; minutes outside the shown hours lie on their edge. */
export function xOf(scale: Scale, minute: number): number {
  const day = Math.floor((minute - scale.from) / DAY_MINUTES);
  if (day < 0) return 0;
  if (day >= scale.days) return scale.width;
  const within = minute - scale.from - day * DAY_MINUTES;
  const share = (Math.min(scale.closes, Math.max(scale.opens, within)) - scale.opens) / (scale.closes - scale.opens);
  return (day + share) * dayWidth(scale);
}

/** The minute at a place. */
export function minuteAt(scale: Scale, x: number): number {
  const place = Math.min(scale.width - 0.001, Math.max(0, x)) / dayWidth(scale);
  const day = Math.floor(place);
  return scale.from + day * DAY_MINUTES + scale.opens + (place - day) * (scale.closes - scale.opens);
}

/** What a kind's mark needs: in a week the shortest block still shows it. */
const MARK_PIXELS = 15;
const BLOCK_PIXELS_MIN = 3;

/** Where a stretch lies: its left edge, its width, and the widths of what leads in and out. */
export interface Placed {
  left: number;
  width: number;
  leadLeft: number;
  leadRight: number;
}

/** Places a stretch in a scale. */
export function placed(scale: Scale, block: { starts: number; ends: number; leadIn?: number; leadOut?: number }): Placed {
  const left = xOf(scale, block.starts);
  const right = xOf(scale, block.ends);
  return {
    left,
    width: Math.max(scale.days > 1 ? MARK_PIXELS : BLOCK_PIXELS_MIN, right - left - 1),
    leadLeft: block.leadIn ? left - xOf(scale, block.starts - block.leadIn) : 0,
    leadRight: block.leadOut ? xOf(scale, block.ends + block.leadOut) - right : 0,
  };
}

const HOUR_PIXELS_MIN = 56;
const DAY_PIXELS_MIN = 24;

/** The pixels that so many days get: the room there is, never less than can be read. */
export function widthFor(room: number, days: number, opens: number, closes: number): number {
  return Math.max(room, days === 1 ? ((closes - opens) / 60) * HOUR_PIXELS_MIN : days * DAY_PIXELS_MIN);
}

/** A minute rounded to steps. */
export function snap(minute: number, step: number): number {
  return Math.round(minute / step) * step;
}

/** Moves a start by pixels: across days the time of day is kept where a day is narrow. */
export function shifted(scale: Scale, starts: number, dx: number, step: number): number {
  if (scale.days >= 28) return starts + Math.round(dx / dayWidth(scale)) * DAY_MINUTES;
  const moved = snap(minuteAt(scale, xOf(scale, starts) + dx), step);
  return Math.min(endOf(scale) - step, Math.max(scale.from, moved));
}

/** The lines of the head. */
export function ticks(scale: Scale): Tick[] {
  const found: Tick[] = [];
  const hour = (dayWidth(scale) * 60) / (scale.closes - scale.opens);
  const every = hour >= 48 ? 60 : hour >= 24 ? 120 : hour >= 12 ? 240 : 0;
  for (let day = 0; day < scale.days; day += 1) {
    const begins = scale.from + day * DAY_MINUTES;
    if (scale.days > 1) found.push({ x: day * dayWidth(scale), minute: begins, kind: "day" });
    if (every === 0) continue;
    const first = Math.ceil(scale.opens / every) * every;
    for (let minute = first; minute < scale.closes; minute += every) {
      if (scale.days > 1 && minute === scale.opens) continue;
      found.push({ x: xOf(scale, begins + minute), minute: begins + minute, kind: "hour" });
    }
  }
  return found;
}

/** The hours a day needs so that everything in it is seen: opening, widened to whole hours. */
export function hoursFor(spans: readonly { starts: number; ends: number }[], opens: number, closes: number): [number, number] {
  let [first, last] = [opens, closes];
  for (const { starts, ends } of spans) {
    if (ends - starts >= DAY_MINUTES || dayOf(starts) !== dayOf(ends - 1)) continue;
    first = Math.min(first, starts - dayOf(starts));
    last = Math.max(last, ends - dayOf(starts));
  }
  return [Math.floor(first / 60) * 60, Math.min(DAY_MINUTES, Math.ceil(last / 60) * 60)];
}
