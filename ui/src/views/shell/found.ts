// Owns where a search's find leads: the view that shows it, its tag and its second words.
import type { SearchHit } from "../../contract/SearchHit";
import type { PaletteItem } from "../../kit/Palette.svelte";
import { dateText, dayOf, isoDate, timeText } from "../../lib/format";
import { go } from "../../lib/router.svelte";
import { codeWord } from "../../lib/words";

/** The part of Resources that lists a kind of thing. */
const LISTS: Record<string, string> = {
  space: "spaces",
  person: "people",
  vehicle: "vehicles",
  kit: "kits",
  site: "sites",
  exhibition: "exhibitions",
  exhibit: "exhibits",
  department: "departments",
  template: "templates",
};

/** Opens what was found. */
export function openHit(hit: SearchHit): void {
  if (hit.kind === "session" && hit.starts !== null) go("schedule", [isoDate(dayOf(hit.starts))], { session: hit.id });
  else if (hit.kind === "caravan_run") go("tours", [hit.id]);
  else go("resources", [LISTS[hit.kind] ?? "spaces", hit.id]);
}

/** A hit as a line of the palette. */
export function itemOf(hit: SearchHit): PaletteItem {
  return {
    id: `${hit.kind}-${hit.id}`,
    tag: codeWord("shell_found", hit.kind),
    title: hit.title,
    note: hit.starts === null ? undefined : `${dateText(hit.starts, { weekday: "short" })} ${timeText(hit.starts)}`,
    run: () => openHit(hit),
  };
}
