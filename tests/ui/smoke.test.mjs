// The page as a whole, in Chromium over `zhancheng serve`: it opens, every view stands, nothing leaves the machine.
import assert from "node:assert/strict";
import test from "node:test";
import { enter, goTo, museum, openBrowser, openPage, seriousFindings, serve, views } from "../harness.mjs";

const address = await serve(await museum());
const browser = await openBrowser();

test("the page comes with a policy that lets nothing in", async () => {
  const response = await fetch(address);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
});

test("a page of another site cannot call", async () => {
  const body = { method: "POST", body: "{}", headers: { "content-type": "text/plain" } };
  const foreign = await fetch(`${address}/call/profile_list`, body);
  assert.equal(foreign.ok, false);
});

for (const theme of ["light", "dark"]) {
  test(`every view of the rail stands without a fault (${theme})`, async () => {
    const page = await openPage(browser, address, { theme });
    await enter(page);
    const all = await views(page);
    assert.ok(all.length >= 2, "the rail shows its views");
    for (const view of all) {
      await goTo(page, view);
      assert.ok((await page.locator("main").innerText()).trim().length > 0, `${view.word} says something`);
      assert.deepEqual(await seriousFindings(page), [], `${view.word}: axe`);
      assert.deepEqual(page.faults, [], `${view.word}: console and requests`);
    }
    await page.context().close();
  });
}

test("every view stands in English and at 200%", async () => {
  const page = await openPage(browser, address, { locale: "en-GB", viewport: { width: 683, height: 348 } });
  await enter(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  for (const view of await views(page)) {
    await goTo(page, view);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0, `${view.word} scrolls sideways by ${wider} px`);
    assert.deepEqual(page.faults, [], view.word);
  }
  await page.context().close();
});

test("Ctrl and a digit reach every view", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  for (const view of await views(page)) {
    const digit = /\d/.exec(view.word)?.[0];
    assert.ok(digit, `${view.word} has a digit`);
    await page.keyboard.press(`Control+Digit${digit}`);
    await page.locator(`nav.rail a[href="${view.address}"][aria-current="page"]`).waitFor();
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
