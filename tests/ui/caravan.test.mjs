// Caravan runs by keyboard, in Chromium over `zhancheng serve`: planned, refused, mended, saved, printed from.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();

/** The input of the field with that label. */
const field = (page, label) => page.getByLabel(label, { exact: true });

/** Types into a list and takes its first match. */
async function pick(page, input, text) {
  await input.focus();
  await page.keyboard.type(text);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
}

test("a run of two days to 奉节 is planned, refused with its ways out, mended and saved by keyboard", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.keyboard.press("Control+Digit4");
  await page.locator("[data-run]").first().waitFor();
  await page.keyboard.press("KeyC");
  await field(page, "名称").waitFor();
  await page.keyboard.type("奉节再访");
  await pick(page, field(page, "第一站"), "youlan");
  await pick(page, field(page, "加一站"), "zyzx");
  await pick(page, field(page, "车辆"), "1号");
  await pick(page, field(page, "司机"), "白渡");
  await page.keyboard.press("Escape");
  const day = field(page, "出发日");
  await day.fill("5-20");
  await day.press("Enter");
  // A small licence, no time to drive, eleven hours at the wheel: refused, with ways out that have been judged.
  await page.getByText("白渡的驾照不够").first().waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Alt+Digit1");
  await page.getByText("才回馆").waitFor({ state: "detached" });
  await page.keyboard.press("Alt+Digit1");
  await page.getByText("没有冲突。").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "奉节再访" }).waitFor();
  const { runs } = await call(folder, "run_list", { from: 29630880, to: 29630880 + 30 * 1440 });
  const saved = runs.find((run) => run.title === "奉节再访");
  assert.equal(saved.state, "planned");
  assert.equal(saved.nights, 1);
  assert.deepEqual(saved.clashes, []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what was typed waits when the editor is left", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.keyboard.press("Control+Digit4");
  await page.locator("[data-run]").first().waitFor();
  await page.keyboard.press("KeyC");
  await field(page, "名称").waitFor();
  await page.keyboard.type("半成品");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "继续编辑" }).click();
  assert.equal(await field(page, "名称").inputValue(), "半成品");
  await page.context().close();
});

test("a driving time is entered with its source by keyboard, and stands bold", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.goto(`${address}/#/tours/roads`);
  await page.locator("td.here").waitFor();
  await settled(page);
  await page.locator("td.here").focus();
  for (const key of ["ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  await field(page, "依据").waitFor();
  await page.keyboard.type("导航");
  await page.keyboard.press("Enter");
  await page.locator("td.entered.here").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.context().close();
});
