// A museum's own sheets through the screen that takes them in, by keyboard alone: what is in them, what each column
// fills, what would happen, what did. It refuses a planted fault that is not named by its cell.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const browser = await openBrowser();
const SHEETS = path.join(import.meta.dirname, "../sheets");
/** The year of the sheets has not begun: nothing in it is over. */
const BEFORE = "2026-01-02T08:50+08:00";
/** In the order in which one names what another lists. */
const YEAR = ["人员场地车辆.xls", "巡展与临展.xlsx", "2026年上半年活动安排.xlsx", "暑期讲解.csv", "秋季周表.xlsx"];

async function screen(folder, { name = "管理员", now, locale } = {}) {
  const page = await openPage(browser, await serve(folder, now ? { now } : {}), { locale });
  await enter(page, name);
  await page.evaluate(() => (location.hash = "#/resources/import"));
  await settled(page);
  return page;
}

/** Hands in a file: its button is pressed by key, the system's own dialog names the file. */
async function open(page, file) {
  const button = page.getByRole("button", { name: /^(打开文件|换一个文件|Open a file|Open another file)…$/ }).first();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.press("Enter")]);
  await chooser.setFiles(file);
}

/** From the file to its columns and on to the result, without a hand on the mouse. */
async function toResult(page) {
  await page.locator("main .acts button").first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator('main table[role="grid"]').waitFor();
  await page.locator("aside.panel [role=status]").getByText(/可导入|to import/).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator('main [role="grid"] .row').first().waitFor();
  await page.locator('main [aria-busy="true"]').waitFor({ state: "detached" });
}

/** Every line of the table of results, read from its first to its last by the keys that move in it. */
async function lines(page) {
  const grid = page.locator('main [role="grid"]');
  await grid.focus();
  await page.keyboard.press("Home");
  const read = new Map();
  const count = Number(await grid.getAttribute("aria-rowcount")) - 1;
  while (read.size < count) {
    const before = read.size;
    for (const row of await grid.locator(".row").all()) {
      read.set(await row.getAttribute("aria-rowindex"), await row.locator('[role="gridcell"]').allInnerTexts());
    }
    await page.keyboard.press("PageDown");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    if (read.size === before && (await grid.locator('.row[aria-selected="true"]').getAttribute("aria-rowindex")) === String(count + 1)) break;
  }
  return [...read.values()];
}

const count = async (page, word) => Number((await page.locator("main .count", { hasText: word }).locator("strong").innerText()).replaceAll(",", ""));

test("a museum's year of five workbooks comes in by keyboard, each planted fault named by its cell", { timeout: 600_000 }, async (context) => {
  const { faults } = JSON.parse(await readFile(path.join(SHEETS, "faults.json"), "utf8"));
  assert.equal(faults.length, 20);
  const folder = await museum({ sample: false, now: BEFORE });
  const page = await screen(folder, { now: BEFORE });
  const named = [];
  for (const name of YEAR) {
    await open(page, path.join(SHEETS, name));
    await page.getByRole("heading", { name }).waitFor();
    assert.deepEqual(await seriousFindings(page), [], `${name}: file`);
    await toResult(page);
    const shown = await lines(page);
    for (const fault of faults.filter((each) => each.file === name)) {
      const said = shown.filter(([place, , words]) => place === `${fault.sheet} ${fault.cell}` && words.trim() !== "");
      assert.ok(said.length > 0, `${name}: ${JSON.stringify(fault)} is not named`);
      named.push(`${fault.sheet} ${fault.cell}`);
    }
    const added = await count(page, "新增");
    assert.ok(added > 0, name);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { name: `已导入${added}条` }).waitFor();
    await page.getByRole("button", { name: "再导入一个文件" }).press("Enter");
    await page.getByRole("button", { name: "打开文件…" }).waitFor();
  }
  assert.equal(named.length, faults.length);
  // The same file again adds nothing, and is read as it was read before.
  await open(page, path.join(SHEETS, YEAR[3]));
  await page.getByText("上次这样的文件这样读").first().waitFor();
  await toResult(page);
  assert.equal((await count(page, "新增")) + (await count(page, "有变")), 0);
  await page.getByRole("button", { name: /^导入0条/ }).waitFor();
  assert.deepEqual(page.faults, []);
  context.diagnostic(`${named.length} of ${faults.length} planted faults named by cell`);
  await page.context().close();
});

const BLOCK = ["名称\t类型\t日期\t时间\t地点\t人数", "会讲故事的水\t讲解\t2026-05-06\t10:00-10:45\t儿童厅\t30", "搭一座桥\t讲解\t2026-02-30\t14:00-14:45\t儿童厅\t20"].join("\n");

/** Pastes a block of cells, as a spreadsheet puts it on the clipboard. */
const paste = (page, text) =>
  page.evaluate((given) => {
    const data = new DataTransfer();
    data.setData("text/plain", given);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

test("a pasted block is mapped, mended, imported and taken back by keys", async () => {
  const folder = await museum({ sample: false });
  const page = await screen(folder);
  await paste(page, BLOCK);
  await page.getByRole("heading", { name: "粘贴的单元格" }).waitFor();
  await toResult(page);
  assert.deepEqual(await seriousFindings(page), [], "result");

  // From the finding to its cell, and back to the finding.
  const finding = page.locator('.row[aria-selected="true"]');
  await page.locator('main [role="grid"]').focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  assert.match(await finding.innerText(), /C3/);
  await page.keyboard.press("Enter");
  await page.locator("main .address", { hasText: "C3" }).waitFor();
  assert.deepEqual(await seriousFindings(page), [], "columns");
  await page.keyboard.press("Escape");
  await finding.getByText("没有“2026-02-30”这一天").waitFor();

  // A column that is not read any more says so, and what is missing with it.
  await page.keyboard.press("Escape");
  await page.locator('main table[role="grid"]').focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.insertText("不读");
  await page.keyboard.press("Enter");
  await page.getByText("还缺：名称").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+KeyA");
  await page.keyboard.insertText("名称");
  await page.keyboard.press("Enter");
  await page.getByText("人工指定").waitFor();
  await page.getByText("还缺：名称").waitFor({ state: "detached" });

  await page.keyboard.press("Control+Enter");
  await page.locator("main button:not([aria-disabled])", { hasText: /^导入1条/ }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "已导入1条" }).waitFor();
  assert.deepEqual(await seriousFindings(page), [], "done");
  const listed = async () => (await call(folder, "space_list")).map((space) => space.name);
  assert.deepEqual(await listed(), ["儿童厅"]);
  await page.keyboard.press("Control+KeyZ");
  await page.getByRole("heading", { name: "导入已撤销" }).waitFor();
  assert.deepEqual(await listed(), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

/** People and vehicles side by side, as one sheet of a museum has them. */
const BESIDE = [
  "姓名\t类别\t电话\t\t车名\t车牌号\t车型\t准驾\t备注",
  "王明\t讲解员\t13800000001\t\t大篷车一号\t渝A11111\t大篷车\tB1\t新车",
  "李芳\t志愿者\t13800000002\t\t大篷车二号\t渝A22222\t大篷车\tC1\t",
].join("\n");

test("a sheet of two tables is read as two, and each is changed by itself", async () => {
  const folder = await museum({ sample: false });
  const page = await screen(folder);
  await paste(page, BESIDE);
  await page.locator("main td", { hasText: "人员、车辆" }).waitFor();
  await page.locator("main .acts button").first().waitFor();
  await page.keyboard.press("Control+Enter");
  const tables = page.getByRole("radiogroup", { name: "工作表里的表格" });
  await tables.getByRole("radio", { name: "第1张：人员" }).focus();
  await page.keyboard.press("ArrowRight");
  await tables.getByRole("radio", { name: "第2张：车辆", checked: true }).waitFor();
  assert.deepEqual(await seriousFindings(page), [], "columns");

  // The remark of the vehicles is left out; the people beside them stay as they were read.
  await page.locator('main table[role="grid"]').focus();
  await page.keyboard.press("Home");
  for (let moved = 0; moved < 8; moved += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+KeyA");
  await page.keyboard.insertText("不读");
  await page.keyboard.press("Enter");
  await page.locator("aside.panel [role=status]").getByText("可导入4").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("main button:not([aria-disabled])", { hasText: /^导入4条/ }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "已导入4条" }).waitFor();
  const [people, vehicles] = [await call(folder, "person_list"), await call(folder, "vehicle_list")];
  assert.deepEqual(people.map((person) => person.name).sort(), ["李芳", "王明"].sort());
  assert.deepEqual(vehicles.map((vehicle) => vehicle.plate).sort(), ["渝A11111", "渝A22222"]);
  assert.ok(vehicles.every((vehicle) => !vehicle.remark), "a column that was left out");
});

test("a file that cannot be read says what, why and the way out; nothing is lost by it", async () => {
  const folder = await museum({ sample: false });
  const page = await screen(folder);
  await paste(page, BLOCK);
  await page.getByRole("heading", { name: "粘贴的单元格" }).waitFor();
  await open(page, { name: "通知.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") });
  await page.getByText("《通知.pdf》读不了").waitFor();
  await page.getByText("这是PDF，不是表格").waitFor();
  assert.equal(await page.getByRole("heading", { name: "粘贴的单元格" }).count(), 1);
  await page.context().close();
});

test("whoever may not import is told who may, in both languages and at twice the size", async () => {
  const folder = await museum();
  const guide = (await call(folder, "profile_list")).find((profile) => profile.role === "front_desk");
  const page = await screen(folder, { name: guide.name });
  await page.getByText(/^导入表格要/).waitFor();
  await page.context().close();
  const english = await screen(folder, { locale: "en-GB" });
  await english.setViewportSize({ width: 683, height: 348 });
  await paste(english, BLOCK);
  await toResult(english);
  assert.deepEqual(await seriousFindings(english), []);
  const wide = await english.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(wide, "nothing is pushed out of sight");
  assert.deepEqual(english.faults, []);
  await english.context().close();
});
