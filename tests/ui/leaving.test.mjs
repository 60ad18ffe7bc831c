// What leaves the museum, as a person at the command line or a calendar program meets it.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import ICAL from "ical.js";
import { call, museum, program, run, scratch, serve, zhancheng, NOW } from "../harness.mjs";

const DAY = 1440;
const MONDAY = 20_577 * DAY;

/** Events of a calendar by their id, as a reader that shares nothing with ours finds them. */
function eventsOf(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid"));
  assert.deepEqual(zones, ["Asia/Shanghai"]);
  const events = calendar.getAllSubcomponents("vevent").map((each) => {
    const event = new ICAL.Event(each);
    const wall = (time) => Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute) / 60_000;
    return [event.uid, { title: event.summary, starts: wall(event.startDate), ends: wall(event.endDate), allDay: event.startDate.isDate, status: each.getFirstPropertyValue("status"), sequence: event.sequence }];
  });
  assert.equal(new Set(events.map(([id]) => id)).size, events.length, "no two events share an id");
  return new Map(events);
}

test("a calendar is read by its address alone, and a reader that has it is told so", async () => {
  const folder = await museum();
  const { path: address } = await call(folder, "calendar_feed_make", { subject_kind: "museum" });
  const origin = await serve(folder);
  const first = await fetch(origin + address);
  assert.equal(first.status, 200);
  assert.match(first.headers.get("content-type"), /^text\/calendar/);
  const found = eventsOf(await first.text());
  const { sessions } = await call(folder, "schedule_read", { from: MONDAY - 10 * DAY, to: MONDAY + 30 * DAY });
  const shown = sessions.filter((session) => session.public && session.state === "published");
  assert.ok(shown.length > 20, `${shown.length} sessions are published`);
  for (const session of shown) {
    const event = found.get(`${session.id}@zhancheng`);
    assert.deepEqual([event.title, event.starts, event.ends, event.status], [session.title, session.starts, session.ends, "CONFIRMED"]);
  }
  assert.ok([...found.values()].some((event) => event.allDay), "an exhibition's open days are whole days");
  const again = await fetch(origin + address, { headers: { "if-none-match": first.headers.get("etag") } });
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  const cancelled = shown.find((session) => session.starts > MONDAY + DAY && session.kind !== "caravan");
  await call(folder, "session_transition", { ids: [cancelled.id], transition: "cancel", reason: { code: "weather", text: "" } });
  const after = await fetch(origin + address, { headers: { "if-none-match": first.headers.get("etag") } });
  assert.equal(after.status, 200, "what changed is sent again");
  const struck = eventsOf(await after.text()).get(`${cancelled.id}@zhancheng`);
  assert.equal(struck.status, "CANCELLED");
  assert.ok(struck.sequence > found.get(`${cancelled.id}@zhancheng`).sequence);
  for (const wrong of ["/feed/", "/feed/x.ics", address.slice(0, -5) + ".ics", address.replace(".ics", "")]) {
    assert.equal((await fetch(origin + wrong)).status, 404, wrong);
  }
});

test("the whole museum leaves and comes back byte for byte; templates are written and described", async () => {
  const folder = await museum();
  const [first, second, empty] = [await scratch(), await scratch(), await museum({ sample: false })];
  const out = await zhancheng(folder, "export", "all", "-o", first);
  const back = await zhancheng(empty, "import", first);
  assert.equal(back.rows, out.rows);
  await zhancheng(empty, "export", "all", "-o", second);
  const names = (await readdir(first)).sort();
  assert.deepEqual(names, (await readdir(second)).sort());
  for (const name of names) {
    const [one, other] = await Promise.all([first, second].map((each) => readFile(path.join(each, name))));
    assert.ok(one.equals(other), `${name} differs`);
  }
  const refused = await run(program("zhancheng"), ["--data", empty, "--now", NOW, "import", first], { fails: true });
  assert.deepEqual([refused.code, JSON.parse(refused.error).code], [1, "museum_not_empty"]);
  const file = path.join(await scratch(), "模板.xlsx");
  await zhancheng(folder, "template", "session", "-o", file);
  assert.equal((await readFile(file)).subarray(0, 2).toString(), "PK");
  const described = await zhancheng(folder, "template", "session", "--describe");
  assert.deepEqual(described.columns.slice(0, 2).map((column) => column.id), ["id", "title"]);
});

test("a list of days leaves as each kind of file, and a moved session is struck out and stands anew", async () => {
  const folder = await museum();
  const made = await scratch();
  const days = ["--from", "2026-05-06", "--to", "2026-05-08"];
  for (const form of ["xlsx", "csv", "ics"]) {
    await zhancheng(folder, "export", "session", ...days, "-o", path.join(made, `场次.${form}`));
  }
  const found = eventsOf(await readFile(path.join(made, "场次.ics"), "utf8"));
  const { sessions } = await call(folder, "schedule_read", { from: MONDAY + 2 * DAY, to: MONDAY + 5 * DAY });
  assert.deepEqual([...found.keys()].sort(), sessions.map((session) => `${session.id}@zhancheng`).sort());
  const rows = (await readFile(path.join(made, "场次.csv"), "utf8")).split("\r\n").slice(1, -1);
  assert.equal(rows.length, sessions.filter((session) => session.kind !== "caravan").length);
  const refused = await run(program("zhancheng"), ["--data", folder, "export", "space", "-o", path.join(made, "空间.ics")], { fails: true });
  assert.equal(refused.code, 1);

  const { path: address } = await call(folder, "calendar_feed_make", { subject_kind: "museum" });
  const origin = await serve(folder);
  const read = async () => eventsOf(await (await fetch(origin + address)).text());
  const movable = sessions.filter((session) => session.public && session.state === "published" && session.kind !== "caravan");
  const before = await read();
  /** Moves the first session that can stand so much later; some stand where that hour is taken. */
  async function move(by) {
    for (const { id, revision, starts } of movable.splice(0)) {
      const asked = { id, revision, starts: starts + by, posts: [], reason: { code: "staff", text: "" } };
      const answer = await run(program("zhancheng"), ["--data", folder, "--now", NOW, "call", "session_move", JSON.stringify(asked)], { fails: true });
      if (answer.code === 0) return { uid: `${id}@zhancheng`, starts: starts + by, next: `${JSON.parse(answer.out).id}@zhancheng` };
    }
    throw new Error("no session can be moved");
  }
  const all = [...movable];
  const later = await move(15);
  movable.push(...all.filter(({ id }) => `${id}@zhancheng` !== later.uid));
  const elsewhere = await move(8 * DAY);
  const after = await read();
  // Later on its day it is the same event, changed; on another day the old one is struck out.
  assert.equal(later.next, later.uid);
  assert.deepEqual([after.get(later.uid).status, after.get(later.uid).starts], ["CONFIRMED", later.starts]);
  assert.ok(after.get(later.uid).sequence > before.get(later.uid).sequence);
  assert.equal(after.get(elsewhere.uid).status, "CANCELLED");
  assert.deepEqual([after.get(elsewhere.next).status, after.get(elsewhere.next).starts], ["CONFIRMED", elsewhere.starts]);
});
