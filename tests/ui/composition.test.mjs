// While an input method composes no key submits, takes, or moves anything; once it has ended the same key does.
// Each case is a kind of place where people type, with the key that submits there.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, inputMethod, museum, openBrowser, openPage, serve, settled, until } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();
const DAY = 29_630_880;

const field = (page, label) => page.getByLabel(label, { exact: true });
const go = async (page, place) => {
  await page.goto(`${address}/#/${place}`);
  await settled(page);
};
const hasDialog = (page) => page.locator("dialog[open]").isVisible();

/** Writes that the page asked for since the last look. */
const wrote = (page) => page.written.length > 0;

/** The session of the sample that is planned and free to be changed: 桥梁与结构, Saturday. */
async function sessionOf(title, day) {
  const { sessions } = await call(folder, "schedule_read", { from: DAY + day * 1440, to: DAY + (day + 1) * 1440 });
  return sessions.find((each) => each.title === title);
}

const CASES = [
  {
    name: "the palette, where a line becomes a session",
    key: "Enter",
    text: "周三12点 报告厅 讲座 夜空",
    async open(page) {
      await page.keyboard.press("Control+KeyK");
      await page.locator('[role="combobox"]').first().waitFor();
    },
    ready: (page) => page.locator("dialog[open] [role=option]", { hasText: "夜空" }).first().waitFor(),
    submitted: async (page) => !(await hasDialog(page)),
  },
  {
    name: "the panel of a session",
    key: "Control+Enter",
    text: "夜里",
    async open(page) {
      const session = await sessionOf("桥梁与结构", 5);
      await go(page, `schedule/2026-05-09?session=${session.id}`);
      await field(page, "备注").or(field(page, "集合")).first().focus();
    },
    ready: (page) => page.getByRole("button", { name: "保存改动" }).waitFor(),
    submitted: wrote,
  },
  {
    name: "a list that is searched by typing",
    key: "Enter",
    text: "宇航",
    async open(page) {
      await go(page, "schedule/2026-05-09");
      await page.keyboard.press("KeyC");
      await field(page, "空间").focus();
    },
    ready: (page) => page.getByRole("option", { name: "宇航厅" }).first().waitFor(),
    submitted: (page) => page.locator("aside .word", { hasText: "宇航厅" }).isVisible(),
  },
  {
    name: "a reason that lets something pass",
    key: "Enter",
    text: "校方已同意",
    async open(page) {
      const session = await sessionOf("讲解员业务学习", 0);
      await go(page, `schedule/2026-05-04?session=${session.id}`);
      await field(page, "人数").fill("301");
      await field(page, "人数").press("Enter");
      await page.getByRole("button", { name: "放行并保存…" }).waitFor();
      await page.keyboard.press("Control+Enter");
      await field(page, "放行的原因").waitFor();
      await field(page, "放行的原因").focus();
    },
    submitted: async (page) => !(await hasDialog(page)),
  },
  {
    name: "the form of an exhibition",
    key: "Control+Enter",
    text: "光的旅行",
    async open(page) {
      await go(page, "schedule/exhibitions/new");
      await field(page, "空间").focus();
      await page.keyboard.type("shenghuo");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await field(page, "名称").focus();
    },
    submitted: wrote,
  },
  {
    name: "the form of a template",
    key: "Control+Enter",
    text: "光的旅行",
    async open(page) {
      await go(page, "schedule/templates/new");
      await field(page, "空间").focus();
      await page.keyboard.type("baogao");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await field(page, "名称").focus();
    },
    submitted: wrote,
  },
  {
    name: "the form of a caravan run",
    key: "Control+Enter",
    text: "到静观去",
    async open(page) {
      await go(page, "tours/2026-05-19");
      await page.keyboard.press("KeyC");
      await field(page, "第一站").focus();
      await page.keyboard.type("静观");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      await page.getByText("按驾驶时间重排时刻").waitFor();
      await page.keyboard.press("Alt+Digit1");
      await page.getByText("没有冲突。").waitFor();
      await field(page, "名称").fill("");
      await field(page, "名称").focus();
    },
    submitted: wrote,
  },
  {
    name: "a driving time with its source",
    key: "Enter",
    text: "导航",
    async open(page) {
      await go(page, "tours/roads");
      await page.locator("td.here").focus();
      for (const key of ["ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
      await field(page, "依据").waitFor();
      await field(page, "依据").focus();
    },
    submitted: wrote,
  },
  {
    name: "a record of the resources",
    key: "Control+Enter",
    text: "新厅",
    async open(page) {
      await go(page, "resources/spaces");
      await page.keyboard.press("KeyA");
      await field(page, "名称").waitFor();
      await field(page, "名称").focus();
    },
    submitted: wrote,
  },
  {
    name: "the settings of the museum",
    key: "Control+Enter",
    text: "馆",
    async open(page) {
      await go(page, "settings");
      await field(page, "馆名").focus();
    },
    submitted: wrote,
  },
];

/** Commands that only read. */
const READS = /_(read|list|check|preview|find|days|effects|candidates|state|status|documents|subjects|render|times|of_row|enter)$/;

for (const each of CASES) {
  test(`composing submits nothing in ${each.name}`, async () => {
    const page = await openPage(browser, address);
    page.written = [];
    page.on("request", (request) => {
      const name = /\/call\/(\w+)$/.exec(request.url())?.[1];
      if (name && !READS.test(name)) page.written.push(name);
    });
    await enter(page);
    await settled(page);
    await each.open(page);
    page.written = [];
    const method = await inputMethod(page);
    await method.compose(each.text);
    await each.ready?.(page);
    const control = each.key.startsWith("Control");
    for (const press of [{ keyCode: 13, control }, { keyCode: 229, control }, { keyCode: 13, control: false }, { keyCode: 229, control: false }]) {
      await method.press("Enter", press);
    }
    await settled(page);
    const heard = (await method.heard()).filter(([code]) => code === "Enter");
    assert.equal(heard.length, 4, "the page heard the keys");
    assert.ok(heard.every(([, composing, keyCode]) => composing || keyCode === 229), "as keys of a composition");
    assert.equal(await each.submitted(page), false, "and did nothing");
    assert.deepEqual(page.written, []);
    const typed = await page.evaluate(() => document.activeElement.value);
    assert.ok(typed.endsWith(each.text), `what is composed stays where it is: ${typed}`);

    await method.commit(each.text);
    await each.ready?.(page);
    await settled(page);
    await page.keyboard.press(each.key);
    await until(`${each.key} after the composition`, () => each.submitted(page));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("letters of the timeline wait while an input method has them", async () => {
  const page = await openPage(browser, address);
  await enter(page);
  await go(page, "schedule/2026-05-05");
  const block = page.locator('.block[tabindex="0"]').first();
  await block.focus();
  const method = await inputMethod(page);
  const before = page.url();
  for (const code of ["KeyW", "KeyM", "KeyN", "KeyC", "BracketRight", "Space", "Enter", "Digit1"]) await method.press(code);
  await settled(page);
  assert.equal((await method.heard()).filter(([, , keyCode]) => keyCode === 229).length, 8);
  assert.equal(page.url(), before, "nothing was opened, turned or scaled");
  assert.equal(await page.locator("aside").count(), 0);
  assert.equal(await page.locator(".block.marked").count(), 0);
  await page.keyboard.press("KeyW");
  await until("the week", () => page.url().includes("scale=week"));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
