// Owns the language of the page. Messages read it where they stand, so a change shows at once.
import { getLocale, type Locale, overwriteGetLocale, setLocale } from "../paraglide/runtime.js";

let current = $state<Locale>(getLocale());
/** What is made in another language than the page's, for as long as it is made. */
let borrowed: Locale | null = null;
overwriteGetLocale(() => borrowed ?? current);

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

/** Makes something in a language; it may not wait for anything. */
export function inLocale<T>(locale: Locale, make: () => T): T {
  borrowed = locale;
  try {
    return make();
  } finally {
    borrowed = null;
  }
}

document.documentElement.lang = getLocale();
