// Owns what the calendar and the backups remind of, each with the way to see to it.
import { go } from "../../lib/router.svelte";
import { m } from "../../paraglide/messages.js";

/** A reminder: what, why, what to do. */
export interface Reminder {
  what: string;
  why: string;
  ways: { label: string; run: () => void }[];
}

/** What there is to remind of. */
export function remindersOf({ provisional, carryDue }: { provisional: boolean; carryDue: boolean }): Reminder[] {
  const notice = {
    what: m.today_provisional(),
    why: m.day_provisional_why(),
    ways: [{ label: m.today_enter_notice(), run: () => go("resources", ["calendar"]) }],
  };
  const backup = {
    what: m.today_backup(),
    why: m.today_backup_why(),
    ways: [{ label: m.today_do_backup(), run: () => go("settings", ["backup"]) }],
  };
  return [...(provisional ? [notice] : []), ...(carryDue ? [backup] : [])];
}
