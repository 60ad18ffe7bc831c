// Views that people keep: by mouse, by keyboard, through the palette; renamed, let go, taken back; what is gone is said.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();

const menu = (page) => page.locator(".view .menu", { hasText: "视图" }).first();
const line = (page, name) => menu(page).locator("[role^=menuitem]", { hasText: name }).first();
const kept = async () => (await call(folder, "saved_view_list")).map((view) => view.name);
const toast = (page, text) => page.getByText(text, { exact: false }).first().waitFor();

async function keep(page, name) {
  await page.keyboard.press("KeyV");
  await line(page, "保留这个视图…").waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.locator("dialog[open] input").waitFor();
  await page.keyboard.insertText(name);
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await menu(page).getByText(`视图：${name}`).waitFor();
}

test("the schedule's scale and rows are kept, chosen by keyboard, changed, renamed, let go and taken back", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.evaluate(() => (location.hash = "#/schedule"));
  await settled(page);
  await page.keyboard.press("KeyW");
  await page.getByRole("group", { name: "显示" }).or(page.locator(".segmented[role=group]")).first().getByText("人员").click();
  await settled(page);
  await keep(page, "一周的展厅");
  assert.deepEqual(await kept(), ["一周的展厅"]);
  assert.deepEqual(await seriousFindings(page), []);

  await page.keyboard.press("KeyD");
  await page.locator(".segmented[role=group]").first().getByText("人员").click();
  await settled(page);
  await menu(page).getByRole("button", { name: "视图", exact: false }).first().waitFor();
  assert.equal(await menu(page).getByText("视图：").count(), 0, "what is shown is another one");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("KeyV");
  await line(page, "一周的展厅").waitFor();
  await page.keyboard.press("Enter");
  await menu(page).getByText("视图：一周的展厅").waitFor();
  assert.match(await page.evaluate(() => location.hash), /scale=week/);
  assert.equal(await page.locator(".segmented[role=group]").first().locator('[aria-pressed="true"], [aria-checked="true"]').filter({ hasText: "人员" }).count(), 0);

  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("KeyV");
  await line(page, "改名").click();
  await page.locator("dialog[open] input").fill("展厅一周");
  await page.keyboard.press("Control+Enter");
  await menu(page).getByText("视图：展厅一周").waitFor();
  assert.deepEqual(await kept(), ["展厅一周"]);

  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("KeyV");
  await line(page, "删除“展厅一周”").click();
  await toast(page, "已删除视图“展厅一周”");
  assert.deepEqual(await kept(), []);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Control+KeyZ");
  await menu(page).getByText("视图：展厅一周").waitFor();
  assert.deepEqual(await kept(), ["展厅一周"]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a kept list of people is found in the palette by its initials from anywhere", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await page.evaluate(() => (location.hash = "#/resources/person"));
  await settled(page);
  await page.locator("input.filter").fill("志愿");
  await page.keyboard.press("ArrowDown");
  await keep(page, "只看志愿者");
  await page.evaluate(() => (location.hash = "#/today"));
  await settled(page);
  await page.keyboard.press("Control+KeyK");
  await page.locator("dialog[open] input").first().waitFor();
  await page.keyboard.insertText("zkzyz");
  const found = page.locator("dialog[open] [role=option]", { hasText: "只看志愿者" }).first();
  await found.waitFor();
  await found.click();
  await page.locator('nav.rail a[href="#/resources"][aria-current="page"]').waitFor();
  await page.waitForFunction(() => document.querySelector("input.filter")?.value === "志愿");
  assert.match(await page.evaluate(() => location.hash), /resources\/person/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what a kept view names and is gone is left out and said", async () => {
  await call(folder, "saved_view_save", { place: "schedule", name: "旧版本留下的", content: { version: 7, scale: "quarter", shown: ["spaces", "drones"], more: { x: 1 } } });
  await call(folder, "saved_view_save", { place: "print", name: "走了的部门", content: { version: 1, document: "department-week", paper: "a4", language: "zh-CN", zoom: "page", subject: "0190-gone", subject_name: "临展部" } });
  const page = await openPage(browser, address);
  await enter(page);
  await page.evaluate(() => (location.hash = "#/schedule"));
  await settled(page);
  await page.keyboard.press("KeyV");
  await line(page, "旧版本留下的").click();
  const said = page.getByText("有的已不在");
  await said.first().waitFor();
  const words = await said.first().innerText();
  for (const part of ["quarter", "drones"]) assert.ok(words.includes(part), words);
  await page.evaluate(() => (location.hash = "#/print"));
  await settled(page);
  await page.keyboard.press("KeyV");
  await line(page, "走了的部门").click();
  await page.getByText("临展部").first().waitFor();
  assert.match(await page.evaluate(() => location.hash), /department-week/);
  assert.doesNotMatch(await page.evaluate(() => location.hash), /subject=/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("another person sees none of them", async () => {
  await call(folder, "profile_save", { name: "岑未", role: "planner", pin: "keep", active: true });
  const page = await openPage(browser, address);
  await enter(page, "岑未");
  await page.evaluate(() => (location.hash = "#/schedule"));
  await settled(page);
  await page.keyboard.press("KeyV");
  await line(page, "保留这个视图…").waitFor();
  assert.equal(await menu(page).locator("[role=menuitemradio]").count(), 0);
  await page.context().close();
});

test("what the palette finds is opened in the list that holds it", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  const person = (await call(folder, "person_list"))[0];
  const vehicle = (await call(folder, "vehicle_list"))[0];
  const template = (await call(folder, "template_list")).templates[0];
  for (const [name, place] of [
    [person.name, `#/resources/person/${person.id}`],
    [vehicle.name, `#/resources/vehicle/${vehicle.id}`],
    [template.title, `#/schedule/templates/${template.id}`],
  ]) {
    await page.evaluate(() => (location.hash = "#/today"));
    await settled(page);
    await page.keyboard.press("Control+KeyK");
    await page.locator("dialog[open] input").first().waitFor();
    await page.keyboard.insertText(name);
    await page.locator("dialog[open] [role=option]", { hasText: name }).filter({ hasNot: page.getByText(/\d:\d\d/) }).first().click();
    await page.waitForFunction((wanted) => location.hash === wanted, place);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
