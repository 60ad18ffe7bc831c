// The help under ?: the keys that count where one is, and the guide, read and searched without the network.
import assert from "node:assert/strict";
import test from "node:test";
import { enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const address = await serve(await museum());
const browser = await openBrowser();

test("the guide opens under ?, is searched by keyboard, and Escape leaves it", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await settled(page);
  await page.keyboard.press("Shift+Slash");
  const help = page.getByRole("dialog", { name: "帮助" });
  await help.getByText("撤销", { exact: true }).waitFor();
  assert.deepEqual(await seriousFindings(page), [], "the keys");
  // The focus stands in the search: what is typed leads to the page that has it.
  await page.keyboard.type("大篷车");
  await help.getByRole("heading", { name: "排一次大篷车" }).waitFor();
  const pages = help.getByRole("navigation").getByRole("button");
  const found = await pages.count();
  for (let at = 0; at < found; at += 1) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await pages.nth(at).getAttribute("aria-current"), "page");
    assert.ok((await help.locator("mark").count()) > 0, "what was searched is marked");
    assert.deepEqual(await seriousFindings(page), [], await pages.nth(at).innerText());
  }
  assert.ok(found >= 2, "more than one page speaks of it");
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("pictures come with the page and are named; a page is found by its pinyin's initials", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await settled(page);
  await page.keyboard.press("F1");
  const help = page.getByRole("dialog", { name: "帮助" });
  await help.getByRole("searchbox").or(help.locator("input[type=search]")).first().waitFor();
  await page.keyboard.type("hdn");
  await help.getByRole("heading", { name: "换电脑" }).waitFor();
  await help.locator("input[type=search]").fill("两张A4");
  await help.getByRole("heading", { name: "打印和出版" }).waitFor();
  const picture = help.getByRole("img", { name: "两张A4拼成一张A3" });
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll("dialog[open] img")].some((image) => image.complete && image.naturalWidth > 500));
  assert.deepEqual(await seriousFindings(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
