// The pictures of the guide, taken from the application itself. An ordinary run walks to each of them and holds what is
// kept to it; `cargo xtask pictures` keeps them anew.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, serve, settled } from "../harness.mjs";

const guide = path.join(import.meta.dirname, "../../ui/guide");
const folder = path.join(guide, "pictures");
const BYTES_MOST = 60 * 1024;

const at = (hash) => async (page) => {
  await page.evaluate((place) => (location.hash = place), hash);
  await settled(page);
};
const keys = (...all) => async (page) => {
  for (const key of all) await page.keyboard.press(key);
};
const first = (selector) => async (page) => {
  await page.locator(selector).first().click({ force: true });
  await settled(page);
};

/** Each picture: how one comes there, and the part of the window that is kept. */
const SHOTS = {
  today: { steps: [at("#/today")], part: [64, 0, 760, 420] },
  palette: {
    steps: [
      at("#/schedule"),
      keys("Control+KeyK"),
      async (page) => {
        await page.locator("dialog[open] input").first().waitFor();
        await page.keyboard.insertText("周三10点 儿童厅 小小讲解 30人");
        await page.locator("dialog[open] .taken").waitFor();
      },
    ],
    part: [300, 50, 770, 250],
  },
  schedule: { steps: [at("#/schedule"), first(".block.published")], part: [700, 56, 666, 480] },
  kept: { steps: [at("#/schedule"), keys("KeyW"), settled, keys("KeyV")], part: [500, 0, 620, 180] },
  year: { steps: [at("#/schedule/year/2026")], part: [64, 0, 760, 420] },
  templates: { steps: [at("#/schedule/templates"), first('[role="grid"] .row[role="row"]')], part: [700, 0, 666, 480] },
  exhibitions: { steps: [at("#/schedule/exhibitions"), first("main [data-exhibition], main li > button, main button")], part: [64, 0, 760, 230] },
  tours: { steps: [at("#/tours"), first("[data-run]")], part: [64, 0, 760, 320] },
  tiled: {
    steps: [
      at("#/print/hall-week?paper=a3_tiled"),
      async (page) => void (await page.getByRole("region").getByRole("img", { name: /展厅周程/ }).nth(1).waitFor()),
    ],
    part: [250, 56, 1116, 600],
  },
  calendar: { steps: [at("#/resources/calendar")], part: [64, 0, 760, 420] },
  import: { steps: [at("#/resources/import")], part: [64, 0, 1302, 420] },
  backup: { steps: [at("#/settings/backup")], part: [64, 0, 760, 225] },
};

const pages = (await readdir(guide)).filter((name) => name.endsWith(".md"));
const named = new Set();
for (const page of pages) {
  for (const [, name] of (await readFile(path.join(guide, page), "utf8")).matchAll(/!\[[^\]]+\]\(pictures\/([\w-]+)\.webp\)/g)) named.add(name);
}

test("the guide names the pictures that there are", async () => {
  assert.ok(named.size >= 8, `${named.size} pictures`);
  assert.deepEqual([...named].sort(), Object.keys(SHOTS).sort(), "every picture is shown, and every shown one is taken");
});

test("each picture is taken from the application, small, and as it was kept", { timeout: 300_000 }, async (context) => {
  const data = await museum();
  const address = await serve(data);
  await call(data, "saved_view_save", { place: "schedule", name: "一周的展厅", content: { version: 1, scale: "week", shown: ["spaces"] } });
  const browser = await openBrowser();
  const keep = process.env.ZHANCHENG_PICTURES === "1";
  if (keep) await mkdir(folder, { recursive: true });
  for (const [name, { steps, part: [x, y, width, height] }] of Object.entries(SHOTS)) {
    const page = await openPage(browser, address);
    await enter(page);
    for (const step of steps) await step(page);
    await settled(page);
    // Of the browser's own: playwright writes no WebP.
    const debug = await page.context().newCDPSession(page);
    const { data: picture } = await debug.send("Page.captureScreenshot", { format: "webp", quality: 62, clip: { x, y, width, height, scale: 1 } });
    const bytes = Buffer.from(picture, "base64");
    assert.ok(bytes.length <= BYTES_MOST, `${name}: ${bytes.length} bytes`);
    assert.ok(bytes.length > 4_000, `${name} shows something`);
    const file = path.join(folder, `${name}.webp`);
    if (keep) await writeFile(file, bytes);
    const kept = await stat(file);
    // Faces differ between systems, the picture hardly does: another page, or an empty one, is far off.
    context.diagnostic(`${name}: ${bytes.length} bytes, kept ${kept.size}`);
    assert.ok(kept.size <= BYTES_MOST && kept.size / bytes.length > 0.5 && kept.size / bytes.length < 2, `${name}: kept ${kept.size} bytes, now ${bytes.length}; cargo xtask pictures`);
    assert.deepEqual(page.faults, [], name);
    await page.context().close();
  }
});
