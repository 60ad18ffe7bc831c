// Looks at a page with axe, state after state: all of it once, then only what no state before it has shown.
import { axe } from "./harness.mjs";

/** Colours are all that a theme changes. */
const CONTRAST = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
const THEMES = [
  ["dark", { colorScheme: "dark" }],
  ["contrast", { contrast: "more" }],
];

/**
 * Marks the subtrees that stood just so in an earlier state: the same markup below ancestors that are the same in all
 * but their other children. What is new in them, or stands on another ground, is not among them.
 */
function markKnown() {
  const known = (window.lookedAt ??= new Set());
  const PLACED = /(?<![-\w])(?:top|left|right|bottom|width|height|transform|translate):[^;"]*;? ?/g;
  const plain = (markup) => markup.replace(/ data-(?:offer|looked-at)="[^"]*"/g, "").replace(/ style="[^"]*"/g, (style) => style.replace(PLACED, ""));
  const digest = (text) => {
    let [one, other] = [0x811c9dc5, 0x1234567];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other + code, 0x5bd1e995) ^ (other >>> 13);
    }
    return `${one},${other},${text.length}`;
  };
  for (const old of document.querySelectorAll("[data-looked-at]")) delete old.dataset.lookedAt;
  const seen = [];
  const look = (element, ground) => {
    // What is small is cheaper to look at than to leave out.
    if (element.querySelectorAll("*").length < 3) return;
    const mark = digest(ground + plain(element.outerHTML));
    if (known.has(mark)) {
      element.dataset.lookedAt = "";
      return;
    }
    seen.push(mark);
    const below = `${ground}${plain(element.cloneNode(false).outerHTML)}`;
    for (const child of element.children) look(child, below);
  };
  look(document.body, "");
  for (const mark of seen) known.add(mark);
}

/** A look at one page: `findings(whole)` answers what is serious in the state it stands in, in three themes. */
export function onlooker(page) {
  return async (whole = false) => {
    await page.evaluate(markKnown);
    const scope = whole ? undefined : { exclude: [["[data-looked-at]"]] };
    const found = await axe(page, {}, scope);
    for (const [theme, media] of THEMES) {
      await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", ...media });
      await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
      found.push(...(await axe(page, CONTRAST, scope)).map((each) => `${theme}: ${each}`));
    }
    await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
    return found;
  };
}
