// Templates and exhibitions in Chromium over `zhancheng serve`: three months with 1 May in them, planned and edited;
// six months in a hall, refused with ways out.
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();

const field = (page, label) => page.getByLabel(label, { exact: true });

/** Keeps a picture where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

/** Types into a list and takes its first match. */
async function pick(page, input, text) {
  await input.focus();
  await page.keyboard.type(text);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
}

async function setDay(page, label, text) {
  const input = field(page, label);
  await input.fill(text);
  await input.press("Enter");
}

async function open(page, part) {
  await enter(page);
  await page.goto(`${address}/#/schedule/${part}`);
  await settled(page);
}

test("three months of tours are previewed date by date, saved, skipped and brought back", async () => {
  const page = await openPage(browser, address);
  await open(page, "templates");
  await page.getByRole("row").nth(1).waitFor();
  await picture(page, "template-list");
  await page.keyboard.press("KeyC");
  await field(page, "名称").waitFor();
  await page.keyboard.type("光影讲解");
  await pick(page, field(page, "空间"), "临展厅");
  await setDay(page, "从", "5-5");
  await setDay(page, "到", "7-31");
  await page.getByRole("button", { name: "加一个时间" }).click();
  const button = page.getByRole("button", { name: /^排定\d+场/ });
  await button.waitFor();
  await settled(page);
  await page.getByText("当天闭馆").first().waitFor();
  await picture(page, "template-new");
  assert.deepEqual(await seriousFindings(page), []);
  const promised = Number(/\d+/.exec(await button.innerText())[0]);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "光影讲解" }).waitFor();
  const { templates } = await call(folder, "template_list");
  const template = templates.find((each) => each.title === "光影讲解");
  assert.equal(template.coming, promised);

  // One is skipped, stays visible and comes back.
  const dates = page.getByRole("list", { name: "每一次" });
  await dates.getByRole("button", { name: /^10:00 在排/ }).first().click();
  await field(page, "为什么跳过").fill("外事活动");
  await page.keyboard.press("Enter");
  await page.getByText("已取消").first().waitFor();
  await dates.getByRole("button", { name: /不排 已取消/ }).first().click();
  await picture(page, "template-skipped");
  await page.getByRole("button", { name: "恢复这次" }).click();
  await dates.getByRole("button", { name: /不排 已取消/ }).waitFor({ state: "detached" });

  // An edit reaches what is to come, and says how many.
  await field(page, "人数").fill("20");
  await field(page, "人数").press("Enter");
  await page.getByRole("button", { name: `改${promised}场` }).waitFor();
  await picture(page, "template-edit");
  await page.keyboard.press("Control+Enter");
  await page.getByText(`改${promised}场`).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a change of one occurrence reaches this one, the following or all, as somebody says", async () => {
  const { templates } = await call(folder, "template_list");
  const template = templates.find((each) => each.title === "地震来了");
  const { lines } = await call(folder, "template_read", { id: template.id });
  const line = lines.find((each) => each.day > 29631000 + 7 * 1440 && each.action === "keep");
  const page = await openPage(browser, address);
  await enter(page);
  await page.goto(`${address}/#/schedule/${new Date(line.day * 60_000).toISOString().slice(0, 10)}?session=${line.session}`);
  await field(page, "人数").waitFor();
  await field(page, "人数").fill("25");
  await field(page, "人数").press("Enter");
  await page.getByRole("radio", { name: "这场和以后" }).click();
  await page.getByText(/模板从.*分成两段/).waitFor();
  await picture(page, "occurrence-reach");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/地震来了：改了\d+场/).first().waitFor();
  const after = await call(folder, "template_list");
  assert.equal(after.templates.filter((each) => each.title === "地震来了").length, 2, "the template is split");
  assert.equal((await call(folder, "session_read", { id: line.session })).capacity, 25);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an exhibition is refused where another stands, moved by a way out and saved", async () => {
  const page = await openPage(browser, address);
  await open(page, "exhibitions");
  await picture(page, "exhibition-list");
  await page.keyboard.press("KeyC");
  await field(page, "名称").waitFor();
  await page.keyboard.type("水的故事");
  await pick(page, field(page, "空间"), "临展厅");
  await page.getByText("这段时间放不下").waitFor();
  await picture(page, "exhibition-clash");
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Alt+Digit1");
  await page.getByText("这段时间放不下").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "水的故事" }).waitFor();
  await settled(page);
  await picture(page, "exhibition-saved");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a timetable and everything a session has go into a template, and it ends early with a reason", async () => {
  const { opening } = await call(folder, "setting_read");
  const table = (day_kinds, starts) => ({ name: "讲解", day_kinds, starts });
  await call(folder, "opening_save", {
    ...opening,
    timetables: [table(["workday", "makeup_workday"], [725]), table(["weekend", "statutory_off"], [725, 785])],
  });
  const page = await openPage(browser, address);
  await open(page, "templates/new");
  await field(page, "名称").fill("深空速览");
  await pick(page, field(page, "空间"), "宇航厅");
  await page.getByRole("button", { name: "按日子定时间" }).click();
  await page.getByRole("menuitem", { name: "用开场时间表：讲解" }).click();
  await page.getByRole("button", { name: "周末、法定节假日" }).waitFor();
  await setDay(page, "从", "5-5");
  await setDay(page, "到", "5-24");
  await field(page, "固定人员").fill("沈舟");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "更多", exact: true }).click();
  for (const [label, text] of [["对象", "6–12岁"], ["主题", "航天"], ["布置", "5"], ["清场", "5"], ["备注", "自带望远镜"], ["集合", "序厅"]]) {
    await field(page, label).fill(text);
    await field(page, label).press("Tab");
  }
  await settled(page);
  const saving = page.getByRole("button", { name: /^排定\d+场/ });
  await saving.waitFor();
  // The Saturday that makes up for the holiday keeps to the timetable of a workday, and says so.
  await page.getByText("调休上班不排").first().waitFor();
  // Who stands there every time is judged date by date, too.
  await page.getByText("沈舟两岗之间隔5分，至少10分").first().waitFor();
  await picture(page, "template-timetable");
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "深空速览" }).waitFor();
  const { templates } = await call(folder, "template_list");
  const { id } = templates.find((each) => each.title === "深空速览");
  const { template, lines } = await call(folder, "template_read", { id });
  const { content } = template;
  assert.deepEqual(
    [content.age_band, content.theme, content.lead_in_minutes, content.lead_out_minutes, content.remark, content.meeting_point],
    ["6–12岁", "航天", 5, 5, "自带望远镜", "序厅"],
  );
  const planned = lines.find((line) => line.action === "keep");
  const session = await call(folder, "session_read", { id: planned.session });
  assert.equal(session.posts[0].person, content.posts[0].person);
  assert.notEqual(session.posts[0].person, null);
  assert.deepEqual([session.theme, session.lead_in_minutes, session.remark], ["航天", 5, "自带望远镜"]);
  const day = (line) => new Date(line.day * 60_000).toISOString().slice(5, 10);
  const on = (which) => lines.filter((line) => day(line) === which).map((line) => `${line.start} ${line.skip ?? line.action}`);
  assert.deepEqual([on("05-05"), on("05-09"), on("05-12")], [["725 keep", "785 clash"], ["725 keep", "785 day_kind"], ["725 keep"]]);

  // What is to come after its last day is called off, with a reason.
  await page.getByRole("button", { name: "更多", exact: true }).click();
  await page.getByRole("menuitem", { name: "提前结束…" }).click();
  await setDay(page, "最后一天", "5-10");
  await page.getByText(/之后在排的\d+场一并取消/).waitFor();
  await field(page, "说明").fill("设备检修");
  await picture(page, "template-end");
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Control+Enter");
  await page.getByText("深空速览到5月10日为止").first().waitFor();
  const after = await call(folder, "template_read", { id });
  assert.equal(after.template.pattern.valid_to, lines.find((line) => day(line) === "05-10").day);
  assert.ok(after.lines.every((line) => day(line) <= "05-10" || line.skip === "cancelled"), "what was called off says so");
  const gone = lines.filter((line) => line.action === "keep" && day(line) > "05-10");
  assert.ok(gone.length > 5);
  assert.equal((await call(folder, "session_read", { id: gone[0].session })).state, "cancelled");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("tours an installation stands over are moved or called off from the exhibition", async () => {
  const page = await openPage(browser, address);
  await open(page, "exhibitions/new");
  await field(page, "名称").fill("大地的脉动");
  await pick(page, field(page, "空间"), "防灾厅");
  const moving = page.getByRole("button", { name: /^改期\d+场…/ });
  await moving.waitFor();
  await settled(page);
  await picture(page, "exhibition-displaces");
  assert.deepEqual(await seriousFindings(page), []);
  const count = Number(/\d+/.exec(await moving.innerText())[0]);
  assert.ok(count > 0);
  await moving.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`${count}场改期`).waitFor();
  const words = dialog.getByLabel("说明");
  if (await words.isVisible()) await words.fill("布展");
  await picture(page, "exhibition-moves");
  await page.keyboard.press("Control+Enter");
  await page.getByText(`已改期${count}场`).first().waitFor();
  await page.getByText("这段时间放不下").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "大地的脉动" }).waitFor();
  const from = 29631000;
  const { exhibitions } = await call(folder, "exhibition_list", { from, to: from + 400 * 1440 });
  assert.deepEqual(exhibitions.find((each) => each.title === "大地的脉动").clashes, []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("both read in the dark and in a narrow window", async () => {
  const page = await openPage(browser, address, { locale: "en", theme: "dark", viewport: { width: 1000, height: 620 } });
  await enter(page);
  for (const [part, name] of [["templates/new", "template-narrow"], ["exhibitions/new", "exhibition-narrow"]]) {
    await page.goto(`${address}/#/schedule/${part}`);
    await page.locator("aside").waitFor();
    await settled(page);
    await picture(page, name);
    assert.deepEqual(await seriousFindings(page), []);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
