// Owns ids of elements: one after the other, unique on the page.

let last = 0;

/** A new element id. */
export function elementId(): string {
  last += 1;
  return `e${last}`;
}
