// The hands of the long tests: how fields are reached and filled by keys alone or by the pointer alone, how blocks
// of the timeline are dragged, and how paper is read.
import assert from "node:assert/strict";
import path from "node:path";
import { call, enter, museum, openPage, run, serve, settled } from "./harness.mjs";

/** Minutes since 1970 at which a day like 2026-05-04 begins. */
export const dayOf = (date) => Date.parse(`${date}T00:00Z`) / 60_000;

/** The field with that label. */
export const field = (page, label) => page.getByLabel(label, { exact: true });

/** Commands that only read: whatever else the page asks for is written down in `page.written`. */
const READS = /_(read|list|check|preview|find|days|effects|candidates|state|status|documents|subjects|render|pdf|times|of_row|enter)$/;

/** A fresh sample museum at a moment, its page entered. */
export async function freshMuseum(browser, now) {
  const folder = await museum({ now });
  const address = await serve(folder, { now });
  const page = await openPage(browser, address);
  page.written = [];
  page.on("request", (request) => {
    const name = /\/call\/(\w+)$/.exec(request.url())?.[1];
    if (name && !READS.test(name)) page.written.push(name);
  });
  await enter(page);
  await settled(page);
  return { folder, address, page };
}

/** Keeps a picture where somebody wants to look at it. */
export async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

// ---- keys alone ----

/** A season of tours, two a day, is nearly two hundred buttons. */
const STEPS_MOST = 400;

/** Goes to an element by Tab, or back by Shift+Tab, as somebody without a pointer does. */
export async function reach(page, target, key = "Tab") {
  await target.waitFor();
  for (let step = 0; step < STEPS_MOST; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Types over what a field holds and takes it by Enter. */
export async function typeInto(page, label, text) {
  await reach(page, field(page, label));
  await page.keyboard.press("Control+KeyA");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** Types into a list and takes its first match. */
export async function pickByKeys(page, label, text) {
  await reach(page, field(page, label));
  await page.keyboard.type(text);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
}

// ---- the pointer alone; only names are typed ----

/** Clicks a list open and clicks one of it. */
export async function pickByPointer(page, label, name) {
  await field(page, label).click();
  await page.getByRole("option", { name }).first().click();
  // The list of a field that takes several stays open until something else is clicked.
  await page.locator("h1, h2").first().click();
}

/** Picks a day from the month beside a field. */
export async function dayByPointer(page, label, date) {
  const [year, month, day] = date.split("-").map(Number);
  const frame = page.locator(".field", { has: field(page, label) });
  await frame.getByRole("button", { name: "从月历选" }).click();
  const sheet = frame.getByRole("dialog");
  for (let turns = 0; turns < 24; turns += 1) {
    const [, shownYear, shownMonth] = /(\d+)年(\d+)月/.exec(await sheet.getAttribute("aria-label")).map(Number);
    const ahead = (year - shownYear) * 12 + month - shownMonth;
    if (ahead === 0) break;
    await sheet.getByRole("button", { name: ahead > 0 ? "下个月" : "上个月" }).click();
  }
  await sheet.locator("button:not(.other)").getByText(String(day), { exact: true }).click();
}

/** Where a minute of the day lies on the timeline of a day, in pixels of the page. */
async function placeOf(page, minute) {
  const at = async (hour) => (await page.locator(".tick", { hasText: new RegExp(`^${hour}:00$`) }).boundingBox()).x;
  const [ten, eleven] = [await at(10), await at(11)];
  return ten + ((minute - 600) * (eleven - ten)) / 60;
}

/**
 * Takes a block and holds it over a row and a minute of the day, or pulls its end there. The button stays down:
 * `page.mouse.up()` lets go.
 */
export async function holdBlock(page, block, { row, minute, end = false }) {
  await block.scrollIntoViewIfNeeded();
  const box = await block.boundingBox();
  const grip = end ? box.width - 3 : Math.min(12, box.width / 3);
  const from = { x: box.x + grip, y: box.y + box.height / 2 };
  const to = { x: (await placeOf(page, minute)) + (end ? -3 : grip), y: from.y };
  if (row) {
    const track = await page.locator(".row", { has: page.locator(`.label[title="${row}"]`) }).boundingBox();
    to.y = track.y + track.height / 2;
  }
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
}

/** The refusal beside what is held, once the rules have spoken. */
export async function refusalNote(page) {
  const note = page.getByRole("alertdialog");
  await note.waitFor();
  return note.innerText();
}

// ---- paper ----

/** The words of a PDF, spaces taken out: lines are broken where the column ends. */
export async function wordsOfPaper(file) {
  const { out } = await run("pdftotext", ["-layout", file, "-"]);
  return out.replace(/\s+/g, "");
}

/** Prints from the page what the address names, saves it, and answers its words. */
export async function printedWords(page, address, place, title) {
  await page.goto(`${address}/#/print/${place}`);
  const sheets = page.locator(`img[alt^="${title}"]`);
  await sheets.first().waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Control+KeyS")]);
  const file = await download.path();
  const { out } = await run("pdfinfo", [file]);
  return { words: await wordsOfPaper(file), size: /Page size:\s+([\d.]+) x ([\d.]+)/.exec(out).slice(1).map(Number) };
}

/** The A3 week on the wall, printed from the page; its size in points is checked. */
export async function hallWeek(page, address, from, to) {
  const { words, size } = await printedWords(page, address, `hall-week/${from}/${to}`, "展厅周程");
  assert.ok(Math.max(...size) > 1180 && Math.min(...size) > 830, `A3: ${size}`);
  return words;
}

/** The sessions of a day. */
export async function sessionsOn(folder, date) {
  const from = dayOf(date);
  return (await call(folder, "schedule_read", { from, to: from + 1440 })).sessions;
}
