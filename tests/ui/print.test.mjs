// Paper from the page: the sheet is seen before it is printed, checked, saved, issued, and marked when something changed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();

/** Minutes of the sample's Monday, 2026-05-04, since 1970. */
const MONDAY = 20_577 * 1440;

/** Waits until the sheet of a document is drawn, and answers its pictures. */
async function sheet(page, title) {
  const pictures = page.locator(`img[alt^="${title}"]`);
  await pictures.first().waitFor();
  await page.waitForFunction(
    (name) => [...document.querySelectorAll(`img[alt^="${name}"]`)].every((each) => each.complete && each.naturalWidth > 0),
    title,
  );
  return pictures;
}

test("Ctrl+P opens it from anywhere, and every document shows its sheet", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await settled(page);
  await page.keyboard.press("Control+KeyP");
  assert.ok((await (await sheet(page, "展厅周程")).count()) >= 1);
  const list = page.locator("nav.documents button");
  assert.equal(await list.count(), 6);
  for (let index = 0; index < 6; index += 1) {
    const title = await list.nth(index).locator("span").first().innerText();
    await list.nth(index).click();
    await sheet(page, title);
    assert.match(await page.locator("aside.panel").innerText(), /字形齐全[\s\S]*最小字号/);
    assert.deepEqual(await seriousFindings(page), [], `${title}: axe`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("it is saved as a PDF, and issued; what changes afterwards is named", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.keyboard.press("Control+KeyP");
  await sheet(page, "展厅周程");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+KeyS")]);
  assert.equal(download.suggestedFilename(), "展厅周程_2026-05-04_2026-05-10_未出版.pdf");
  assert.equal((await readFile(await download.path())).subarray(0, 5).toString(), "%PDF-");

  const panel = page.locator("aside.panel");
  assert.match(await panel.innerText(), /还没有出过版/);
  await panel.getByRole("button", { name: "出第1版" }).click();
  await panel.getByText("自第1版起没有改动").first().waitFor();

  const session = await call(folder, "session_save", {
    session: { kind: "online", title: "加场", starts: MONDAY + 5 * 1440 + 12 * 60 + 30, ends: MONDAY + 5 * 1440 + 13 * 60, spaces: [] },
  });
  assert.ok(session);
  await panel.getByText("自第1版起改动1处").waitFor();
  assert.match(await panel.innerText(), /新增\s*5月9日 12:30 加场/);
  await panel.getByRole("button", { name: "出第2版" }).click();
  await panel.getByText("自第2版起没有改动").first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("where there is no A3 the sheet falls on two A4 pages", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.keyboard.press("Control+KeyP");
  await sheet(page, "展厅周程");
  await page.locator("aside.panel").getByRole("radio", { name: "A3（两张A4拼）" }).click();
  const pictures = page.getByRole("region").getByRole("img", { name: /展厅周程/ });
  await pictures.nth(1).waitFor();
  assert.equal(await pictures.count(), 2);
  for (const picture of await pictures.all()) {
    const { width, height } = await picture.boundingBox();
    assert.ok(Math.abs(height / width - 297 / 210) < 0.02, `${width} × ${height} is A4, upright`);
  }
  assert.match(await page.locator("aside.panel").innerText(), /最小字号\s*11\.[5-9]/);
  assert.match(await page.evaluate(() => location.hash), /paper=a3_tiled/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("days are turned by keys, and English paper has its own words", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.keyboard.press("Control+KeyP");
  await sheet(page, "展厅周程");
  await page.keyboard.press("BracketRight");
  await page.getByText("5月11日–17日").waitFor();
  await page.locator("aside.panel").getByRole("radio", { name: "English" }).click();
  await sheet(page, "Hall week");
  await page.keyboard.press("KeyT");
  await page.getByText("5月4日–10日").first().waitFor();
  await page.context().close();
});

test("a character without a glyph stops the print and is named", async () => {
  await call(folder, "session_save", {
    session: { kind: "online", title: "🚌大篷车来了", starts: MONDAY + 14 * 1440 + 600, ends: MONDAY + 14 * 1440 + 660, spaces: [] },
  });
  const page = await openPage(browser, `${address}/#/print/hall-week/2026-05-18/2026-05-24`);
  await enter(page);
  await page.getByText("🚌").first().waitFor();
  assert.match(await page.locator("main").innerText(), /缺字，不能打印：🚌/);
  await page.context().close();
});
