// The timeline beside two others that are free: 20,000 sessions of a year on 60 halls, their week on one screen, in the
// same Chromium, one after the other in each round.
// Usage: ZHANCHENG_PROGRAMS=FOLDER node timeline.mjs MUSEUM MONDAY ANSWER.json, the Monday in minutes since 1970.
//
// First paint: each has shown the week once and gone. For ours from the change of the address to the second frame after the
// first block is there, reading from the museum included; for the others from the call with all data at hand, bringing them
// into their form included, to the second frame after their first event. A frame of scrolling or dragging costs what the page's main thread
// worked, by the browser's own count, through as many steps of a real mouse. Nodes are all elements within each.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { mkdtempSync } from "node:fs";
import { call, endAll, enter, openBrowser, openPage, SCREEN, serve, settled } from "../../../tests/harness.mjs";

const [museum, monday, answer] = process.argv.slice(2);
const FROM = Number(monday);
const DAY = 1440;
const ROUNDS = 5;
const STEPS = 60;
const here = import.meta.dirname;

/** A minute since 1970 as the peers read it. */
const moment = (minute) => new Date(minute * 60_000).toISOString().slice(0, 19);

/** Everything of the year in the form in which peers take it. */
async function data() {
  const rows = (await call(museum, "space_list")).map(({ id, name }) => ({ id, name }));
  const { sessions } = await call(museum, "schedule_read", { from: FROM - 190 * DAY, to: FROM + 190 * DAY });
  const events = sessions.map((one) => ({ id: one.id, row: one.spaces[0], starts: moment(one.starts), ends: moment(one.ends), title: one.title }));
  return { from: moment(FROM), rows, events: events.filter((event) => event.row !== undefined) };
}

/** The peers' page, bundled by what bundles ours, on a port of its own. */
async function peersPage() {
  const { build } = createRequire(path.join(here, "../../../ui/package.json"))("vite");
  const folder = mkdtempSync(path.join(os.tmpdir(), "zhancheng-bench-"));
  await build({
    root: here,
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, lib: { entry: path.join(here, "timeline-peers.js"), formats: ["es"], fileName: "peers", cssFileName: "peers" } },
  });
  const files = {
    "/": ["text/html", '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="peers.css"><style>body{margin:0}#place{height:100vh;overflow:hidden}</style><div id="place"></div><script type="module" src="peers.js"></script>'],
    "/peers.js": ["text/javascript", readFileSync(path.join(folder, "peers.js"))],
    "/peers.css": ["text/css", readFileSync(path.join(folder, "peers.css"))],
  };
  const server = createServer((request, response) => {
    const [type, content] = files[request.url] ?? ["text/plain", ""];
    response.setHeader("content-type", `${type}; charset=utf-8`);
    response.end(content);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, end: () => server.close() };
}

/** Watches long tasks and counts frames in a page, from now on. */
const watch = (page) =>
  page.evaluate(() => {
    window.longTasks = [];
    window.frames_ = 0;
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    const count = () => {
      window.frames_ += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });

const frame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done())));

/** What the main thread works in milliseconds a frame while something is done, and the longest task beyond 50 ms. */
async function worked(page, browserEnd, act) {
  const metrics = async () => {
    const { metrics: all } = await browserEnd.send("Performance.getMetrics");
    return all.find((metric) => metric.name === "TaskDuration").value * 1000;
  };
  await frame(page);
  await page.evaluate(() => { window.longTasks.length = 0; window.frames_ = 0; });
  const before = await metrics();
  await act();
  const after = await metrics();
  const { frames, long } = await page.evaluate(() => ({ frames: window.frames_, long: window.longTasks }));
  return { milliseconds_a_frame: (after - before) / Math.max(frames, 1), long_tasks: long.length, longest: Math.max(0, ...long) };
}

/** Scrolls down and up again by the wheel, then drags one event over the rows, and counts what is there. */
async function handled(page, root, event) {
  const browserEnd = await page.context().newCDPSession(page);
  await browserEnd.send("Performance.enable");
  await watch(page);
  const box = await page.locator(root).first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  const nodes = await page.locator(root).first().evaluate((place) => place.querySelectorAll("*").length);
  const scroll = await worked(page, browserEnd, async () => {
    for (let step = 0; step < STEPS; step += 1) {
      await page.mouse.wheel(0, step < STEPS / 2 ? 60 : -60);
      await frame(page);
    }
  });
  const shown = await page.locator(event).count();
  const middle = await page.locator(event).evaluateAll((all) => {
    const inside = all.map((one) => one.getBoundingClientRect()).filter((one) => one.width > 4 && one.top > 150 && one.bottom < innerHeight - 150 && one.left > 400 && one.right < innerWidth - 300);
    const one = inside[0];
    return one ? [one.left + one.width / 2, one.top + one.height / 2] : null;
  });
  if (middle === null) throw new Error(`${event}: nothing to drag`);
  await page.mouse.move(...middle);
  await page.mouse.down();
  const drag = await worked(page, browserEnd, async () => {
    for (let step = 1; step <= STEPS; step += 1) {
      await page.mouse.move(middle[0] + step * 3, middle[1] + step);
      await frame(page);
    }
  });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  return { nodes, shown, scroll, drag };
}

/** Resolves when something is there and two more frames have been drawn. */
const SEEN = `async (selector) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (document.querySelector(selector) === null) await frame();
  await frame();
  await frame();
}`;

const browser = await openBrowser();
const everything = await data();
const address = await serve(museum);
const peers = await peersPage();
const rounds = { ours: [], event_calendar: [], daypilot: [] };

async function ours() {
  const page = await openPage(browser, address);
  await enter(page);
  await page.evaluate((hash) => { location.hash = hash; }, `#/schedule/${moment(FROM).slice(0, 10)}?scale=week`);
  await page.locator(".timeline .block").first().waitFor();
  await page.evaluate(() => { location.hash = "#/today"; });
  await settled(page);
  const first_paint = await page.evaluate(`(async () => {
    const began = performance.now();
    location.hash = "#/schedule/${moment(FROM).slice(0, 10)}?scale=week";
    await (${SEEN})(".timeline .block");
    return performance.now() - began;
  })()`);
  await settled(page);
  const figures = { first_paint, ...(await handled(page, ".timeline", ".timeline .block")) };
  await page.context().close();
  return figures;
}

async function theirs(name) {
  const context = await browser.newContext({ viewport: SCREEN, locale: "zh-CN", timezoneId: "UTC" });
  const page = await context.newPage();
  await page.goto(peers.address);
  await page.waitForFunction(() => window.peers !== undefined);
  await page.evaluate((all) => { window.everything = all; }, everything);
  const first_paint = await page.evaluate(`(async () => {
    const peer = window.peers["${name}"];
    const place = document.getElementById("place");
    const end = peer.start(place, window.everything);
    await (${SEEN})(peer.event);
    end();
    place.replaceChildren();
    const began = performance.now();
    peer.start(place, window.everything);
    await (${SEEN})(peer.event);
    return performance.now() - began;
  })()`);
  const event = await page.evaluate((peer) => window.peers[peer].event, name);
  const figures = { first_paint, ...(await handled(page, "#place", event)) };
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  await context.close();
  return figures;
}

try {
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.ours.push(await ours());
    for (const name of ["event_calendar", "daypilot"]) rounds[name].push(await theirs(name));
  }
} finally {
  peers.end();
}

const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];
const version = (name) => JSON.parse(readFileSync(path.join(here, "node_modules", name, "package.json"), "utf8")).version;
const figures = { events: everything.events.length, rows: everything.rows.length, chromium: browser.version() };
const versions = { ours: "", event_calendar: version("@event-calendar/core"), daypilot: version("@daypilot/daypilot-lite-javascript") };
for (const [name, all] of Object.entries(rounds)) {
  const of = (pick) => median(all.map(pick));
  figures[name] = {
    version: versions[name],
    first_paint: of((one) => one.first_paint),
    scroll: of((one) => one.scroll.milliseconds_a_frame),
    drag: of((one) => one.drag.milliseconds_a_frame),
    nodes: of((one) => one.nodes),
    shown: of((one) => one.shown),
    long_tasks_scrolling: Math.max(...all.map((one) => one.scroll.long_tasks)),
    longest_task: Math.max(...all.map((one) => Math.max(one.scroll.longest, one.drag.longest))),
  };
}
writeFileSync(answer, JSON.stringify(figures));
await endAll();
process.exit();
