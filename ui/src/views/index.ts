// The router's own list of views: one line a view, each a chunk of its own. Tests iterate it.
import type { Component } from "svelte";
import { m } from "../paraglide/messages.js";

/** A view: its name in the address, its digit in the rail, its word, where its code is. */
export interface View {
  name: string;
  digit: number;
  word: () => string;
  load: () => Promise<{ default: Component }>;
}

export const VIEWS: readonly View[] = [
  { name: "today", digit: 1, word: m.shell_today, load: () => import("./TodayOrStart.svelte") },
  { name: "schedule", digit: 2, word: m.shell_schedule, load: () => import("./ScheduleParts.svelte") },
  { name: "tours", digit: 4, word: m.shell_tours, load: () => import("./Tours.svelte") },
  { name: "print", digit: 7, word: m.shell_print, load: () => import("./Print.svelte") },
  { name: "resources", digit: 8, word: m.shell_resources, load: () => import("./Resources.svelte") },
  { name: "settings", digit: 9, word: m.shell_settings, load: () => import("./Settings.svelte") },
];

/** The view of a name; the first one where there is none. */
export function viewOf(name: string): View {
  const found = VIEWS.find((view) => view.name === name) ?? VIEWS[0];
  if (!found) throw new Error("there are no views");
  return found;
}
