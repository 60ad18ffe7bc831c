// How many keys the jobs of every day take. What is typed as words, a reason or a name, is not counted; keys are.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, serve, settled, until } from "../harness.mjs";

const MOVE_MOST = 6;
const OVERRIDE_MOST = 4;
const DAY = 29_630_880;
const browser = await openBrowser();

/** A page on a sample of its own, entered, at a place, with its keys counted. */
async function at(place) {
  const folder = await museum();
  const address = await serve(folder);
  const page = await openPage(browser, address);
  await enter(page);
  await page.goto(`${address}/#/${place}`);
  await settled(page);
  let pressed = [];
  return {
    folder,
    page,
    press: async (key) => {
      pressed.push(key);
      await page.keyboard.press(key);
    },
    recount: () => (pressed = []),
    /** Says and holds the budget. */
    held(context, job, most) {
      context.diagnostic(`${job}: ${pressed.length} keys of ${most}: ${pressed.join(" ")}`);
      assert.ok(pressed.length <= most, `${job}: ${pressed.length} keys`);
    },
    async end() {
      assert.deepEqual(page.faults, []);
      await page.context().close();
    },
  };
}

const sessionsOf = async (folder, day) =>
  (await call(folder, "schedule_read", { from: DAY + day * 1440, to: DAY + (day + 1) * 1440 })).sessions;

/** The block of a session on the row of a space, focused. */
async function focusBlock(page, session, row) {
  const block = page.locator(`[data-block="${session.id}@${row}"]`);
  await block.focus();
  return block;
}

test("a session moves by a row and an hour", async (context) => {
  const desk = await at("schedule/2026-05-07");
  const { folder, page, press } = desk;
  // A planned one: nobody outside was told, so nobody is asked why.
  const before = (await sessionsOf(folder, 3)).find((each) => each.title === "显微镜下");
  await call(folder, "session_transition", { ids: [before.id], transition: "withdraw" });
  await page.locator(`[data-item="${before.id}"].planned`).first().waitFor();
  await focusBlock(page, before, before.spaces[0]);
  await press("Alt+ArrowUp");
  await press("Alt+PageDown");
  await press("Enter");
  const after = await until("the move", async () => {
    const now = await call(folder, "session_read", { id: before.id });
    return now.revision > before.revision + 1 && now;
  });
  assert.equal(after.starts, before.starts + 60);
  assert.deepEqual(after.space_names, ["探究教室一"]);
  desk.held(context, "a move by a row and an hour", MOVE_MOST);
  // The focus stays on what was moved.
  await until("the focus", () => page.evaluate((id) => document.activeElement?.dataset?.item === id, before.id));
  await desk.end();
});

test("a published session moves by a row and an hour, and says why", async (context) => {
  const desk = await at("schedule/2026-05-07");
  const { folder, page, press } = desk;
  const before = (await sessionsOf(folder, 3)).find((each) => each.title === "显微镜下");
  await focusBlock(page, before, before.spaces[0]);
  await press("Alt+ArrowUp");
  await press("Alt+PageDown");
  await press("Enter");
  await page.getByRole("dialog").waitFor();
  await press("Control+Enter");
  const after = await until("the move", async () => {
    const found = (await sessionsOf(folder, 3)).find((each) => each.title === "显微镜下" && each.starts === before.starts + 60);
    return found;
  });
  assert.deepEqual(after.space_names, ["探究教室一"]);
  assert.equal(after.reason_code, "staff");
  desk.held(context, "a published session by a row and an hour", MOVE_MOST);
  await desk.end();
});

test("a soft clash in the timeline is let pass", async (context) => {
  const desk = await at("schedule/2026-05-10");
  const { folder, page, press, recount } = desk;
  const before = (await sessionsOf(folder, 6)).find((each) => each.title === "小小讲解" && each.starts % 1440 === 840);
  await call(folder, "session_transition", { ids: [before.id], transition: "withdraw" });
  await page.locator(`[data-item="${before.id}"].planned`).first().waitFor();
  await focusBlock(page, before, before.spaces[0]);
  // At three an event holds a part of the hall: a tour walks around it, if somebody says so.
  await page.keyboard.press("Alt+PageDown");
  const note = page.getByRole("alertdialog");
  await note.waitFor();
  assert.match(await note.innerText(), /搭一座桥/);
  recount();
  assert.match(await note.innerText(), /放行/);
  await press("Digit1");
  await page.getByLabel("放行的原因", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.type("绕开建构角");
  await press("Enter");
  const after = await until("the move", async () => {
    const now = await call(folder, "session_read", { id: before.id });
    return now.findings.length > 0 && now;
  });
  assert.equal(after.starts, before.starts + 60);
  assert.equal(after.findings[0].reason, "绕开建构角");
  desk.held(context, "a soft override in the timeline", OVERRIDE_MOST);
  await desk.end();
});

test("a soft clash in the panel of a session is let pass", async (context) => {
  const desk = await at("schedule/2026-05-04");
  const { folder, page, press, recount } = desk;
  const session = (await sessionsOf(folder, 0)).find((each) => each.title === "讲解员业务学习");
  await focusBlock(page, session, session.spaces[0]);
  await page.keyboard.press("Enter");
  const people = page.getByLabel("人数", { exact: true });
  await people.fill("301");
  await people.press("Enter");
  await page.getByRole("button", { name: "放行并保存…" }).waitFor();
  recount();
  await press("Control+Enter");
  await page.getByLabel("放行的原因", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.type("加座已备");
  await press("Enter");
  await until("the save", async () => (await call(folder, "session_read", { id: session.id })).capacity === 301);
  desk.held(context, "a soft override in the panel", OVERRIDE_MOST);
  await desk.end();
});

test("a soft clash of an exhibition is let pass", async (context) => {
  const desk = await at("schedule/exhibitions/new");
  const { folder, page, press, recount } = desk;
  await page.getByLabel("名称", { exact: true }).fill("光的旅行");
  await page.getByLabel("空间", { exact: true }).focus();
  await page.keyboard.type("shenghuo");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  // It opens on a Monday on which the museum is closed.
  for (const [label, day] of [["布展", "5-22"], ["开展", "5-25"]]) {
    await page.getByLabel(label, { exact: true }).fill(day);
    await page.getByLabel(label, { exact: true }).press("Enter");
  }
  await page.getByLabel("放行的原因", { exact: true }).waitFor();
  recount();
  await press("Control+Enter");
  await page.getByLabel("放行的原因", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.type("捐赠方开幕");
  await press("Enter");
  const saved = await until("the save", async () => {
    const { exhibitions } = await call(folder, "exhibition_list", { from: DAY, to: DAY + 200 * 1440 });
    return exhibitions.find((each) => each.title === "光的旅行");
  });
  assert.equal(saved.findings[0].reason, "捐赠方开幕");
  desk.held(context, "a soft override of an exhibition", OVERRIDE_MOST);
  await desk.end();
});

test("a soft clash of a caravan run is let pass", async (context) => {
  const desk = await at("tours/2026-05-19");
  const { folder, page, press, recount } = desk;
  await page.keyboard.press("KeyC");
  const first = page.getByLabel("第一站", { exact: true });
  await first.focus();
  await page.keyboard.type("静观");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("至少").first().waitFor();
  recount();
  await press("Control+Enter");
  await page.getByLabel("放行原因", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.type("站点派人帮忙布置");
  await press("Enter");
  await until("the save", async () => {
    const { runs } = await call(folder, "run_list", { from: DAY + 14 * 1440, to: DAY + 21 * 1440 });
    return runs.some((run) => run.findings.some((finding) => finding.reason === "站点派人帮忙布置"));
  });
  desk.held(context, "a soft override of a caravan run", OVERRIDE_MOST);
  await desk.end();
});
