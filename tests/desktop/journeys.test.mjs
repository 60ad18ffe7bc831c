// The three schedules of a museum, planned end to end in the real window: once by keys alone, once by the pointer
// alone. Each clash is refused with its ways out and one is taken; a soft one is let pass with a reason that prints;
// the A3 sheet is saved by the window itself and read.
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { museum, run, scratch } from "../harness.mjs";
import { desk, KEY, openWindow, until } from "./driver.mjs";
import { Keys, Pointer } from "./hands.mjs";

/** A Monday before the holiday of May, so that 1 May and the working Saturday after it lie ahead. */
const NOW = "2026-04-20T08:50+08:00";
const HALL = "宇航厅";
const DAY = 1440;
const dayOf = (date) => Date.parse(`${date}T00:00Z`) / 60_000;

const place = await desk();

/** A sample museum of that Monday, and its window with somebody at it. */
async function begin(t, Kind) {
  const folder = await museum({ now: NOW });
  const papers = await scratch("zhancheng-papers-");
  const window = await openWindow(place, folder, { now: NOW, args: ["--save-to", papers] });
  t.after(() => window.close());
  const hand = new Kind(window, folder, NOW);
  await hand.says("管理员");
  await window.run(`window.touched = 0; addEventListener("${Kind.mark}", (event) => {
    const typed = event.type === "keydown" && event.target instanceof HTMLInputElement;
    if (event.isTrusted && !typed) window.touched += 1;
  }, true)`);
  await hand.button("管理员");
  await window.element("nav.rail");
  return { hand, window, papers };
}

/** Keeps a picture where somebody wants to look at it. */
async function picture(window, name) {
  if (process.env.PICTURES) await writeFile(path.join(process.env.PICTURES, `${name}.png`), await window.screenshot());
}

async function planExhibition(hand, window) {
  await hand.shortcut([KEY.control, "2"], "日程");
  await window.element(".block");
  await hand.button("展览");
  await hand.says("万物有数");
  await hand.shortcut(["c"], "新建展览");
  await hand.fill("名称", "深空来信");
  await hand.pick("空间", HALL);
  // Tours stand where it would be installed: refused with who stands there, and a way out that fits.
  await hand.says("这段时间放不下");
  assert.match(await window.text(), /宇航厅\d+月\d+日 \d+:\d+–\d+:\d+已排讲解“走向深空”/);
  await picture(window, `exhibition-clash-${hand.constructor.name}`);
  await hand.way(1);
  await hand.saysNoMore("这段时间放不下");
  // Better still: both days of building on Mondays, when nobody is guided. Six months open between them.
  for (const [label, day] of [["布展", "5-11"], ["开展", "5-12"], ["闭展", "11-8"], ["撤完", "11-9"]]) await hand.day(label, day);
  await hand.says("5月12日–11月8日展出，照常讲解");
  await hand.saysNoMore("放不下");
  await hand.shortcut([KEY.control, KEY.enter], "排定展览");
  await until("the exhibition", async () => (await exhibition(hand)) !== undefined);
  await picture(window, `exhibition-saved-${hand.constructor.name}`);
  const saved = await exhibition(hand);
  assert.equal(saved.state, "planned");
  assert.equal(saved.phases.opens_on, dayOf("2026-05-12"));
  // Its hall still bears its tours, and nothing stands against any of them.
  const week = await hand.call("schedule_read", { from: dayOf("2026-05-12"), to: dayOf("2026-05-19") });
  const hall = week.spaces.find((space) => space.name === HALL).id;
  const tours = week.sessions.filter((session) => session.kind === "guided_tour" && session.spaces.includes(hall));
  assert.ok(tours.length >= 6, `${tours.length} tours in the week it opens`);
  assert.deepEqual(tours.flatMap((tour) => tour.clashes).filter((clash) => clash.hardness === "hard"), []);
}

async function exhibition(hand) {
  const { exhibitions } = await hand.call("exhibition_list", { from: dayOf("2026-04-01"), to: dayOf("2027-04-01") });
  return exhibitions.find((each) => each.title === "深空来信");
}

async function planTours(hand, window) {
  await hand.shortcut([KEY.control, "2"], "日程");
  await window.element(".block");
  await hand.button("模板");
  await hand.says("走向深空");
  await hand.shortcut(["c"], "新建模板");
  await hand.fill("名称", "光影讲解");
  await hand.pick("空间", HALL);
  await hand.day("到", "7-20");
  await hand.says("当天闭馆");
  await picture(window, `template-${hand.constructor.name}`);
  // Ninety-one days; twelve Mondays of them are closed, and the fourth of May is not.
  await hand.says("排定79场");
  await hand.shortcut([KEY.control, KEY.enter], "排定");
  const template = await until("the template", async () => {
    const { templates } = await hand.call("template_list");
    return templates.find((each) => each.title === "光影讲解");
  });
  assert.equal(template.coming, 79);
  const { lines } = await hand.call("template_read", { id: template.id });
  const on = (date) => lines.find((line) => line.day === dayOf(date));
  // Open on the first of May and on Monday the fourth; working Saturday the ninth; closed on an ordinary Monday.
  for (const date of ["2026-05-01", "2026-05-04", "2026-05-09"]) assert.equal(on(date).action, "keep", date);
  assert.deepEqual([on("2026-04-27").action, on("2026-04-27").skip], ["skip", "closed_day"]);
}

async function planRun(hand, window) {
  await hand.shortcut([KEY.control, "4"], "巡展");
  await window.element("[data-run]");
  await hand.shortcut(["c"], "新建行程");
  await hand.fill("名称", "奉节再访");
  await hand.pick("第一站", "youlan", { several: false });
  await hand.pick("加一站", "zyzx", { several: false });
  await hand.pick("车辆", "1号", { several: false });
  await hand.pick("司机", "白渡");
  await hand.day("出发日", "5-20");
  await hand.says("白渡的驾照不够");
  await hand.says("白渡5月20日驾驶");
  await picture(window, `run-clash-${hand.constructor.name}`);
  await hand.way(1);
  await hand.saysNoMore("才回馆");
  await hand.way(1);
  await hand.says("没有冲突。");
  await hand.shortcut([KEY.control, KEY.enter], "保存行程");
  const saved = await until("the run", async () => {
    const { runs } = await hand.call("run_list", { from: dayOf("2026-05-01"), to: dayOf("2026-06-01") });
    return runs.find((each) => each.title === "奉节再访");
  });
  assert.equal(saved.state, "planned");
  assert.equal(saved.nights, 1);
  assert.equal(saved.departs - (saved.departs % DAY), dayOf("2026-05-20"));
  assert.deepEqual(saved.clashes, []);
}

/** One of the tours just planned is carried onto others: refused before anything is let go; a way out is taken. */
async function moveTour(hand, window) {
  await hand.shortcut([KEY.control, "2"], "日程");
  await window.element(".block");
  for (let day = 20; day < 24; day += 1) {
    await hand.shortcut(["]"], "往后");
    await hand.says(`4月${day + 1}日`);
  }
  await until("the tour", () => hand.timeline("光影讲解"));
  const before = await tour(hand);
  await hand.carry("光影讲解", { row: "水区", rowsAway: -1, minutesAway: 240 });
  await window.element('[role="alertdialog"]');
  const note = await window.run(`return document.querySelector('[role="alertdialog"]').innerText`);
  assert.match(note, /同时只能走\d+组讲解，.*已排讲解/);
  await picture(window, `timeline-refused-${hand.constructor.name}`);
  assert.deepEqual(await tour(hand), before, "nothing moved while it was held");
  await hand.takeHeld(1);
  const moved = await until("the move", async () => {
    const now = await tour(hand);
    return now.starts !== before.starts || now.space !== before.space ? now : undefined;
  });

  // The hand must not carry it from where it was.
  const clock = `${Math.floor((moved.starts % DAY) / 60)}:${String(moved.starts % 60).padStart(2, "0")}`;
  await until("the block in its new place", () =>
    window.run("return document.querySelector(arguments[0])?.getAttribute('aria-label').startsWith(arguments[1])", `[data-block="${moved.block}"]`, clock));

  // Onto a demonstration that tours can walk around: soft, let pass with a reason.
  const names = (await hand.timeline("光影讲解")).names;
  const rowsAway = names.indexOf("基础科学厅") - names.indexOf(moved.space);
  await hand.carry("光影讲解", { row: "基础科学厅", rowsAway, minutesAway: 12 * 60 - (moved.starts % DAY) });
  await hand.says("放行，写原因…");
  await picture(window, `timeline-soft-${hand.constructor.name}`);
  await hand.takeHeld(1);
  await window.element("dialog[open] input");
  if (hand instanceof Pointer) await hand.reach("放行的原因");
  await window.write(REASON);
  await hand.shortcut([KEY.control, KEY.enter], "移动场次");
  const passed = await until("the override", async () => {
    const now = await tour(hand);
    return now.space === "基础科学厅" ? now : undefined;
  });
  assert.equal(passed.starts % DAY, 12 * 60);
  assert.deepEqual(passed.reasons, [REASON]);
}

const REASON = "绕开电磁区走力学区";

async function tour(hand) {
  const from = dayOf("2026-04-24");
  const { sessions, spaces } = await hand.call("schedule_read", { from, to: from + DAY });
  const found = sessions.find((session) => session.title === "光影讲解");
  const space = spaces.find((each) => each.id === found.spaces[0])?.name;
  return { starts: found.starts, space, block: `${found.id}@${found.spaces[0]}`, reasons: found.findings.map((finding) => finding.reason) };
}

/** The wall's A3 sheet of the week, saved by the window itself and read. */
async function printWeek(hand, window, papers) {
  await hand.shortcut([KEY.control, "p"], "打印");
  await window.element('img[alt^="展厅周程"]');
  await picture(window, `print-${hand.constructor.name}`);
  await hand.shortcut([KEY.control, "s"], "存为PDF…");
  const [name] = await until("the paper", async () => {
    const names = (await readdir(papers)).filter((each) => each.endsWith(".pdf"));
    return names.length > 0 ? names : undefined;
  });
  assert.match(name, /展厅周程/);
  const file = path.join(papers, name);
  const size = /Page size:\s+([\d.]+) x ([\d.]+)/.exec((await run("pdfinfo", [file])).out);
  assert.deepEqual([Math.round(size[1]), Math.round(size[2])].sort(), [1191, 842], "A3");
  const words = (await run("pdftotext", ["-layout", file, "-"])).out.replace(/\s+/g, "");
  for (const word of ["光影讲解", "走向深空", REASON, "制表", "审核", "签发"]) assert.ok(words.includes(word), `${word} in ${words}`);
}

for (const Kind of [Keys, Pointer]) {
  test(`the three schedules ${Kind.named}`, async (t) => {
    const { hand, window, papers } = await begin(t, Kind);
    await t.test("a six-month exhibition whose hall still bears its tours", () => planExhibition(hand, window));
    await t.test("a template of tours over three months with 1 May in it", () => planTours(hand, window));
    await t.test("a two-day run to 奉节", () => planRun(hand, window));
    await t.test("a tour carried onto others, and let pass with a reason", () => moveTour(hand, window));
    await t.test("the A3 sheet of the week", () => printWeek(hand, window, papers));
    assert.equal(await window.run("return window.touched"), 0, `nothing but ${Kind.named}`);
  });
}
