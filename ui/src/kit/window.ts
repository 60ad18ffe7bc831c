// Owns the window of a long list: which rows are drawn. Shared by the table and the timeline.

/** First row to draw and the row after the last. */
export interface Shown {
  first: number;
  last: number;
}

/** The rows of one height that a viewport shows, with some beyond both edges. */
export function shownOf(count: number, height: number, scroll: number, viewport: number, beyond = 6): Shown {
  const first = Math.max(0, Math.floor(scroll / height) - beyond);
  const last = Math.min(count, Math.ceil((scroll + viewport) / height) + beyond);
  return { first: Math.min(first, count), last: Math.max(last, Math.min(first, count)) };
}

/** The rows of different heights that a viewport shows. `tops` holds each row's top and, at its end, the whole height. */
export function shownAmong(tops: readonly number[], scroll: number, viewport: number, beyond = 120): Shown {
  const count = tops.length - 1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle + 1] ?? 0) <= scroll - beyond) low = middle + 1;
    else high = middle;
  }
  const first = low;
  let last = first;
  while (last < count && (tops[last] ?? 0) < scroll + viewport + beyond) last += 1;
  return { first, last };
}
