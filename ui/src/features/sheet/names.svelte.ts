// Owns the names that the museum has, by what they name: read when they are first asked for, again when the museum changes.
import { SvelteMap } from "svelte/reactivity";
import { call } from "../../lib/call";
import { onChange } from "../../lib/changes";

const known = new SvelteMap<string, readonly string[]>();
const asked = new Set<string>();

/** Names are asked for anew after a change. Answers how to stop. */
export function watchNames(): () => void {
  return onChange(() => {
    for (const what of asked) void read(what);
  });
}

async function read(what: string): Promise<void> {
  try {
    known.set(what, await call("sheet_names", { what }));
  } catch {
    // A list of names is a help: without it a name is typed.
    asked.delete(what);
  }
}

/** The names of everything of a sort; empty until they are there. */
export function knownNames(what: string | null): readonly string[] {
  if (what === null) return [];
  if (!asked.has(what)) {
    asked.add(what);
    void read(what);
  }
  return known.get(what) ?? [];
}
