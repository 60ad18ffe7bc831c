// Walks the page: every view of the rail, every tab that is found in it, and what can be opened there.
//
// Nothing is listed by hand. A tab is a link or a choice in the view itself; what opens is a menu, a row, a block, and a
// button that asks first ("…") or is the main one of its region. What acts at once is left alone.
import { settled, views } from "./harness.mjs";

/** What stands in a view, or in what was opened over it, that leads further: a key each, and an element marked with it. */
function offersIn(inside) {
  const dialog = document.querySelector("dialog[open]");
  const scopes = dialog ? [dialog] : inside ? [...document.querySelectorAll("aside.panel, main")] : [...document.querySelectorAll(".view")];
  for (const old of document.querySelectorAll("[data-offer]")) delete old.dataset.offer;
  const found = [];
  const seen = {};
  const offer = (kind, element, word) => {
    const plain = `${kind}:${word.replace(/\s+/g, " ").trim().slice(0, 60)}`;
    seen[plain] = (seen[plain] ?? 0) + 1;
    const key = seen[plain] > 1 ? `${plain}#${seen[plain]}` : plain;
    element.dataset.offer = key;
    found.push({ kind, key });
  };
  const shown = (element) => element.getClientRects().length > 0 && !element.hasAttribute("data-offer");
  const within = (selector) => scopes.flatMap((scope) => [...scope.querySelectorAll(selector)]).filter(shown);
  const outside = (element) => inside || !element.closest("aside.panel");
  for (const link of within('a[href^="#/"]')) if (outside(link)) offer("tab", link, link.textContent);
  if (!inside) {
    // A choice in a section of a form is a value, not a way; one that holds already leads nowhere.
    const chosen = (element) => element.ariaChecked === "true" || element.ariaCurrent === "true" || element.ariaCurrent === "page";
    for (const choice of within(':not(section) > [role="radiogroup"] > [role="radio"], nav button')) {
      if (outside(choice) && !choice.closest("section") && !chosen(choice)) offer("tab", choice, choice.textContent);
    }
    const rows = within('.row[role="row"], [data-run], .block[data-item], main li > button');
    for (const row of rows) offer("row", row, (row.closest('[role="grid"], section, ul, main')?.getAttribute("aria-label") ?? "") + row.className);
  }
  for (const button of within("button")) {
    const word = button.textContent.trim();
    if (button.ariaHasPopup === "menu" || button.getAttribute("aria-haspopup") === "menu") offer("menu", button, word);
    else if (word.endsWith("…") || button.classList.contains("link") || (!inside && button.classList.contains("main"))) offer("open", button, word);
  }
  return found;
}

const address = (page) => page.evaluate(() => location.hash);

/** Stands at an address as if one had just come there: what was open and typed is gone. */
async function arrive(page, place) {
  for (let tries = 0; tries < 3 && (await page.locator("dialog[open]").count()) > 0; tries += 1) await page.keyboard.press("Escape");
  await page.evaluate(() => (location.hash = "#/settings/about"));
  await page.locator('nav.rail a[href="#/settings"][aria-current="page"]').waitFor();
  await page.evaluate((hash) => (location.hash = hash), place);
  await page.waitForFunction((hash) => document.querySelector('nav.rail a[aria-current="page"]')?.getAttribute("href") === hash, place.split(/(?<=\/\w+)[/?]/)[0]);
  await settled(page);
}

/** Takes an offer by its key; false where it is not there. */
async function take(page, key, inside, twice = false) {
  await page.evaluate(offersIn, inside);
  const element = page.locator(`[data-offer="${key.replace(/["\\]/g, "\\$&")}"]`).first();
  if ((await element.count()) === 0) return false;
  if (key.startsWith("row:")) await (twice ? element.dblclick({ force: true }) : element.click({ force: true }));
  else await element.evaluate((button) => button.click());
  await settled(page);
  return true;
}

/**
 * Visits every state: `visit(name, first)` is called in each, `first` where a view is seen as it opens. `rows` says how many rows of a list are opened, `deep` whether
 * what opens is looked into again for what it opens, `open` whether anything is opened at all. Several pages share the
 * views of one `queue`.
 */
export async function walk(page, visit, { rows = 1, deep = true, open = true, queue } = {}) {
  const waiting = queue ?? (await views(page));
  for (let view = waiting.shift(); view; view = waiting.shift()) {
    const places = new Map([[view.address, [view.address]]]);
    const seen = new Map();
    for (const [name, [place, ...taken]] of places) {
      const stand = async () => {
        await arrive(page, place);
        for (const key of taken) await take(page, key, false);
      };
      await stand();
      await visit(name, name === view.address);
      const offers = await page.evaluate(offersIn, false);
      // The same list at another day has the same kinds of rows.
      const list = (await address(page)).replace(/(\/\d{4}-.*)?(\?.*)?$/, "");
      for (const { kind, key } of offers) {
        const plain = kind === "row" ? `${list} ${key.replace(/#\d+$/, "")}` : key;
        const count = (seen.get(plain) ?? 0) + 1;
        if (kind !== "tab" && !open) continue;
        if (count > (kind === "row" ? rows : 1)) continue;
        seen.set(plain, count);
        await stand();
        if (!(await take(page, key, false))) continue;
        const now = await address(page);
        const here = now.split("?")[0];
        if (kind === "tab") {
          places.set(`${name} ${key}`, here === place ? [place, ...taken, key] : [now]);
          continue;
        }
        if (kind === "open" && here !== place && here.startsWith(view.address) && (await page.locator("dialog[open]").count()) === 0) {
          if (!places.has(here)) places.set(here, [now]);
          continue;
        }
        if (!here.startsWith(view.address)) continue;
        await visit(`${name} ${key}`);
        if (!deep || count > 1) continue;
        for (const inner of await page.evaluate(offersIn, true)) {
          if (inner.kind === "tab" || seen.has(`${kind} ${inner.key}`)) continue;
          seen.set(`${kind} ${inner.key}`, 1);
          await stand();
          await take(page, key, false);
          if (await take(page, inner.key, true)) await visit(`${name} ${key} ${inner.key}`);
        }
        if (kind === "row" && !seen.has("twice")) {
          seen.set("twice", 1);
          await stand();
          if (await take(page, key, false, true)) await visit(`${name} ${key} twice`);
        }
      }
    }
  }
}

/** The palette and the keys: what can be opened from anywhere. */
export async function overlays(page, visit, { search = "" } = {}) {
  await page.keyboard.press("Control+KeyK");
  await page.locator("dialog[open] input").first().waitFor();
  await page.keyboard.insertText(search);
  await settled(page);
  await visit(`palette ${search}`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await page.locator("dialog[open]").first().waitFor();
  await visit("keys");
  await page.keyboard.press("Escape");
}
