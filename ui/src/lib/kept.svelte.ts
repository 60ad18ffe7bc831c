// Owns kept views on the page: what one is made of, and handing a chosen one to the view it belongs to.
import type { SavedViewView } from "../contract/SavedViewView";
import type { ViewPlace } from "../contract/ViewPlace";
import { go } from "./router.svelte";

/** What this page writes; what another version wrote is read part by part, as far as it is understood. */
const VERSION = 1;

/** What a view keeps: flat, words and lists of words alone, so that any part can be dropped by itself. */
export type KeptContent = Record<string, string | boolean | readonly string[] | null>;

/** A content as it is stored. */
export function sealed(content: KeptContent): Record<string, unknown> {
  return { version: VERSION, ...content };
}

/** Whether a kept view says just this. */
export function says(kept: SavedViewView, content: KeptContent): boolean {
  const plain = (of: Record<string, unknown>) => JSON.stringify(Object.entries(of).filter(([, value]) => value !== null).sort());
  return plain(kept.content) === plain(sealed(content));
}

/** The parts of a kept view, read with suspicion: it may be from another version, or name what is gone. */
export class Reader {
  /** What was kept and is no longer understood or there, as it was written. */
  readonly dropped: string[] = [];

  constructor(private readonly content: Record<string, unknown>) {}

  /** A word that is one of these; `fallback` where it is another one or none was kept. */
  one<T extends string>(name: string, of: readonly T[], fallback: T): T {
    const value = this.content[name];
    const found = of.find((each) => each === value);
    if (found === undefined && value !== undefined && value !== null) this.dropped.push(String(value));
    return found ?? fallback;
  }

  /** Words that are some of these, in their order; all of them where nothing is left. */
  some<T extends string>(name: string, of: readonly T[]): T[] {
    const value: unknown[] = Array.isArray(this.content[name]) ? this.content[name] : [];
    for (const each of value) if (!of.includes(each as T)) this.dropped.push(String(each));
    const found = of.filter((each) => value.includes(each));
    return found.length > 0 ? found : [...of];
  }

  /** Free words. */
  text(name: string): string {
    const value = this.content[name];
    return typeof value === "string" ? value : "";
  }

  /** Yes or no. */
  flag(name: string): boolean {
    return this.content[name] === true;
  }
}

const DOORS: Readonly<Record<ViewPlace, readonly [string, ...string[]]>> = {
  schedule: ["schedule"],
  year: ["schedule", "year"],
  tours: ["tours"],
  print: ["print"],
  resources: ["resources"],
};

let waiting = $state.raw<SavedViewView | null>(null);

/** Goes to where a kept view belongs and leaves it there. */
export function openKept(kept: SavedViewView): void {
  const [view, ...parts] = DOORS[kept.place];
  waiting = kept;
  go(view, parts);
}

/** A kept view that waits for this place. */
export function waitingFor(at: ViewPlace): SavedViewView | null {
  return waiting?.place === at ? waiting : null;
}

/** Takes it. */
export function takeKept(): void {
  waiting = null;
}

/** Leaves it for the part of a view that is about to be shown. */
export function leaveKept(kept: SavedViewView): void {
  waiting = kept;
}
