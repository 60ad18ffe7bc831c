// The three schedules, each in a museum of its own, once by keys alone and once by the pointer: a hard clash is
// refused with who and when, a way out is taken, a soft one is let pass with a reason, and paper says all of it.
import assert from "node:assert/strict";
import test from "node:test";
import { call, openBrowser, NOW, settled, until } from "../harness.mjs";
import {
  dayByPointer, dayOf, field, freshMuseum, hallWeek, holdBlock, pickByKeys, pickByPointer, picture, printedWords, reach,
  refusalNote, sessionsOn, typeInto,
} from "../journeys.mjs";

const browser = await openBrowser();

async function end(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

const exhibitionOf = async (folder, title) => {
  const { exhibitions } = await call(folder, "exhibition_list", { from: dayOf("2026-05-01"), to: dayOf("2027-05-01") });
  return exhibitions.find((each) => each.title === title);
};

/** Whether every tour of a hall stands without a clash, and how many there are. */
async function toursOf(folder, hall, from, to) {
  const { sessions } = await call(folder, "schedule_read", { from: dayOf(from), to: dayOf(to) });
  const tours = sessions.filter((each) => each.kind === "guided_tour" && each.space_names.includes(hall));
  assert.deepEqual(tours.flatMap((each) => each.clashes.filter((clash) => clash.hardness === "hard")), []);
  return tours.length;
}

test("six months of an exhibition in a hall that keeps its tours, by keys", async () => {
  const { folder, address, page } = await freshMuseum(browser, NOW);
  const before = await toursOf(folder, "防灾厅", "2026-05-28", "2026-07-20");
  await page.keyboard.press("Control+Digit2");
  await reach(page, page.getByRole("button", { name: "展览", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "展览" }).waitFor();
  await page.keyboard.press("KeyC");
  await field(page, "名称").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("水的故事");
  await pickByKeys(page, "空间", "fangzai");
  await page.keyboard.press("Escape");
  for (const [label, day] of [["布展", "5-28"], ["开展", "6-2"], ["闭展", "11-30"], ["撤完", "12-3"]]) await typeInto(page, label, day);
  // Installing would close the hall over its tours: who and when, and what can be done.
  const finding = page.locator(".finding.hard");
  await finding.waitFor();
  assert.match(await finding.innerText(), /防灾厅.*5月28日.*10:00.*地震来了/s);
  await picture(page, "exhibition-keys-hard");
  assert.deepEqual(page.written, [], "nothing is written while it is refused");
  await page.keyboard.press("Alt+Digit1");
  await finding.waitFor({ state: "detached" });
  await typeInto(page, "开展", "6-1");
  await page.locator(".finding.soft").waitFor();
  await page.keyboard.press("Control+Enter");
  await field(page, "放行的原因").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("捐赠方开幕");
  await page.keyboard.press("Enter");
  const saved = await until("the exhibition", () => exhibitionOf(folder, "水的故事"));
  assert.equal(saved.phases.opens_on, dayOf("2026-06-01"));
  assert.equal(saved.phases.closes_on, dayOf("2026-11-30"));
  assert.equal(await toursOf(folder, "防灾厅", "2026-05-28", "2026-07-20"), before, "every tour stands");
  await picture(page, "exhibition-keys-saved");
  const week = await hallWeek(page, address, "2026-06-01", "2026-06-07");
  assert.match(week, /水的故事/);
  assert.match(week, /防灾厅.*水的故事.*10:00.*讲地震来了/);
  assert.match(week, /捐赠方开幕/);
  const year = await printedWords(page, address, "exhibition-year/2026-01-01/2026-12-31", "全年展览");
  assert.match(year.words, /水的故事/);
  assert.match(year.words, /捐赠方开幕/);
  await end(page);
});

test("six months of an exhibition in a hall that keeps its tours, by the pointer", async () => {
  const { folder, address, page } = await freshMuseum(browser, NOW);
  await page.locator('nav.rail a[href="#/schedule"]').click();
  await page.getByRole("button", { name: "展览", exact: true }).click();
  await page.getByRole("button", { name: /^新建展览/ }).click();
  await field(page, "名称").fill("光的旅行");
  await pickByPointer(page, "空间", "防灾厅");
  for (const [label, day] of [["布展", "2026-05-28"], ["开展", "2026-06-02"], ["闭展", "2026-11-30"], ["撤完", "2026-12-03"]]) {
    await dayByPointer(page, label, day);
  }
  const finding = page.locator(".finding.hard");
  await finding.waitFor();
  assert.match(await finding.innerText(), /防灾厅.*5月28日.*10:00.*地震来了/s);
  await finding.getByRole("button", { name: "换到生活科技厅" }).click();
  await finding.waitFor({ state: "detached" });
  assert.deepEqual(page.written, []);
  await dayByPointer(page, "开展", "2026-06-01");
  await field(page, "放行的原因").fill("捐赠方开幕");
  await page.getByRole("button", { name: /^排定展览/ }).click();
  const saved = await until("the exhibition", () => exhibitionOf(folder, "光的旅行"));
  assert.deepEqual(saved.space_names, ["生活科技厅"]);

  // While it is installed no tour may be dragged into its hall; once it is open tours may.
  await page.goto(`${address}/#/schedule/2026-05-29`);
  await settled(page);
  const tour = async (date) => (await sessionsOn(folder, date)).find((each) => each.title === "走向深空" && each.starts % 1440 === 630);
  const closed = await tour("2026-05-29");
  page.written = [];
  await holdBlock(page, page.locator(`[data-block="${closed.id}@${closed.spaces[0]}"]`), { row: "生活科技厅", minute: 630 });
  const note = await refusalNote(page);
  await picture(page, "exhibition-pointer-held");
  assert.match(note, /生活科技厅/);
  assert.match(note, /光的旅行/);
  assert.match(note, /1\n/, "a way out is numbered");
  assert.deepEqual(page.written, [], "it is refused while it is held, and nothing is written");
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  assert.equal((await tour("2026-05-29")).revision, closed.revision, "Esc puts it back");

  await page.goto(`${address}/#/schedule/2026-06-03`);
  await settled(page);
  const open = await tour("2026-06-03");
  await holdBlock(page, page.locator(`[data-block="${open.id}@${open.spaces[0]}"]`), { row: "生活科技厅", minute: 660 });
  await page.locator(".dragged.free").waitFor();
  await picture(page, "exhibition-pointer-free");
  await page.mouse.up();
  if (open.state === "published") await confirmMove(page);
  await until("the tour in the hall of the exhibition", async () => {
    const found = (await sessionsOn(folder, "2026-06-03")).find((each) => each.title === "走向深空" && each.starts % 1440 === 660);
    return found?.space_names[0] === "生活科技厅";
  });
  const week = await hallWeek(page, address, "2026-06-01", "2026-06-07");
  assert.match(week, /光的旅行/);
  assert.match(week, /捐赠方开幕/);
  assert.match(week, /生活科技厅.*光的旅行.*11:00.*讲走向深空/);
  await end(page);
});

/** Where the public was told, why it moves is asked: by the pointer. */
async function confirmMove(page) {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^移动场次/ }).click();
  await dialog.waitFor({ state: "detached" });
}

/** A moment before 1 May 2026, so that three months hold it and the make-up day of 9 May. */
const APRIL = "2026-04-13T08:50+08:00";

const templateOf = async (folder, title) => {
  const { templates } = await call(folder, "template_list", {}, { now: APRIL });
  const template = templates.find((each) => each.title === title);
  return template && call(folder, "template_read", { id: template.id }, { now: APRIL });
};

/** The dates of the template in the page, and one time of one of them. */
const dates = (page) => page.getByRole("list", { name: "每一次" });
const dayLine = (page, words) => dates(page).locator(":scope > li").filter({ hasText: words }).first();
const time = (page, words, at) => dayLine(page, words).getByRole("button", { name: new RegExp(`^${at} `) });

/** What every preview of this template must say: which days it skips, and why. */
async function sayWhy(page) {
  await time(page, "5月1日", "11:00").waitFor();
  assert.match(await dayLine(page, "4月27日").innerText(), /当天闭馆/);
  assert.match(await dayLine(page, "5月1日").innerText(), /法定节假日[\s\S]*搭一座桥/);
  assert.match(await dayLine(page, "5月9日").innerText(), /调休上班/);
  assert.match(await time(page, "5月9日", "11:00").getAttribute("aria-label"), /要排/);
}

/** What the museum holds after it: the way out, the reason, the make-up day, the closed day. */
async function holdsTheDates(folder, title) {
  const { lines } = await until("the template", () => templateOf(folder, title));
  const at = (date, start) => lines.find((line) => line.day === dayOf(date) && line.start === start);
  assert.equal(at("2026-05-01", 660).action, "keep");
  assert.equal(at("2026-05-01", 660).starts - dayOf("2026-05-01"), 12 * 60 + 10, "the way out");
  assert.equal(at("2026-05-01", 900).action, "keep", "let pass");
  assert.equal(at("2026-05-09", 660).action, "keep", "the make-up day");
  assert.equal(at("2026-04-27", 660).skip, "closed_day");
  return lines;
}

test("three months of tours with 1 May and a make-up day, by keys", async () => {
  const { folder, address, page } = await freshMuseum(browser, APRIL);
  await page.keyboard.press("Control+Digit2");
  await reach(page, page.getByRole("button", { name: "模板", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("row").nth(1).waitFor();
  await page.keyboard.press("KeyC");
  await field(page, "名称").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("会说话的积木");
  await pickByKeys(page, "空间", "儿童厅");
  await page.keyboard.press("Escape");
  await typeInto(page, "第1个开始时间", "11");
  await reach(page, page.getByRole("button", { name: "加一个时间" }));
  await page.keyboard.press("Enter");
  await reach(page, field(page, "第2个开始时间"), "Shift+Tab");
  await typeInto(page, "第2个开始时间", "15");
  await typeInto(page, "从", "4-20");
  await typeInto(page, "到", "7-19");
  await typeInto(page, "时长", "30");
  await dates(page).waitFor();
  await picture(page, "template-keys");
  await sayWhy(page);

  await reach(page, time(page, "5月1日", "11:00"));
  await page.keyboard.press("Enter");
  await page.locator(".finding.hard").waitFor();
  assert.match(await page.locator(".finding.hard").innerText(), /11:00–12:00.*搭一座桥/s);
  await picture(page, "template-keys-hard");
  await page.keyboard.press("Alt+Digit1");
  await dates(page).getByText("12:10").first().waitFor();
  await reach(page, time(page, "5月1日", "15:00"));
  await page.keyboard.press("Enter");
  await field(page, "放行的原因").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("绕开建构角");
  await page.keyboard.press("Enter");
  await page.locator(".finding").waitFor({ state: "detached" });
  assert.deepEqual(page.written, []);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "会说话的积木" }).waitFor();
  await holdsTheDates(folder, "会说话的积木");

  // Skipped by hand, it stays visible with its reason; brought back, it stands again.
  await reach(page, time(page, "5月6日", "11:00"));
  await page.keyboard.press("Enter");
  await reach(page, field(page, "为什么跳过"));
  await page.keyboard.type("外事活动");
  await page.keyboard.press("Enter");
  await dayLine(page, "5月6日").getByText("外事活动").first().waitFor();
  await reach(page, time(page, "5月6日", "11:00"));
  await page.keyboard.press("Enter");
  await reach(page, page.getByRole("button", { name: "恢复这次" }));
  await page.keyboard.press("Enter");
  await dayLine(page, "5月6日").getByText("外事活动").first().waitFor({ state: "detached" });
  const lines = await holdsTheDates(folder, "会说话的积木");
  assert.equal(lines.find((line) => line.day === dayOf("2026-05-06") && line.start === 660).action, "keep");
  const week = await hallWeek(page, address, "2026-04-27", "2026-05-03");
  assert.match(week, /12:10.*讲会说话的积/);
  assert.match(week, /绕开建构角/);
  await end(page);
});

test("three months of tours with 1 May and a make-up day, by the pointer", async () => {
  const { folder, address, page } = await freshMuseum(browser, APRIL);
  await page.locator('nav.rail a[href="#/schedule"]').click();
  await page.getByRole("button", { name: "模板", exact: true }).click();
  await page.getByRole("button", { name: /^新建模板/ }).click();
  await field(page, "名称").fill("积木会说话");
  await pickByPointer(page, "空间", "儿童厅");
  await page.getByRole("button", { name: "加一个时间" }).click();
  for (const [label, at] of [["第1个开始时间", "11:00"], ["第2个开始时间", "15:00"], ["时长", "30"]]) {
    await field(page, label).fill(at);
    await page.locator("h2").first().click();
  }
  await dayByPointer(page, "从", "2026-04-20");
  await dayByPointer(page, "到", "2026-07-19");
  await sayWhy(page);
  await time(page, "5月1日", "11:00").click();
  const finding = page.locator(".finding.hard");
  assert.match(await finding.innerText(), /11:00–12:00.*搭一座桥/s);
  await finding.getByRole("button", { name: /12:10/ }).click();
  await dates(page).getByText("12:10").first().waitFor();
  await time(page, "5月1日", "15:00").click();
  await field(page, "放行的原因").fill("绕开建构角");
  await page.getByRole("button", { name: "放行", exact: true }).click();
  await page.locator(".finding").waitFor({ state: "detached" });
  assert.deepEqual(page.written, []);
  await page.getByRole("button", { name: /^排定\d+场/ }).click();
  await page.getByRole("heading", { name: "积木会说话" }).waitFor();
  await holdsTheDates(folder, "积木会说话");

  // One of its tours is dragged onto another: refused while it is held; 1 takes the way out, within the drag.
  await page.goto(`${address}/#/schedule/2026-05-01`);
  await settled(page);
  const noon = async () => (await sessionsOn(folder, "2026-05-01")).find((each) => each.title === "积木会说话" && each.starts % 1440 < 900);
  const before = await noon();
  const block = page.locator(`[data-block="${before.id}@${before.spaces[0]}"]`);
  page.written = [];
  await holdBlock(page, block, { row: "儿童厅", minute: 14 * 60 });
  const note = await refusalNote(page);
  await picture(page, "template-pointer-held");
  assert.match(note, /14:00.*儿童厅/s);
  assert.match(note, /14:00–14:45.*小小讲解/s);
  assert.deepEqual(page.written, [], "nothing is written while it is held");
  await page.keyboard.press("Digit1");
  await page.mouse.up();
  const moved = await until("the way out", async () => {
    const now = await call(folder, "session_read", { id: before.id });
    return now.revision > before.revision && now;
  });
  assert.notEqual(moved.starts, dayOf("2026-05-01") + 14 * 60, "not onto the other");
  assert.deepEqual(moved.clashes.filter((clash) => clash.hardness === "hard"), []);

  // Its end is pulled: a quarter of an hour more.
  const clock = `${Math.floor((moved.starts % 1440) / 60)}:${String(moved.starts % 60).padStart(2, "0")}`;
  await page.locator(`[data-item="${before.id}"][aria-label^="${clock}"]`).first().waitFor();
  await settled(page);
  const minute = (moved.ends % 1440) + 15;
  await holdBlock(page, page.locator(`[data-block="${before.id}@${moved.spaces[0]}"]`), { minute, end: true });
  await page.locator(".dragged").waitFor();
  await page.waitForFunction(() => !document.querySelector(".dragged.asked"));
  await picture(page, "template-pointer-longer");
  await page.mouse.up();
  await until("the longer tour", async () => (await call(folder, "session_read", { id: before.id })).ends === moved.ends + 15);
  const week = await hallWeek(page, address, "2026-04-27", "2026-05-03");
  assert.match(week, /积木会说话/);
  assert.match(week, /绕开建构角/);
  await end(page);
});

const runOf = async (folder, title) => {
  const { runs } = await call(folder, "run_list", { from: dayOf("2026-05-04"), to: dayOf("2026-06-30") });
  return runs.find((run) => run.title === title);
};

const TAKE_MOST = 5;

/** Takes the first way out of what refuses a run until nothing does; answers every refusal that was read. */
async function takeWays(page, take) {
  const read = [];
  const hard = page.locator("aside .finding.hard");
  for (let round = 0; round < TAKE_MOST && (await hard.count()) > 0; round += 1) {
    const before = (await page.locator("aside").innerText()).trim();
    read.push(before);
    await picture(page, `run-ways-${round}`);
    await take();
    await page.waitForFunction((text) => document.querySelector("aside").innerText.trim() !== text, before);
    await settled(page);
  }
  assert.equal(await hard.count(), 0, read.join("\n---\n"));
  return read;
}

/** On the day of the run: a tour held over the row of a docent who is on the road is refused, and 1 gives it to another. */
async function keepsTheRoad(page, folder, address, hand) {
  await page.goto(`${address}/#/schedule/2026-05-08`);
  await settled(page);
  // Without the spaces every person is in sight.
  await hand.press(page.getByRole("group", { name: "显示" }).getByRole("button", { name: "空间" }));
  await settled(page);
  const tour = async () => (await sessionsOn(folder, "2026-05-08")).find((each) => each.title === "走向深空" && each.starts % 1440 === 630);
  const before = await tour();
  assert.equal(before.posts[0].person_name, "叶青");
  const block = page.locator(`[data-block="${before.id}@${before.posts[0].person}"]`);
  page.written = [];
  await hand.hold(block);
  const note = await refusalNote(page);
  await picture(page, `run-${hand.name}-held`);
  assert.match(note, /何砚/);
  assert.match(note, /奉节再访/);
  assert.deepEqual(page.written, []);
  await page.keyboard.press("Digit1");
  await page.mouse.up();
  const dialog = page.getByRole("dialog");
  await settled(page);
  await picture(page, `run-${hand.name}-taken`);
  const after = await until("another docent or time", async () => {
    if (await dialog.isVisible()) await page.keyboard.press("Control+Enter");
    const now = await call(folder, "session_read", { id: before.id });
    return now.posts[0].person_name !== "叶青" && now;
  });
  assert.notEqual(after.posts[0].person_name, "何砚", "who is on the road leads no tour");
}

/** What paper says of the run. */
async function printsTheRun(page, address) {
  const sheet = await printedWords(page, address, "run-sheet/2026-05-04/2026-05-10", "大篷车行程单");
  assert.match(sheet.words, /奉节再访/);
  assert.match(sheet.words, /志愿者自愿随车/);
  const week = await hallWeek(page, address, "2026-05-04", "2026-05-10");
  assert.match(week, /幼岚小学/);
  assert.match(week, /走向深空/);
}

test("a run of two days to 奉节, by keys", async () => {
  const { folder, address, page } = await freshMuseum(browser, NOW);
  await page.keyboard.press("Control+Digit4");
  await page.locator("[data-run]").first().waitFor();
  await page.keyboard.press("KeyC");
  await field(page, "名称").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("奉节再访");
  for (const [label, text] of [["车辆", "1号"], ["司机", "何远"], ["随车人员", "唐柚"], ["随车人员", "石榴"], ["第一站", "youlan"], ["加一站", "zyzx"]]) {
    await pickByKeys(page, label, text);
  }
  await reach(page, field(page, "出发日"), "Shift+Tab");
  await typeInto(page, "出发日", "5-8");
  await page.locator("aside .finding.hard").first().waitFor();
  await settled(page);
  await picture(page, "run-keys-hard");
  const read = await takeWays(page, () => page.keyboard.press("Alt+Digit1"));
  assert.match(read.join(), /唐柚.*地震来了/s, "who stands elsewhere, and where");
  assert.deepEqual(page.written, []);
  await page.keyboard.press("Control+Enter");
  await field(page, "放行原因").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("志愿者自愿随车");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "奉节再访" }).waitFor();
  const saved = await until("the run", () => runOf(folder, "奉节再访"));
  assert.equal(saved.nights, 1);
  assert.equal(saved.findings[0].reason, "志愿者自愿随车");
  await keepsTheRoad(page, folder, address, {
    name: "keys",
    async press(button) {
      await reach(page, button);
      await page.keyboard.press("Space");
    },
    async hold(block) {
      await block.focus();
      const held = page.locator('.row.target .label[title="何砚"]');
      for (let step = 0; step < 30 && (await held.count()) === 0; step += 1) {
        await page.keyboard.press("Alt+ArrowUp");
        await settled(page);
      }
    },
  });
  await printsTheRun(page, address);
  await end(page);
});

test("a run of two days to 奉节, by the pointer", async () => {
  const { folder, address, page } = await freshMuseum(browser, NOW);
  await page.locator('nav.rail a[href="#/tours"]').click();
  await page.getByRole("button", { name: /^新建行程/ }).click();
  await field(page, "名称").fill("奉节再访");
  for (const [label, name] of [["车辆", "大篷车1号"], ["司机", "何远"], ["随车人员", "唐柚"], ["随车人员", "石榴"], ["第一站", "幼岚小学"], ["加一站", "竹园中学"]]) {
    await pickByPointer(page, label, name);
  }
  await dayByPointer(page, "出发日", "2026-05-08");
  const hard = page.locator("aside .finding.hard");
  await hard.first().waitFor();
  await settled(page);
  const read = await takeWays(page, () => page.locator("aside .finding .lines button").first().click());
  assert.match(read.join(), /唐柚.*地震来了/s);
  await field(page, "放行原因").fill("志愿者自愿随车");
  await page.getByRole("button", { name: /^放行\d+项并保存/ }).click();
  await page.getByRole("heading", { name: "奉节再访" }).waitFor();
  const saved = await until("the run", () => runOf(folder, "奉节再访"));
  assert.equal(saved.nights, 1);
  assert.equal(saved.findings[0].reason, "志愿者自愿随车");
  await keepsTheRoad(page, folder, address, {
    name: "pointer",
    press: (button) => button.click(),
    hold: (block) => holdBlock(page, block, { row: "何砚", minute: 630 }),
  });
  await printsTheRun(page, address);
  await end(page);
});
