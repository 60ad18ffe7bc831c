// Owns the theme: the system's own, or light, dark or high contrast by choice.

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const PLACE = "zhancheng-theme";

function kept(): Theme {
  const found = localStorage.getItem(PLACE);
  return THEMES.find((theme) => theme === found) ?? "system";
}

let chosen = $state<Theme>(kept());

/** The theme chosen. */
export function theme(): Theme {
  return chosen;
}

function apply(): void {
  const matches = (query: string) => typeof matchMedia === "function" && matchMedia(query).matches;
  const system = matches("(prefers-contrast: more)")
    ? "contrast"
    : matches("(prefers-color-scheme: dark)")
      ? "dark"
      : "light";
  document.documentElement.dataset.theme = chosen === "system" ? system : chosen;
}

/** Changes the theme and keeps the choice on this PC. */
export function changeTheme(next: Theme): void {
  chosen = next;
  localStorage.setItem(PLACE, next);
  apply();
}

/** Applies the theme and follows the system's. */
export function startTheme(): void {
  apply();
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", apply);
  }
}
