// The opening calendar in Chromium: a notice pasted, reviewed and saved, what it strands settled one by one, the notice
// corrected and superseded; the museum's own notices by half days and by space; who leads a day.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();
const imagined = await readFile(path.join(import.meta.dirname, "../../crates/rules/tests/data/calendar/notices/2027-imagined.txt"), "utf8");

const QINGMING = "4月3日（周六）至5日（周一）放假，共3天";
/** A clerk's slip: the Monday is left out, and the statutory day with it. */
const slipped = imagined.replace(QINGMING, "4月3日（周六）至4日（周日）放假，共2天");
const MONDAY = minute(2027, 4, 5);

/** A day as a minute of the schedule. */
function minute(year, month, day, hour = 0) {
  return Date.UTC(year, month - 1, day, hour) / 60_000;
}
const field = (page, label) => page.getByLabel(label, { exact: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Keeps a picture where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

async function open(page, part) {
  await enter(page);
  await page.goto(`${address}/#/resources/calendar/${part}`);
  await settled(page);
}

async function setDay(page, label, text) {
  const input = field(page, label);
  await input.fill(text);
  await input.press("Enter");
}

/** Types into a list and takes its first match. */
async function pick(page, label, text) {
  await field(page, label).click();
  await page.keyboard.type(text);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
}

const dayOf = async (date) => {
  const answer = await call(folder, "calendar_days", { from: date, to: date });
  return answer[0];
};

async function plan(title, hour) {
  const spaces = await call(folder, "space_list");
  const space = spaces.find((each) => each.name === "宇航厅");
  const starts = MONDAY + hour * 60;
  const session = { kind: "guided_tour", title, public: true, starts, ends: starts + 45, spaces: [space.id], posts: [] };
  return call(folder, "session_save", { session });
}

test("a pasted notice is reviewed and saved, and each stranded session is kept, moved or cancelled", async () => {
  // A Monday that is open as long as 2027 is provisional: the statutory day is known without its notice.
  const [kept, moved, cancelled] = [await plan("保留的", 10), await plan("改期的", 13), await plan("取消的", 15)];
  const page = await openPage(browser, address);
  await open(page, "state");
  await button(page, "粘贴新通知…").click();
  await field(page, "粘贴通知全文").fill(slipped);
  // What is doubtful comes before the days.
  await page.getByText("缺清明节").first().waitFor();
  await page.getByText("3场落在闭馆日").waitFor();
  await picture(page, "calendar-review");
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Control+Enter");

  const row = (title) => page.locator(".list li", { hasText: title });
  await page.getByRole("checkbox", { name: /保留的$/ }).waitFor();
  assert.equal(await page.getByRole("checkbox", { name: /(保留|改期|取消)的$/ }).count(), 3);
  await picture(page, "calendar-effects");
  assert.deepEqual(await seriousFindings(page), []);

  await row("保留的").getByRole("button", { name: "保留…" }).click();
  const dialog = page.getByRole("dialog");
  // Keeping says why, or is not done.
  await dialog.getByRole("button", { name: /^保留场次/ }).click();
  await dialog.getByText("写明原因").waitFor();
  await field(dialog, "原因").fill("已约好的学校");
  await page.keyboard.press("Control+Enter");
  await row("保留的").waitFor({ state: "detached" });

  await row("改期的").getByRole("button", { name: /^改到/ }).click();
  await dialog.getByRole("button", { name: /^改期/ }).click();
  await row("改期的").waitFor({ state: "detached" });

  await row("取消的").getByRole("button", { name: "取消…" }).click();
  await field(dialog, "说明").fill("当天闭馆");
  await page.keyboard.press("Control+Enter");
  await row("取消的").waitFor({ state: "detached" });
  await page.getByText("没有场次落在闭馆日").waitFor();

  const read = (session) => call(folder, "session_read", { id: session.id });
  assert.equal((await read(kept)).findings[0].reason, "已约好的学校");
  assert.notEqual((await read(moved)).starts, moved.starts);
  const gone = await read(cancelled);
  assert.deepEqual([gone.state, gone.reason_text], ["cancelled", "当天闭馆"]);
  // What was kept is still told with its reason.
  await page.getByLabel("含已保留").check();
  await page.getByText("已保留：已约好的学校").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a wrong notice is corrected in place, superseded by an amendment, and the amendment taken away", async () => {
  assert.equal((await dayOf("2027-04-05")).open, false);
  const page = await openPage(browser, address);
  await open(page, "state");
  const row = (version) => page.getByRole("row").filter({ hasText: /^2027/ }).filter({ hasText: version });
  await row("现行").click();
  await button(page, "改正原文…").click();
  // What was pasted is there to be mended.
  await page.waitForFunction((text) => document.querySelector("textarea")?.value.includes(text), "至4日（周日）放假，共2天");
  await field(page, "粘贴通知全文").fill(imagined.replaceAll("2027", "2028"));
  await page.getByText("改正只能在2027年内").first().waitFor();
  await field(page, "粘贴通知全文").fill(imagined);
  await page.getByText("没有要核对的").waitFor();
  await picture(page, "calendar-correction");
  await page.getByRole("button", { name: /^保存改正/ }).click();
  await button(page, "改正原文…").waitFor();
  const after = await dayOf("2027-04-05");
  assert.deepEqual([after.open, after.notice_id, after.provisional], [true, "cn-2027-1", false]);

  await button(page, "粘贴新通知…").click();
  const amendment =
    "国务院办公厅关于调整2027年劳动节假期安排的通知\n　　劳动节：2027年5月1日（周六）至4日（周二）放假调休，共4天。4月25日（周日）、5月8日（周六）上班。";
  await field(page, "粘贴通知全文").fill(amendment);
  await page.getByText("与2027年第1版相比1天不同").waitFor();
  await picture(page, "calendar-amendment");
  await page.keyboard.press("Control+Enter");
  await row("已被取代").waitFor();
  assert.equal((await dayOf("2027-05-05")).day_kind, "workday");
  assert.equal((await dayOf("2027-10-04")).notice_id, "cn-2027-2", "the rest of the year stands in the new version");

  // The older one is past mending; the newer one goes, and the older is in force again.
  await row("已被取代").click();
  await page.getByText("已有更新的版本").waitFor();
  await row("现行").click();
  await button(page, "删除这一版").click();
  await row("已被取代").waitFor({ state: "detached" });
  assert.equal((await dayOf("2027-05-05")).day_kind, "statutory_off");
  // What came with the program is nobody's to correct.
  await page.getByRole("row").filter({ hasText: /^2026/ }).first().click();
  await page.getByText("随程序附带，不能改").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the museum closes half a day, then one space, says whom it strands, and withdraws", async () => {
  const page = await openPage(browser, address);
  await open(page, "museum");
  await button(page, "新通知…").click();
  await setDay(page, "从", "2026-5-13");
  await page.getByRole("radio", { name: "下午" }).or(page.getByRole("button", { name: "下午", exact: true })).first().click();
  await page.getByText(/\d+场落在闭馆日/).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("写明原因").waitFor();
  await field(page, "原因").fill("配电检修");
  await picture(page, "calendar-half-day");
  await page.keyboard.press("Control+Enter");
  const strandedOn = async (date) => {
    const all = await call(folder, "calendar_effects", { kept: false });
    return all.filter((one) => one.day.date === date).map((one) => one.session);
  };
  await page.getByText("下午闭馆：配电检修").first().waitFor();
  const afternoon = await strandedOn("2026-05-13");
  assert.ok(afternoon.length > 0);
  assert.ok(afternoon.every((session) => session.ends > minute(2026, 5, 13, 12)), "the morning goes on");
  assert.equal((await dayOf("2026-05-13")).open, true, "half a day closed is an open day");

  await open(page, "museum");
  await button(page, "新通知…").click();
  await setDay(page, "从", "2026-5-21");
  await pick(page, "空间", "宇航厅");
  await field(page, "原因").fill("更换地毯");
  await page.getByText("没有场次受影响").or(page.getByText(/\d+场落在闭馆日/)).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await settled(page);
  await page.waitForFunction(() => !document.querySelector("aside.panel h2")?.textContent?.includes("新通知"));
  const closed = await dayOf("2026-05-21");
  assert.deepEqual([closed.open, closed.spaces.length, closed.spaces[0].reason], [true, 1, "更换地毯"]);
  const hall = (await call(folder, "space_list")).find((each) => each.name === "宇航厅");
  assert.ok((await strandedOn("2026-05-21")).every((session) => session.spaces.includes(hall.id)));

  await open(page, "museum");
  await page.getByRole("row").filter({ hasText: "配电检修" }).click();
  await button(page, "撤回通知…").click();
  await page.getByRole("dialog").getByRole("button", { name: /^撤回通知/ }).click();
  await page.getByRole("row").filter({ hasText: "配电检修" }).waitFor({ state: "detached" });
  assert.deepEqual(await strandedOn("2026-05-13"), []);
  await page.getByLabel("含已撤回").check();
  await page.getByRole("row").filter({ hasText: "配电检修" }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a day says who leads it, and a week is led in one go", async () => {
  const page = await openPage(browser, address);
  await open(page, "days");
  await page.getByRole("row").filter({ hasText: "5月13日" }).click();
  await pick(page, "带班", "");
  await button(page, "设为本周带班").click();
  await page.getByText(/带班7天/).first().waitFor();
  await picture(page, "calendar-duty");
  const duties = await call(folder, "duty_list", { from: "2026-05-11", to: "2026-05-17" });
  assert.equal(duties.length, 7);
  assert.equal(new Set(duties.map((duty) => duty.leader)).size, 1);
  assert.deepEqual(await seriousFindings(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
