// Owns the palette's door and what it hands to a view: a session somebody wrote in a line.
import type { SessionDraft } from "../contract/SessionDraft";

let open = $state(false);
let text = $state("");
let draft = $state.raw<SessionDraft | null>(null);

/** Whether the palette is open, and its line. */
export const palette = {
  get open() {
    return open;
  },
  set open(next: boolean) {
    open = next;
  },
  get text() {
    return text;
  },
  set text(next: string) {
    text = next;
  },
};

/** Opens the palette with a line begun. */
export function openPalette(begin = ""): void {
  text = begin;
  open = true;
}

/** Leaves a session for the schedule to show. */
export function handOver(session: SessionDraft): void {
  draft = session;
}

/** A session that waits to be shown; it is taken once. */
export function handedOver(): SessionDraft | null {
  return draft;
}

/** Takes it. */
export function takeOver(): SessionDraft | null {
  const taken = draft;
  draft = null;
  return taken;
}
