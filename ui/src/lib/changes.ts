// Owns the feed of changes: which areas of the museum changed, here or in another process on the same file.
import { listen } from "@tauri-apps/api/event";
import { isDesktop } from "./host";

/** A change: the journal's sequence after it and the areas whose readings are stale. */
export interface Change {
  sequence: number;
  areas: string[];
}

type Listener = (areas: ReadonlySet<string> | "all") => void;
const listeners = new Set<Listener>();
const waiting = new Set<(connected: boolean) => void>();
let started = false;

function tell(areas: ReadonlySet<string> | "all"): void {
  for (const listener of [...listeners]) listener(areas);
}

function start(): void {
  if (started) return;
  started = true;
  if (isDesktop()) {
    void listen<Change>("changed", (event) => tell(new Set(event.payload.areas)));
    return;
  }
  if (typeof EventSource === "undefined") return;
  const feed = new EventSource("/changes");
  let lost = false;
  const connected = (now: boolean) => {
    if (lost === !now) return;
    lost = !now;
    for (const listener of [...waiting]) listener(now);
  };
  const read = (event: MessageEvent<string>) => tell(new Set((JSON.parse(event.data) as Change).areas));
  feed.addEventListener("message", read);
  feed.addEventListener("changed", read as EventListener);
  // What changed while the feed was down is unknown: everything is read again.
  feed.addEventListener("error", () => connected(false));
  feed.addEventListener("open", () => {
    if (lost) tell("all");
    connected(true);
  });
}

/** Tells a listener of every change from now on. Answers how to stop. */
export function onChange(listener: Listener): () => void {
  start();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells a listener when the program that holds the museum is lost and found again. Answers how to stop. */
export function onConnection(listener: (connected: boolean) => void): () => void {
  start();
  waiting.add(listener);
  return () => waiting.delete(listener);
}
