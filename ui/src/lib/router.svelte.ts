// Owns where the page is: a view, its parts and its query, in the address after #.

/** A place: `#/schedule/2026-05-06?scale=week` is view "schedule", parts ["2026-05-06"], query {scale: "week"}. */
export interface Place {
  view: string;
  parts: string[];
  query: Record<string, string>;
}

/** Reads an address. */
export function readPlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...parts] = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { view, parts, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes an address. */
export function addressOf(view: string, parts: readonly string[] = [], query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${[view, ...parts].map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

let current = $state.raw<Place>(readPlace(location.hash));
window.addEventListener("hashchange", () => (current = readPlace(location.hash)));

/** Where the page is. */
export function place(): Place {
  return current;
}

/** Goes to a view. `quietly` replaces the entry in the history: for changes of a filter. */
export function go(view: string, parts: readonly string[] = [], query: Record<string, string> = {}, quietly = false): void {
  const address = addressOf(view, parts, query);
  if (quietly) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  current = readPlace(address);
}

window.addEventListener("popstate", () => (current = readPlace(location.hash)));
