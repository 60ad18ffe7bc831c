// For everybody: no serious axe finding in any view, tab, panel, editor, menu and dialog that the page can show, in three
// themes and both languages; every view at 200% and in forced colours.
import assert from "node:assert/strict";
import test from "node:test";
import { axe, enter, goTo, museum, openBrowser, openPage, serve, settled, views } from "../harness.mjs";
import { overlays, walk } from "../walk.mjs";

const address = await serve(await museum());
const browser = await openBrowser();

/** Colours are all that a theme changes. */
const CONTRAST = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
const THEMES = [
  ["dark", { colorScheme: "dark" }],
  ["contrast", { contrast: "more" }],
];

/** Findings of a state in the theme it stands in, then the colours of the others. */
async function findings(page) {
  const found = await axe(page);
  for (const [theme, media] of THEMES) {
    await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", ...media });
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
    found.push(...(await axe(page, CONTRAST)).map((each) => `${theme}: ${each}`));
  }
  await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
  return found;
}

for (const [locale, how] of [["zh-CN", {}], ["en-GB", { open: false }]]) {
  test(`every state of every view has no serious finding (${locale})`, { timeout: 1_800_000 }, async (context) => {
    const page = await openPage(browser, address, { locale });
    await enter(page);
    const wrong = new Map();
    let states = 0;
    const visit = async (name) => {
      states += 1;
      for (const each of await findings(page)) wrong.set(each, [...(wrong.get(each) ?? []), name]);
    };
    await walk(page, visit, how);
    await overlays(page, visit, { search: locale === "zh-CN" ? "周三10点 儿童厅 小小讲解 30人" : "bus" });
    context.diagnostic(`${states} states in three themes`);
    assert.ok(states >= (locale === "zh-CN" ? 80 : 30), `${states} states`);
    assert.deepEqual([...wrong].map(([finding, names]) => `${finding} (${names.slice(0, 3).join("; ")})`), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("at 200% no state scrolls sideways, and nothing to press is out of reach", async (context) => {
  const page = await openPage(browser, address, { viewport: { width: 683, height: 348 } });
  await enter(page);
  let states = 0;
  await walk(
    page,
    async (name) => {
      states += 1;
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wider, 0, `${name} scrolls sideways by ${wider} px`);
      const lost = await page.evaluate(() => {
        const inside = document.querySelector("dialog[open]") ?? document.querySelector(".shell");
        return [...inside.querySelectorAll("button, input, a[href]")].filter((element) => {
          const box = element.getBoundingClientRect();
          if (box.width === 0) return false;
          // What is cut off must lie in something that scrolls to it.
          for (let frame = element.parentElement; frame; frame = frame.parentElement) {
            const style = getComputedStyle(frame);
            if (/auto|scroll/.test(`${style.overflowX}${style.overflowY}`)) return false;
          }
          return box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1 || box.top < -1;
        }).map((element) => element.outerHTML.slice(0, 100));
      });
      assert.deepEqual(lost, [], `${name}: out of reach`);
    },
    { deep: false },
  );
  context.diagnostic(`${states} states at 200%`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("in forced colours every view keeps its marks", async () => {
  const page = await openPage(browser, address);
  await page.emulateMedia({ forcedColors: "active" });
  await enter(page);
  for (const view of await views(page)) {
    await goTo(page, view);
    await settled(page);
    // What is chosen is told apart by more than a colour that is taken away.
    const current = await page.locator('nav.rail a[aria-current="page"]').evaluate((link) => {
      const other = document.querySelector('nav.rail a:not([aria-current="page"])');
      const look = (element) => ["backgroundColor", "color", "fontWeight", "borderLeftColor", "boxShadow", "outlineStyle"].map((name) => getComputedStyle(element)[name]).join();
      return look(link) !== look(other);
    });
    assert.ok(current, `${view.word} is marked in the rail`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
