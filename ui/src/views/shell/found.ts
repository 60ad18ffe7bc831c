// Owns where a search's find leads: the view that shows it, its tag and its second words.
import type { SearchHit } from "../../contract/SearchHit";
import type { PaletteItem } from "../../kit/Palette.svelte";
import { dateText, dayOf, isoDate, timeText } from "../../lib/format";
import { go } from "../../lib/router.svelte";
import { codeWord } from "../../lib/words";

/** Opens what was found: lists of Resources are called as their kinds are. */
export function openHit(hit: SearchHit): void {
  if (hit.kind === "session" && hit.starts !== null) go("schedule", [isoDate(dayOf(hit.starts))], { session: hit.id });
  else if (hit.kind === "caravan_run") go("tours", [hit.id]);
  else if (hit.kind === "exhibition") go("schedule", ["exhibitions", hit.id]);
  else if (hit.kind === "template") go("schedule", ["templates", hit.id]);
  else go("resources", [hit.kind, hit.id]);
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
