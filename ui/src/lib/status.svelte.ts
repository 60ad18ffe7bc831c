// Owns what views say in the status line: the keys that count now.

/** A key and what it does now. */
export interface KeyHint {
  caps: readonly string[];
  words: string;
}

let hints = $state.raw<readonly KeyHint[]>([]);

/** The keys that count now. */
export function keyHints(): readonly KeyHint[] {
  return hints;
}

/** Shows keys until something else does. */
export function showKeys(next: readonly KeyHint[]): void {
  hints = next;
}
