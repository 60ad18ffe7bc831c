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
  // The editor has a heading of that name too: only a saved run can be published.
  await page.getByRole("button", { name: "发布行程" }).waitFor();
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

test("a run drives out on the eve, its load is changed line by line, and the saved run says both", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  const { runs } = await call(folder, "run_list", { from: 29630880, to: 29630880 + 7 * 1440 });
  const before = runs.find((run) => run.title === "北碚静观社区行");
  await page.goto(`${address}/#/tours/${before.id}`);
  await page.getByRole("heading", { name: "北碚静观社区行" }).waitFor();
  await page.keyboard.press("KeyE");
  const eve = page.getByLabel("前一天出发，当地过夜").first();
  await eve.focus();
  await page.keyboard.press("Space");
  const leaves = field(page, "出发").nth(1);
  await leaves.fill("1730");
  await leaves.press("Enter");
  const quantity = field(page, `${before.load[0].name}的数量`);
  await quantity.fill("7");
  await quantity.press("Enter");
  await page.getByRole("button", { name: `去掉${before.load[1].name}` }).press("Enter");
  await field(page, "加一件物品").fill("遮阳棚");
  await page.keyboard.press("Enter");
  await page.getByLabel("遮阳棚的数量").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("checkbox", { name: "遮阳棚" }).waitFor();
  const run = await call(folder, "run_read", { id: before.id });
  assert.equal(run.departs, before.departs - 1440 + 9.5 * 60, "the run leaves with its first stop");
  assert.equal(run.draft.stops[0].departs, run.departs);
  assert.equal(run.draft.stops[0].starts, before.draft.stops[0].starts);
  assert.equal(run.nights, before.nights + 1);
  const kept = before.load.filter((_, place) => place !== 1).map((line) => [line.name, line.quantity]);
  kept[0][1] = 7;
  assert.deepEqual(run.load.map((line) => [line.name, line.quantity]), [...kept, ["遮阳棚", 1]]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the museum says where it stands, and estimates begin there", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.goto(`${address}/#/tours/roads`);
  await page.getByText("馆址没有填").waitFor();
  await page.getByRole("button", { name: "填馆址" }).press("Enter");
  await page.keyboard.type("29.5700，106.5720");
  await page.keyboard.press("Tab");
  await page.keyboard.type("地图");
  await page.keyboard.press("Enter");
  await page.getByText("馆址29.5700, 106.5720（地图）").waitFor();
  await page.getByText("按馆址估算").first().waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Control+KeyZ");
  await page.getByText("馆址没有填").waitFor();
  assert.deepEqual(page.faults, []);
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
