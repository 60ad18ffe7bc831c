// The wall clock of the museum: no time zone of a machine, no summer time and no clock that is set back
// moves a date or a time, in the program, on paper or on the page.
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, NOW, openBrowser, openPage, program, run, scratch, serve, settled } from "../harness.mjs";

/** Summer time north and south, half hours, and both ends of the day. */
const ZONES = ["Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Calcutta", "Pacific/Kiritimati", "Pacific/Pago_Pago"];

/** The days on which those zones turn their clocks, and one of the sample's week; the weekdays by an independent calendar. */
const DAYS = { "2026-03-08": "周日", "2026-04-05": "周日", "2026-05-06": "周三", "2026-10-04": "周日", "2026-11-01": "周日" };
const DAY = 1440;
const dayOf = (date) => Math.floor(Date.parse(`${date}T00:00Z`) / 60_000);

/** What each zone gives, and that all give the same. */
async function sameEverywhere(what, give) {
  const [first, ...rest] = ZONES;
  const expected = await give(first);
  for (const zone of rest) assert.deepEqual(await give(zone), expected, `${what} in ${zone}`);
  return expected;
}

const folder = await museum();

test("the program says the same in every time zone", async () => {
  const said = (zone, ...args) => run(program("zhancheng"), ["--data", folder, "--now", NOW, ...args], { env: { TZ: zone } });
  const week = { from: dayOf("2026-05-04"), to: dayOf("2026-05-11") };
  const sessions = await sameEverywhere("the week", async (zone) => (await said(zone, "call", "schedule_read", JSON.stringify(week))).out);
  assert.ok(JSON.parse(sessions).sessions.length > 100);
  for (const date of Object.keys(DAYS)) {
    const day = await sameEverywhere(date, async (zone) => JSON.parse((await said(zone, "calendar", "--from", date, "--to", date)).out));
    assert.deepEqual(day.map((each) => each.date), [date]);
  }
  const papers = await scratch("zhancheng-papers-");
  const paper = await sameEverywhere("the board", async (zone) => {
    const file = path.join(papers, "board.pdf");
    await said(zone, "print", "day-board", "--from", "2026-05-04", "--to", "2026-05-04", "-o", file);
    return (await run("pdftotext", ["-layout", file, "-"])).out;
  });
  assert.match(paper, /10:00/);
  assert.match(paper, /8:50/, "when it was printed is the museum's time as well");
});

test("the page shows the same in every time zone", async () => {
  const address = await serve(folder);
  const browser = await openBrowser();
  const shown = await sameEverywhere("the page", async (zone) => {
    const page = await openPage(browser, address, { zone });
    assert.equal(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone), zone);
    await enter(page);
    await settled(page);
    const words = { today: await page.locator("main").innerText() };
    for (const [date, weekday] of Object.entries(DAYS)) {
      await page.goto(`${address}/#/schedule/${date}`);
      const [year, month, day] = date.split("-").map(Number);
      await page.getByText(`${year}年${month}月${day}日 ${weekday}`).first().waitFor();
    }
    // The sample's week stands between days that have nothing: what is drawn there is its own.
    await page.goto(`${address}/#/schedule/2026-05-06`);
    await page.locator(".block").nth(20).waitFor();
    words.blocks = await page.locator(".block").evaluateAll((blocks) => blocks.map((block) => block.getAttribute("aria-label")).sort());
    assert.deepEqual(page.faults, []);
    await page.context().close();
    return words;
  });
  assert.match(shown.today, /10:00/);
});

test("a clock that is set forth and back changes nothing that stands, and not what is undone", async () => {
  const own = await museum();
  const at = (now, name, args) => call(own, name, args, { now });
  const { spaces } = await call(own, "schedule_read", { from: dayOf("2026-06-03"), to: dayOf("2026-06-04") });
  const hall = spaces.find((space) => space.name === "报告厅").id;
  const session = (title, date, minute) => ({
    title, kind: "lecture", starts: dayOf(date) + minute, ends: dayOf(date) + minute + 60, spaces: [hall],
  });
  const first = await at("2026-05-04T08:50+08:00", "session_save", { session: session("先写的", "2026-06-03", 600) });
  const stands = await at("2026-05-04T08:50+08:00", "session_read", { id: first.id });
  // Ten years ahead, then before the museum was opened at all: a battery that died.
  const clocks = ["2036-02-29T23:59+08:00", "2007-01-01T00:00+08:00", "2026-05-04T08:51+08:00"];
  for (const now of clocks) {
    const seen = await at(now, "session_read", { id: first.id });
    assert.deepEqual([seen.starts, seen.ends, seen.revision], [stands.starts, stands.ends, stands.revision], now);
    assert.equal(seen.starts % DAY, 600);
  }
  // The later write bears the earlier time; what undo takes back is still the last that was written.
  const second = await at("2007-01-01T00:00+08:00", "session_save", { session: session("后写的", "2026-06-03", 720) });
  await at("2026-05-04T08:52+08:00", "history_undo", {});
  const left = (await at("2026-05-04T08:52+08:00", "schedule_read", { from: dayOf("2026-06-03"), to: dayOf("2026-06-04") })).sessions;
  assert.ok(left.some((each) => each.id === first.id));
  assert.ok(!left.some((each) => each.id === second.id));
});
