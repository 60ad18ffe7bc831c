// Sessions in Chromium over `zhancheng serve`: a week again, several at once, an occurrence and its template, what is
// let pass, the states with their reversals, and a day as text, as cells and as a picture.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled, until } from "../harness.mjs";

const DAY = 29_630_880;
const MINUTES = 1440;
const browser = await openBrowser();

/** A page on a sample of its own, entered, at a place. */
async function at(place, { now, locale } = {}) {
  const folder = await museum();
  const address = await serve(folder, now ? { now } : {});
  const page = await openPage(browser, address, locale ? { locale } : {});
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: address });
  await enter(page);
  await page.goto(`${address}/#/${place}`);
  await settled(page);
  return {
    folder,
    page,
    go: async (next) => {
      await page.goto(`${address}/#/${next}`);
      await settled(page);
    },
    async end() {
      assert.deepEqual(page.faults, []);
      await page.context().close();
    },
  };
}

const sessionsOf = async (folder, day, days = 1) =>
  (await call(folder, "schedule_read", { from: DAY + day * MINUTES, to: DAY + (day + days) * MINUTES })).sessions;
const read = (folder, id) => call(folder, "session_read", { id });
const field = (page, label) => page.getByLabel(label, { exact: true });
const button = (page, name) => page.getByRole("button", { name });
/** What a session is now, once it is what was wanted. */
const becomes = (folder, id, what, fits) =>
  until(what, async () => {
    const now = await read(folder, id);
    return fits(now) && now;
  });

/** Takes the last step back and brings it again; `gone` and `there` say what the museum holds then. */
async function backAndForth(page, gone, there) {
  await page.locator("nav.rail").evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("Control+KeyZ");
  await until("taken back", gone);
  await page.keyboard.press("Control+KeyY");
  await until("brought again", there);
}

/** Keeps a picture where somebody wants to look at it. */
async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

test("a week is planned once more, after every line of it was shown", async () => {
  const desk = await at("schedule/2026-05-04?scale=week");
  const { folder, page } = desk;
  await button(page, "复制这一周…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("英文讲解·预约团").waitFor();
  await picture(page, "session-week-again");
  assert.deepEqual(await seriousFindings(page), []);
  const [, create, skip] = /排入(\d+)场，不排(\d+)场/.exec(await dialog.innerText());
  assert.equal(await dialog.locator("li").count(), Number(create) + Number(skip), "each session has its line");
  assert.match(await dialog.innerText(), /模板会排/);
  const before = await sessionsOf(folder, 7, 7);
  await page.keyboard.press("Control+Enter");
  const count = async () => (await sessionsOf(folder, 7, 7)).length;
  await until("the week", async () => (await count()) === before.length + Number(create));
  assert.ok((await sessionsOf(folder, 7, 7)).some((each) => each.title === "英文讲解·预约团"));
  await backAndForth(page, async () => (await count()) === before.length, async () => (await count()) === before.length + Number(create));
  await desk.end();
});

test("several sessions move and are called off at once, and come back", async () => {
  const desk = await at("schedule/2026-05-08");
  const { folder, page } = desk;
  const films = (await sessionsOf(folder, 4)).filter((each) => each.title === "宇宙之旅").slice(0, 2);
  for (const film of films) {
    await page.locator(`[data-item="${film.id}"]`).first().focus();
    await page.keyboard.press("Space");
  }
  await page.getByRole("heading", { name: "已选2场" }).waitFor();
  await picture(page, "session-several");
  assert.deepEqual(await seriousFindings(page), []);
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Control+Enter");
  const starts = (by) => async () => {
    const now = await Promise.all(films.map((film) => read(folder, film.id)));
    return now.every((each, place) => each.starts === films[place].starts + by);
  };
  await until("both moved", starts(5));
  await backAndForth(page, starts(0), starts(5));
  // Called off together with a reason, and brought back together.
  await button(page, "取消2场…").click();
  await page.getByRole("dialog").waitFor();
  await page.getByRole("radio", { name: "设备" }).click();
  await page.keyboard.press("Control+Enter");
  const states = (state) => async () => (await Promise.all(films.map((film) => read(folder, film.id)))).every((each) => each.state === state);
  await until("both called off", states("cancelled"));
  assert.equal((await read(folder, films[0].id)).reason_code, "equipment");
  await button(page, "恢复场次（2场）").click();
  await until("both back", async () => !(await states("cancelled")()));
  await desk.end();
});

test("what one of several stands against says so, and is let pass for all with one reason", async () => {
  const desk = await at("schedule/2026-05-10");
  const { folder, page } = desk;
  const tours = (await sessionsOf(folder, 6)).filter(
    (each) => ["小小讲解", "声光电漫游"].includes(each.title) && each.starts % MINUTES === 840,
  );
  assert.equal(tours.length, 2);
  await call(folder, "session_transition", { ids: tours.map((tour) => tour.id), transition: "withdraw" });
  for (const tour of tours) {
    await page.locator(`[data-item="${tour.id}"].planned`).first().focus();
    await page.keyboard.press("Space");
  }
  await page.keyboard.press("Alt+PageDown");
  const note = page.getByRole("alertdialog");
  await note.waitFor();
  await picture(page, "session-several-clash");
  assert.match(await note.innerText(), /小小讲解：.*搭一座桥/);
  await page.keyboard.press("Digit1");
  await field(page, "放行的原因").fill("绕开建构角");
  await page.keyboard.press("Control+Enter");
  await until("both moved", async () => (await Promise.all(tours.map((tour) => read(folder, tour.id)))).every((now, place) => now.starts === tours[place].starts + 60));
  await desk.end();
});

test("an occurrence says where it differs from its template and follows it again", async () => {
  const desk = await at("schedule/2026-05-07");
  const { folder, page, go } = desk;
  const all = async () => (await sessionsOf(folder, 3, 14)).filter((each) => each.title === "显微镜下");
  const [first, ...others] = await all();
  const usual = first.capacity;
  await go(`schedule/2026-05-07?session=${first.id}`);
  await field(page, "人数").fill("17");
  await field(page, "人数").press("Enter");
  await page.getByRole("radio", { name: "只这场" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("与模板不同：人数").waitFor();
  await picture(page, "session-differs");
  assert.deepEqual((await Promise.all(others.map((each) => read(folder, each.id)))).map((each) => each.capacity), others.map((each) => each.capacity));
  await button(page, "按模板恢复").click();
  await becomes(folder, first.id, "the template again", (now) => now.capacity === usual);
  await page.getByText("与模板不同").waitFor({ state: "detached" });
  const is = (capacity) => async () => (await read(folder, first.id)).capacity === capacity;
  await backAndForth(page, is(17), is(usual));
  // All that is to come, past ones never.
  await field(page, "人数").fill("19");
  await field(page, "人数").press("Enter");
  await page.getByRole("radio", { name: "以后所有的" }).click();
  await page.getByText(/改\d+场/).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await until("all of them", async () => (await all()).every((each) => each.capacity === 19));
  const { templates } = await call(folder, "template_list");
  assert.equal(templates.filter((each) => each.title === "显微镜下").length, 1, "it stays one template");
  await desk.end();
});

test("what was let pass keeps its hollow triangle and its reason", async () => {
  const desk = await at("schedule/2026-05-10");
  const { folder, page, go } = desk;
  const tour = (await sessionsOf(folder, 6)).find((each) => each.title === "小小讲解" && each.starts % MINUTES === 840);
  await call(folder, "session_transition", { ids: [tour.id], transition: "withdraw" });
  await go(`schedule/2026-05-10?session=${tour.id}`);
  await field(page, "时间").fill("1500");
  await field(page, "时间").press("Enter");
  await button(page, "放行并保存…").waitFor();
  await picture(page, "session-soft");
  await page.keyboard.press("Control+Enter");
  await field(page, "放行的原因").fill("绕开建构角");
  await page.keyboard.press("Control+Enter");
  await becomes(folder, tour.id, "the tour at three", (now) => now.starts === tour.starts + 60);
  const block = page.locator(`[data-item="${tour.id}"]`).first();
  await block.locator("svg.overridden").waitFor();
  assert.match(await block.getAttribute("aria-label"), /已放行/);
  await page.locator("aside").getByText("绕开建构角（管理员）").waitFor();
  await picture(page, "session-let-pass");
  assert.deepEqual(await seriousFindings(page), []);
  const at15 = (by) => async () => (await read(folder, tour.id)).starts === tour.starts + by;
  await backAndForth(page, at15(0), at15(60));
  await desk.end();
});

test("a new session keeps the focus, an empty post is an octagon, and each state has its way back", async () => {
  const desk = await at("schedule/2026-05-08");
  const { folder, page } = desk;
  await page.keyboard.press("KeyC");
  await field(page, "名称").fill("水的形状");
  await field(page, "空间").focus();
  await page.keyboard.type("生活科技厅");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await field(page, "时间").fill("1130");
  await field(page, "时间").press("Enter");
  await page.getByText("按名次").waitFor();
  await picture(page, "session-new");
  await page.keyboard.press("Control+Enter");
  const made = await until("the session", async () => (await sessionsOf(folder, 4)).find((each) => each.title === "水的形状"));
  assert.equal(made.state, "planned");
  await until("the focus on its block", () => page.evaluate((id) => document.activeElement?.dataset?.item === id, made.id));
  const block = page.locator(`[data-item="${made.id}"]`).first();
  await block.locator("svg.empty").waitFor();
  assert.match(await block.getAttribute("aria-label"), /缺1人/);
  await picture(page, "session-empty-post");
  const state = (wanted) => becomes(folder, made.id, wanted, (now) => now.state === wanted);
  // The best candidate with why it is the best.
  const best = page.locator(".candidates .line").first();
  assert.match(await best.innerText(), /有空，当天\d+场讲解，本周\d+场/);
  await best.getByRole("button", { name: "排上" }).click();
  await page.keyboard.press("Control+Enter");
  await becomes(folder, made.id, "somebody on the post", (now) => now.posts[0].person !== null);
  await button(page, "发布").click();
  await state("published");
  await button(page, "撤回发布").click();
  await state("planned");
  await button(page, "取消场次…").click();
  await page.getByRole("dialog").waitFor();
  await page.getByRole("radio", { name: "其他" }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByText("要写原因").waitFor();
  await field(page, "原因").fill("停电");
  await page.keyboard.press("Control+Enter");
  assert.equal((await state("cancelled")).reason_text, "停电");
  await page.locator("aside").getByText("停电").waitFor();
  await button(page, "恢复场次").click();
  await state("planned");
  await desk.end();
});

test("a published session on another day leaves its row behind and says why", async () => {
  const desk = await at("schedule/2026-05-08");
  const { folder, page, go } = desk;
  const lesson = (await sessionsOf(folder, 4)).find((each) => each.title === "英文讲解·预约团");
  await go(`schedule/2026-05-08?session=${lesson.id}`);
  await field(page, "日期").fill("5-9");
  await field(page, "日期").press("Enter");
  await button(page, /保存改动|放行并保存/).waitFor();
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("对外为什么改").first().waitFor();
  await picture(page, "session-moved-why");
  const soft = field(page, "放行的原因");
  if (await soft.isVisible()) await soft.fill("对方只有周六");
  await dialog.getByRole("radio", { name: "天气" }).click();
  await page.keyboard.press("Control+Enter");
  const left = await becomes(folder, lesson.id, "the row left behind", (now) => now.state === "moved");
  assert.equal(left.reason_code, "weather");
  const moved = await read(folder, left.moved_to);
  assert.equal(moved.starts, lesson.starts + MINUTES);
  assert.equal(moved.state, "published");
  const was = (state) => async () => (await read(folder, lesson.id)).state === state;
  await backAndForth(page, was("published"), was("moved"));
  await go(`schedule/2026-05-08?session=${lesson.id}`);
  await page.locator("aside").getByText("已改期").first().waitFor();
  await picture(page, "session-moved");
  await desk.end();
});

test("what took place is confirmed, and the confirmation taken back", async () => {
  const desk = await at("schedule/2026-05-04", { now: "2026-05-04T12:10+08:00" });
  const { folder, page, go } = desk;
  const tour = (await sessionsOf(folder, 0)).find((each) => each.title === "小小讲解");
  await go(`schedule/2026-05-04?session=${tour.id}`);
  const state = (wanted) => becomes(folder, tour.id, wanted, (now) => now.state === wanted);
  await button(page, "确认已办").click();
  await state("held");
  await picture(page, "session-held");
  await button(page, "撤回确认").click();
  await becomes(folder, tour.id, "not held", (now) => now.state !== "held");
  await button(page, "无观众").click();
  await state("no_audience");
  await desk.end();
});

test("a day copies as text and as cells, and saves as a picture in both languages", async () => {
  const desk = await at("today");
  const { page, go } = desk;
  const choose = async (name) => {
    await page.getByRole("button", { name: "复制", exact: true }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await choose("复制为微信文字");
  const text = await until("the text", () => page.evaluate(() => navigator.clipboard.readText()));
  assert.match(text, /^5月4日 星期一 开馆\n劳动节假期（周一照常开放） · 9:30–17:00/);
  assert.match(text, /10:00–10:45 讲解 小小讲解（/);
  assert.doesNotMatch(text, /讲解员业务学习/, "what is internal stays inside");
  await go("schedule/2026-05-04");
  await choose("复制为表格");
  const cells = await until("the cells", () =>
    page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      if (!item?.types.includes("text/html")) return null;
      const of = async (type) => (await item.getType(type)).text();
      return { html: await of("text/html"), plain: await of("text/plain") };
    }),
  );
  const rows = cells.plain.split("\n").map((row) => row.split("\t"));
  assert.ok(rows.length > 25 && rows.every((row) => row.length === rows[0].length), "every row has every cell");
  assert.ok(rows.some((row) => row.includes("讲解员业务学习")), "internal ones are in the table");
  assert.equal(cells.html.match(/<tr>/g).length, rows.length);
  const saving = page.waitForEvent("download");
  await choose("存为图片（中英文）…");
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), "场次2026-05-04.png");
  const bytes = await saved.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray()));
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.equal(bytes.readUInt32BE(16), 1080, "as wide as a phone shows sharply");
  assert.ok(bytes.readUInt32BE(20) > 1500, "a line a session");
  if (process.env.PICTURES) await writeFile(path.join(process.env.PICTURES, "session-day.png"), bytes);
  await desk.end();
});
