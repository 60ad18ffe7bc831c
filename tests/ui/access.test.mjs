// For everybody: no serious axe finding in any view, tab, panel, editor, menu and dialog that the page can show, in three
// themes and both languages; every view at 200% and in forced colours.
import assert from "node:assert/strict";
import test from "node:test";
import { onlooker } from "../access.mjs";
import { enter, goTo, museum, openBrowser, openPage, serve, settled, views } from "../harness.mjs";
import { overlays, walk } from "../walk.mjs";

const address = await serve(await museum());
const browser = await openBrowser();

/** Pages that walk at the same time: most of a walk is waiting for the page. */
const WALKERS = 3;

/** Does something with several pages of somebody who entered, at once. */
async function together(options, what) {
  const walkers = await Promise.all(Array.from({ length: WALKERS }, async () => {
    const page = await openPage(browser, address, options);
    await enter(page);
    return page;
  }));
  const queue = await views(walkers[0]);
  // The longest first, or two pages wait for the third.
  queue.sort((one, other) => HEAVY.indexOf(other.address) - HEAVY.indexOf(one.address));
  await Promise.all(walkers.map((page, index) => what(page, queue, index)));
  for (const page of walkers) {
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
}
/** Where most can be opened. */
const HEAVY = ["#/resources", "#/today", "#/schedule"];

for (const [locale, how] of [["zh-CN", {}], ["en-GB", { open: false }]]) {
  test(`every state of every view has no serious finding (${locale})`, { timeout: 1_800_000 }, async (context) => {
    const wrong = new Map();
    let states = 0;
    await together({ locale }, async (page, queue, index) => {
      const findings = onlooker(page);
      const visit = async (name, first = false) => {
        states += 1;
        for (const each of await findings(first)) wrong.set(each, [...(wrong.get(each) ?? []), name]);
      };
      await walk(page, visit, { ...how, queue });
      if (index === 0) await overlays(page, visit, { search: locale === "zh-CN" ? "周三10点 儿童厅 小小讲解 30人" : "bus" });
    });
    context.diagnostic(`${states} states in three themes`);
    assert.ok(states >= (locale === "zh-CN" ? 80 : 30), `${states} states`);
    assert.deepEqual([...wrong].map(([finding, names]) => `${finding} (${names.slice(0, 3).join("; ")})`), []);
  });
}

test("a fault that is planted in what was looked at before is found, in the theme it is in", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  const findings = onlooker(page);
  assert.deepEqual(await findings(true), []);
  assert.deepEqual(await findings(), [], "the same once more");
  const plant = (what, ...args) => page.evaluate(what, ...args);
  // A button without a name deep in a list that is known; its neighbours stay known.
  await plant(() => document.querySelector("main button").replaceChildren());
  assert.match((await findings()).join("\n"), /button-name/);
  await page.reload();
  await settled(page);
  assert.deepEqual(await findings(true), []);
  // The same words on another ground: nothing of their own markup has changed.
  await plant(() => document.querySelector("main").classList.add("planted"));
  await plant(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('[data-theme="dark"] .planted * { background: #777 !important; color: #888 !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  const found = (await findings()).join("\n");
  assert.match(found, /dark: color-contrast/);
  assert.doesNotMatch(found, /^(?!dark)\S*color-contrast/m, "only there");
  await page.context().close();
});

test("at 200% no state scrolls sideways, and nothing to press is out of reach", async (context) => {
  let states = 0;
  await together({ viewport: { width: 683, height: 348 } }, (page, queue) => walk(
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
    { deep: false, queue },
  ));
  context.diagnostic(`${states} states at 200%`);
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
