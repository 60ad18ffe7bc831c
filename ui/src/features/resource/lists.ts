// Owns what lists of resources share: the kinds, filters, who may keep which, words for dates that run out.
import type { Role } from "../../contract/Role";
import { dateText, DAY_MINUTES, halfWidth } from "../../lib/format";
import { who } from "../../lib/who.svelte";
import { codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** The kinds of resource, in the order of the switch; the calendar is joined by the view. */
export const KINDS = ["space", "person", "vehicle", "kit", "site", "exhibit", "department", "calendar"] as const;
export type Kind = (typeof KINDS)[number];

/** Days before a paper or qualification runs out from which it is said. */
const SOON_DAYS = 30;

const PLANNING: readonly Role[] = ["planner", "duty_manager", "roster_lead", "administrator"];
const ROSTERING: readonly Role[] = ["roster_lead", "planner", "administrator"];
const KEEPERS: Readonly<Record<Exclude<Kind, "calendar">, readonly Role[]>> = {
  space: PLANNING,
  vehicle: PLANNING,
  kit: PLANNING,
  site: PLANNING,
  exhibit: PLANNING,
  person: ROSTERING,
  department: ["planner", "administrator"],
};

/** Why the person at the page may not change this kind; null where they may. */
export function mayNotKeep(kind: Exclude<Kind, "calendar">): string | null {
  const role = who()?.role;
  if (role && KEEPERS[kind].includes(role)) return null;
  return m.resource_may_not({ roles: KEEPERS[kind].map((each) => codeWord("profile_role", each)).join(" · ") });
}

/** Whether a row is found: each word of the query stands in one of its texts or in how its name is spoken. */
export function found(query: string, spelling: string, texts: readonly (string | null)[]): boolean {
  const terms = halfWidth(query).toLowerCase().split(/\s+/).filter(Boolean);
  const said = [spelling, ...texts].filter((text): text is string => text !== null).map((text) => halfWidth(text).toLowerCase());
  return terms.every((term) => said.some((text) => text.includes(term)));
}

/** How near a day is from which something no longer holds. */
export function running(expires: number | null, now: number | null): "holds" | "soon" | "over" {
  if (expires === null || now === null) return "holds";
  if (expires <= now) return "over";
  return expires - now <= SOON_DAYS * DAY_MINUTES ? "soon" : "holds";
}

/** The last day on which something holds, as papers say it; "" where it never ends. */
export function lastDay(expires: number | null): string {
  return expires === null ? "" : dateText(expires - DAY_MINUTES, { year: true });
}

/** A view without what only lists show: the rest is what saving asks. */
export function without<T extends object, K extends keyof T>(view: T, ...keys: K[]): Omit<T, K> {
  const left = Object.entries(view).filter(([key]) => !(keys as string[]).includes(key));
  return Object.fromEntries(left) as Omit<T, K>;
}
