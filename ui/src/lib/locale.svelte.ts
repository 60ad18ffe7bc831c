// Owns the language of the page. Messages read it where they stand, so a change shows at once.
import { getLocale, type Locale, overwriteGetLocale, setLocale } from "../paraglide/runtime.js";

let current = $state<Locale>(getLocale());
overwriteGetLocale(() => current);

export type { Locale };

/** The language now. */
export function locale(): Locale {
  return current;
}

/** Changes the language and keeps the choice on this PC. */
export function changeLocale(next: Locale): void {
  void setLocale(next, { reload: false });
  current = next;
  document.documentElement.lang = next;
}

document.documentElement.lang = getLocale();
