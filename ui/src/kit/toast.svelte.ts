// Owns the short notes at the foot of the page. A toast is never the only record: undo and the status line keep it.

/** A note, perhaps with a way back. */
export interface Toast {
  id: number;
  text: string;
  kind: "plain" | "refused";
  undo?: { label: string; run: () => void };
}

const SHOWN_MAX = 3;
const PLAIN_MILLISECONDS = 6000;

let all = $state.raw<readonly Toast[]>([]);
let last = 0;

/** The notes shown now. */
export function toasts(): readonly Toast[] {
  return all;
}

/** Takes a note away. */
export function dismiss(id: number): void {
  all = all.filter((toast) => toast.id !== id);
}

/** Takes away the notes that offer to undo: what they would undo is no longer the last step. */
export function dismissUndo(): void {
  all = all.filter((toast) => toast.undo === undefined);
}

/** Shows a note; refusals stay until they are dismissed. */
export function toast(text: string, options: { kind?: Toast["kind"]; undo?: Toast["undo"] } = {}): void {
  if (options.undo) dismissUndo();
  last += 1;
  const id = last;
  const kind = options.kind ?? "plain";
  all = [...all.slice(1 - SHOWN_MAX), { id, text, kind, undo: options.undo }];
  if (kind === "plain") window.setTimeout(() => dismiss(id), PLAIN_MILLISECONDS);
}
