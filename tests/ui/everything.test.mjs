// All data leaves through the settings and starts another museum; an address of a calendar is made, copied, taken back.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, scratch, seriousFindings, serve, settled } from "../harness.mjs";

const browser = await openBrowser();
const button = (page, name) => page.getByRole("button", { name, exact: true });

test("a museum leaves as a folder and starts another one; a changed file is asked about", async () => {
  const [full, empty, folder] = [await museum(), await museum({ sample: false }), await scratch()];
  const page = await openPage(browser, await serve(full));
  await enter(page);
  await page.goto(new URL("#/settings/data", page.url()).href);
  await page.getByLabel("文件夹", { exact: true }).fill(folder);
  await button(page, "导出全部…").click();
  await page.getByText(/^已导出[\d,]+行到/).first().waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  // The full museum takes nothing in.
  assert.equal(await page.getByRole("button", { name: "从导出的文件夹恢复…" }).getAttribute("aria-disabled"), "true");
  await page.context().close();

  const departments = path.join(folder, "department.csv");
  const before = await readFile(departments, "utf8");
  const name = /"([^"]*部)"/.exec(before)[1];
  await writeFile(departments, before.replace(name, "改过名的部"));
  const start = await openPage(browser, await serve(empty));
  await enter(start);
  await button(start, "从导出的文件夹开始…").click();
  await start.getByLabel("导出的文件夹", { exact: true }).fill(folder);
  await button(start, "从导出的文件夹恢复…").click();
  await start.getByText("改过的文件：department.csv", { exact: false }).waitFor();
  assert.deepEqual(await seriousFindings(start), []);
  await start.keyboard.press("Control+Enter");
  // Whoever entered was a profile of the museum before: somebody enters again.
  await start.locator("main.entry").waitFor();
  await enter(start);
  assert.deepEqual(start.faults, []);
  const names = (await call(empty, "department_list")).map((department) => department.name);
  assert.ok(names.includes("改过名的部"));
  await start.context().close();
});

test("an address to subscribe to is made, read and taken back", async () => {
  const folder = await museum();
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  await page.goto(new URL("#/settings/feeds", page.url()).href);
  await button(page, "建订阅地址").click();
  const address = await page.locator("p.address").innerText();
  const read = await fetch(address);
  assert.equal(read.status, 200);
  assert.match(await read.text(), /^BEGIN:VCALENDAR\r\n/);
  await page.getByRole("radio", { name: "空间" }).or(page.getByRole("button", { name: "空间", exact: true })).first().click();
  assert.equal(await page.getByRole("button", { name: "建订阅地址" }).getAttribute("aria-disabled"), "true", "whose it is comes first");
  assert.deepEqual(await seriousFindings(page), []);
  await button(page, "收回地址").click();
  await page.getByText("还没有订阅地址").waitFor();
  assert.equal((await fetch(address)).status, 404);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("every list under resources, the schedule, exhibitions and tours leave as files", async () => {
  const folder = await museum();
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  /** Takes a line of the menu and answers the file that came. */
  async function take(address, line) {
    await page.goto(new URL(address, page.url()).href);
    // The view before this one has such a menu too, until this one stands.
    await page.reload();
    await settled(page);
    await page.locator("button", { hasText: /^\s*导出/ }).first().click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: line }).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }
  for (const kind of ["space", "person", "vehicle", "kit", "site", "exhibit"]) {
    const list = await take(`#/resources/${kind}`, "导出为Excel表");
    assert.match(list.name, /\.xlsx$/);
    assert.equal(list.bytes.subarray(0, 2).toString(), "PK", kind);
  }
  const sheet = await take("#/resources/site", "取空表来填");
  assert.match(sheet.name, /^站点模板\.xlsx$/);
  for (const [address, heading] of [["#/schedule/2026-05-06", "BEGIN:VCALENDAR"], ["#/schedule/exhibitions", "BEGIN:VCALENDAR"], ["#/tours", "BEGIN:VCALENDAR"]]) {
    const calendar = await take(address, "导出为日历");
    assert.match(calendar.name, /\.ics$/);
    assert.ok(calendar.bytes.toString().startsWith(heading), address);
    assert.ok(calendar.bytes.toString().includes("BEGIN:VEVENT"), address);
  }
  const csv = await take("#/schedule/2026-05-06", "导出为csv");
  const lines = csv.bytes.toString().split("\r\n");
  assert.match(lines[0], /^\ufeff"编号","名称","类型","日期"/);
  assert.ok(lines.length > 20 && lines.slice(1, -1).every((line) => line.includes('"2026-05-06"')), "the day that is shown");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
