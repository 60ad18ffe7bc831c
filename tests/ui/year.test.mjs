// A year's load: counted once more here from the timeline's own reading, and shown as bars with their table.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled } from "../harness.mjs";

const DAY = 1440;
const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();
const first = Date.UTC(2026, 0, 1) / 60_000;
const next = Date.UTC(2027, 0, 1) / 60_000;
const year = await call(folder, "year_load", { year: 2026 });
const schedule = await call(folder, "schedule_read", { from: first, to: next });

/** What counts, said again: fixed or held, and no closure. */
const COUNTED = new Set(["planned", "published", "in_progress", "held", "counted", "locked", "no_audience"]);
const counted = schedule.sessions.filter((session) => COUNTED.has(session.state) && session.kind !== "maintenance" && session.starts >= first);

/** Sessions and minutes by month and by week. */
function recount(sessions) {
  const row = { total: { sessions: 0, minutes: 0 }, months: [], weeks: [] };
  row.months = Array.from({ length: 12 }, () => ({ sessions: 0, minutes: 0 }));
  row.weeks = Array.from({ length: year.all.weeks.length }, () => ({ sessions: 0, minutes: 0 }));
  for (const { starts, ends } of sessions) {
    const month = new Date(starts * 60_000).getUTCMonth();
    const week = Math.floor((starts - year.first_week) / (7 * DAY));
    for (const part of [row.total, row.months[month], row.weeks[week]]) {
      part.sessions += 1;
      part.minutes += ends - starts;
    }
  }
  return row;
}

test("each figure is what the timeline shows, counted again", () => {
  assert.ok(counted.length > 1000, `${counted.length} sessions`);
  assert.equal(new Date(year.first_week * 60_000).getUTCDay(), 1, "weeks begin on a Monday");
  assert.deepEqual(year.all, recount(counted));
  for (const { kind, load } of year.kinds) assert.deepEqual(load, recount(counted.filter((session) => session.kind === kind)), kind);
  assert.equal(year.kinds.reduce((sum, { load }) => sum + load.total.sessions, 0), counted.length, "kinds add up");
  const parents = new Map(schedule.spaces.map((space) => [space.id, space.parent]));
  const hall = (space) => (parents.get(space) ? hall(parents.get(space)) : space);
  for (const { id, name, load } of year.halls) {
    assert.deepEqual(load, recount(counted.filter((session) => session.spaces.some((space) => hall(space) === id))), name);
  }
  for (const { id, name, load } of year.people) {
    assert.deepEqual(load, recount(counted.filter((session) => session.posts.some((post) => post.person === id))), name);
  }
  assert.ok(year.halls.length > 5 && year.people.length > 5);
  assert.equal(year.drafts, schedule.sessions.filter((session) => session.state === "draft").length);
  assert.equal(year.cancelled, schedule.sessions.filter((session) => session.state === "cancelled").length);
});

test("a vehicle is away from leaving to being back, and counts the stops that stand", () => {
  const away = schedule.runs.filter((run) => run.vehicle !== null);
  assert.ok(away.length > 0);
  for (const { id, name, load } of year.vehicles) {
    const runs = away.filter((run) => run.vehicle === id);
    const most = runs.reduce((sum, run) => sum + Math.min(run.returns, next) - Math.max(run.departs, first), 0);
    assert.ok(load.total.minutes <= most, `${name}: ${load.total.minutes} of ${most}`);
    assert.equal(load.total.sessions > 0, load.total.minutes > 0, name);
    assert.equal(load.weeks.reduce((sum, each) => sum + each.minutes, 0), load.total.minutes, name);
  }
  assert.ok(year.vehicles.some(({ load }) => load.total.minutes > 0));
});

test("a draft, a cancelled session and a closure change nothing; a planned one does", async () => {
  const starts = Date.UTC(2026, 10, 18, 10) / 60_000;
  const kept = { kind: "online", title: "年度计数", starts, ends: starts + 90, spaces: [] };
  const before = await call(folder, "year_load", { year: 2026 });
  await call(folder, "session_save", { session: kept, as_draft: true });
  assert.deepEqual((await call(folder, "year_load", { year: 2026 })).all, before.all);
  await call(folder, "session_save", { session: { ...kept, title: "年度计数二" } });
  const after = await call(folder, "year_load", { year: 2026 });
  assert.deepEqual([after.all.months[10].sessions, after.all.months[10].minutes], [before.all.months[10].sessions + 1, before.all.months[10].minutes + 90]);
});

test("the page shows the bars with their table, turns years and measures by keys, and copies cells", async () => {
  const page = await openPage(browser, address);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await enter(page);
  await page.evaluate(() => (location.hash = "#/schedule"));
  await settled(page);
  await page.keyboard.press("KeyY");
  await page.getByRole("heading", { name: "2026年展厅：小时", level: 2 }).waitFor();
  await settled(page);
  const now = await call(folder, "year_load", { year: 2026 });
  const pictures = page.locator("figure svg[role=img]");
  assert.equal(await pictures.count(), now.halls.length);
  assert.match(await pictures.first().getAttribute("aria-label"), /^儿童厅，2026年共[\d.]+小时，最多在第\d+周/);
  // The table says the same as the reading, row by row.
  await page.keyboard.press("KeyM");
  await page.getByRole("columnheader", { name: "12月" }).waitFor();
  const cells = await page.locator("table tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  const said = (minutes) => (minutes === 0 ? "" : String(Math.round(minutes / 6) / 10));
  assert.deepEqual(cells, now.halls.map(({ name, load }) => [name, ...load.months.map((month) => said(month.minutes)), said(load.total.minutes)]));
  assert.deepEqual(await seriousFindings(page), []);
  // Bars are drawn for what is not nothing, all to one scale.
  const bars = await pictures.evaluateAll((all) => all.map((picture) => [...picture.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("height")))));
  assert.deepEqual(bars.map((row) => row.length), now.halls.map(({ load }) => load.months.filter((month) => month.minutes > 0).length));
  assert.ok(Math.abs(Math.max(...bars.flat()) - 23) < 1e-6);

  await page.getByRole("radio", { name: "类型" }).click();
  await page.getByRole("radio", { name: "场次" }).click();
  await page.getByRole("rowheader", { name: "大篷车" }).waitFor();
  await page.getByRole("button", { name: "复制表格" }).click();
  await page.getByText("可粘贴到WPS").first().waitFor();
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split("\n").map((line) => line.replace("\r", "").split("\t"));
  assert.deepEqual(copied[0], ["名称", ...Array.from({ length: 12 }, (_, month) => `${month + 1}月`), "全年"]);
  assert.equal(copied.at(-1)[0], "合计");
  assert.equal(copied.at(-1).at(-1), String(now.all.total.sessions));

  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("BracketRight");
  await page.getByText("2027年还没有排定的场次。").waitFor();
  await page.keyboard.press("KeyT");
  await page.getByRole("button", { name: "5月", exact: true }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/schedule/2026-05-01?scale=month"));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
