// The timeline at the size of a whole year, and the time that a week takes to be seen and to be paper. It prints
// its three figures as diagnostics: `cargo xtask test chromium`, or for these alone `node --test tests/ui/timeline.test.mjs`.
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, scratch, serve, settled, zhancheng } from "../harness.mjs";

const NODES_MOST = 800;
const DAY = 29_630_880;
const browser = await openBrowser();

test("20,000 sessions of a year keep the timeline within its nodes", async (context) => {
  const folder = await scratch();
  await zhancheng(folder, "sample", "--events", "20000");
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  const asked = Date.now();
  await page.keyboard.press("Control+Digit2");
  await page.locator(".block").first().waitFor();
  context.diagnostic(`first useful paint of the day: ${Date.now() - asked} ms after the key`);
  for (const [key, scale] of [["d", "day"], ["w", "week"], ["m", "month"]]) {
    await page.keyboard.press(key);
    await settled(page);
    await page.locator(".block").first().waitFor();
    const nodes = await page.locator(".timeline").first().evaluate((timeline) => timeline.querySelectorAll("*").length);
    context.diagnostic(`${scale}: ${nodes} nodes`);
    assert.ok(nodes <= NODES_MOST, `${scale}: ${nodes} nodes`);
    assert.ok(nodes > 50, `${scale} shows its rows`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the sample's week is seen and becomes paper", async (context) => {
  const address = await serve(await museum());
  const page = await openPage(browser, address);
  await enter(page);
  const opened = Date.now();
  await page.goto(`${address}/?again#/schedule/2026-05-04?scale=week`);
  await page.locator(".block").first().waitFor();
  // Painted, not only there: the frame after the one that drew it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const paint = Date.now() - opened;
  context.diagnostic(`first useful paint of the week, the page opened anew: ${paint} ms`);

  await page.goto(`${address}/#/print/hall-week/2026-05-04/2026-05-10`);
  await page.locator('img[alt^="展厅周程"]').first().waitFor();
  const asked = Date.now();
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+KeyS")]);
  const { size } = await stat(await download.path());
  const paper = Date.now() - asked;
  context.diagnostic(`the A3 PDF of the week: ${paper} ms, ${Math.round(size / 1024)} KiB`);
  assert.ok(size > 10_000);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a session is planned by one typed line and three keys", async () => {
  const folder = await museum();
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  await settled(page);
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press("Control+KeyK");
  await page.getByRole("dialog").or(page.locator('[role="combobox"]')).first().waitFor();
  await page.keyboard.type("后天12点 报告厅 讲座 量子纠缠入门 30人");
  await page.getByText("量子纠缠入门").first().waitFor();
  await settled(page);
  await press("Enter");
  await page.locator("aside").first().waitFor();
  await settled(page);
  await press("Control+Enter");
  let found = [];
  for (let tries = 0; found.length === 0 && tries < 40; tries += 1) {
    const { sessions } = await call(folder, "schedule_read", { from: DAY, to: DAY + 7 * 1440 });
    found = sessions.filter((session) => session.title === "量子纠缠入门");
  }
  assert.equal(found.length, 1, "it is in the museum");
  assert.equal(found[0].starts, DAY + 2 * 1440 + 12 * 60);
  assert.ok(keys <= 3, `${keys} keys`);
  await page.context().close();
});
