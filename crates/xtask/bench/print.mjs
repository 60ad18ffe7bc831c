// Chromium's print of a hall week on A3: the peer of ours, with the same halls, days, times, marks, titles, bars,
// exhibitions and legend, in the face that ours is cut from, as a page of HTML.
// Usage: node print.mjs SCHEDULE.json [COMMAND ARGUMENT…]   SCHEDULE.json is what `schedule_read` answers for the week.
// Prints one JSON object. Warm: a browser and a tab stand open; from the sessions in hand to the bytes of the PDF.
// Cold: a whole process, from its start to its end with the PDF on the disk; COMMAND, ours, is started in turn with it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "../../..");
const { chromium } = createRequire(path.join(root, "tests/package.json"))("playwright-core");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ROUNDS_WARM = 15;
const ROUNDS_COLD = 5;
const DAY = 1440;
/** What every bar is drawn in: 9 to 18 o'clock, as on our sheet. */
const [AXIS_FROM, AXIS_TO] = [540, 1080];

const [file, ...ours] = process.argv.slice(2);
if (file === undefined) throw new Error("name the file with the schedule of a week");
const schedule = JSON.parse(readFileSync(file, "utf8"));
const words = JSON.parse(readFileSync(path.join(root, "ui/messages/zh-CN/print.json"), "utf8"));

const escaped = (text) => String(text).replace(/[&<>]/g, (one) => `&#${one.codePointAt(0)};`);
const dayOf = (minute) => Math.floor(minute / DAY);
const clock = (minute) => `${Math.floor((minute % DAY) / 60)}:${String(minute % 60).padStart(2, "0")}`;
const date = (day) => new Date(day * DAY * 60_000);
const monthAndDay = (day) => `${date(day).getUTCMonth() + 1}月${date(day).getUTCDate()}日`;
const groups = (list, keyOf) => {
  const found = new Map();
  for (const one of list) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
};

/** What hangs on the wall of a week: public, planned and standing, as our sheet chooses. */
const hanging = ({ public: shown, state }) => shown && !["draft", "cancelled", "moved"].includes(state);

const style = `@page{size:A3 landscape;margin:8mm 11mm}
*{margin:0;padding:0;box-sizing:border-box}body{font:12pt/1.06 "Noto Sans CJK SC",sans-serif}
header{display:flex;justify-content:space-between;align-items:end;border-bottom:1.5pt solid}h1{font-size:29pt;display:inline}
header span{font-size:16.8pt}table{border-collapse:collapse;width:100%;table-layout:fixed}tr{break-inside:avoid}
th,td{border-bottom:.6pt solid;vertical-align:top;text-align:left;padding:.16em .35em}td{border-left:.4pt solid #737373}
col:first-child{width:31mm}th b{font-size:15pt;display:block}th{font-weight:400}thead b{display:inline;font-size:18pt}
.closed{background:repeating-linear-gradient(45deg,#fff 0 3px,#999 3px 3.5px)}
.strip{position:relative;border-bottom:.5pt solid;margin-bottom:.24em}.strip i{position:absolute;height:.34em;background:#000}
p{padding-left:4.75em;text-indent:-4.75em}p b{display:inline-block;width:2.86em;text-align:right;text-indent:0}
.many{padding:0;text-indent:0}.many b{width:auto;margin-right:.3em}
u{text-decoration:none;border:.9pt solid;font-weight:700;padding:0 .1em;margin:0 .3em;text-indent:0}
.band{border:.9pt solid;font-weight:700;padding:.1em .4em}footer{border-top:.8pt solid;margin-top:.2em}`;

/** Bars to scale; sessions at the same time stand in lanes. */
function strip(sessions) {
  const lanes = [];
  const bars = sessions.map((one) => {
    let lane = lanes.findIndex((free) => free <= one.starts);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = one.ends;
    const at = (minute) => (((minute % DAY) - AXIS_FROM) / (AXIS_TO - AXIS_FROM)) * 100;
    return `<i style="left:${at(one.starts)}%;width:${at(one.ends) - at(one.starts)}%;bottom:${lane * 0.42}em"></i>`;
  });
  return `<div class="strip" style="height:${Math.max(1, lanes.length) * 0.42}em">${bars.join("")}</div>`;
}

/** Sessions that differ in their time alone share an entry. */
function entries(sessions, part) {
  return groups(sessions, (one) => `${one.kind} ${one.title} ${part(one)}`)
    .map((alike) => {
      const [first] = alike;
      const times = alike.map((one) => `<b>${clock(one.starts)}</b>`).join("");
      const place = part(first) === "" ? "" : ` · ${escaped(part(first))}`;
      const language = first.language === "en" ? " 英文" : "";
      return `<p class="${alike.length > 1 ? "many" : ""}">${times}<u>${words[`print_mark_${first.kind}`]}</u>${escaped(first.title)}${place}${language}</p>`;
    })
    .join("");
}

/** The whole sheet as HTML. */
function sheet({ sessions, spaces, exhibitions, now }) {
  const shown = sessions.filter(hanging).sort((one, other) => one.starts - other.starts);
  const first = dayOf(Math.min(...shown.map((one) => one.starts)));
  const monday = first - ((first + 3) % 7);
  const days = Array.from({ length: 7 }, (_, index) => monday + index);
  const parent = new Map(spaces.map((space) => [space.id, space.parent]));
  const named = new Map(spaces.map((space) => [space.id, space.name]));
  const hallOf = (id) => (parent.get(id) ? hallOf(parent.get(id)) : id);
  const row = (name, note, inHall, part, bands) => {
    const here = shown.filter(inHall);
    const cells = days.map((day) => {
      const today = here.filter((one) => dayOf(one.starts) === day);
      const closed = !shown.some((one) => dayOf(one.starts) === day);
      return `<td class="${closed ? "closed" : ""}">${closed ? "" : strip(today)}${entries(today, part)}</td>`;
    });
    const band = bands.map((one) => `<tr><td colspan="7"><div class="band"><u>展</u>${escaped(one.title)} ${monthAndDay(dayOf(one.opens_on))}–${monthAndDay(dayOf(one.closes_on))}</div></td></tr>`);
    const head = `<th rowspan="${band.length + 1}"><b>${escaped(name)}</b>${escaped(note)}</th>`;
    const rows = [...band, `<tr>${cells.join("")}</tr>`];
    return { filled: here.length + band.length > 0, name, html: rows.join("").replace("<tr>", `<tr>${head}`) };
  };
  const halls = spaces.filter((space) => !space.parent).map((hall) => {
    const parts = spaces.filter((space) => space.parent === hall.id).map((space) => space.name);
    const part = (one) => one.spaces.filter((id) => id !== hall.id && hallOf(id) === hall.id).map((id) => named.get(id)).join("、");
    const bands = exhibitions.filter((one) => one.spaces.some((id) => hallOf(id) === hall.id));
    return row(hall.name, parts.join("、"), (one) => one.spaces.some((id) => hallOf(id) === hall.id), part, bands);
  });
  const rows = [...halls, row(words.print_elsewhere, words.print_elsewhere_note, (one) => one.spaces.length === 0, () => "", [])];
  const heads = days.map((day) => `<th><b>${date(day).getUTCDate()}</b> 周${"日一二三四五六"[date(day).getUTCDay()]}</th>`);
  const kinds = [...new Set(shown.map((one) => one.kind))].map((kind) => `<u>${words[`print_mark_${kind}`]}</u>${words[`print_kind_${kind}`]}`);
  const empty = rows.filter((one) => !one.filled).map((one) => one.name);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${words.print_hall_week}</title><style>${style}</style>
<header><div><h1>${words.print_hall_week}</h1> <span>${date(monday).getUTCFullYear()}年${monthAndDay(monday)}–${monthAndDay(monday + 6)}</span></div>
<div>${words.print_version_none} · ${monthAndDay(dayOf(now))} ${clock(now)}</div></header>
<table><col>${"<col>".repeat(7)}<thead><tr><th>${words.print_hall}</th>${heads.join("")}</tr></thead>
${rows.filter((one) => one.filled).map((one) => one.html).join("")}</table>
<div>${escaped(words.print_rows_empty.replace("{halls}", empty.join("、")))}</div>
<footer>${kinds.join(" ")} ${escaped(words.print_scale.replace("{from}", clock(AXIS_FROM)).replace("{to}", clock(AXIS_TO)))}；${words.print_grouped}<br>
${words.print_drawn_by} ____________ ${words.print_checked_by} ____________ ${words.print_signed_by} ____________</footer></html>`;
}

const median = (taken) => [...taken].sort((one, other) => one - other)[taken.length >> 1];
const microseconds = (taken) => Math.round(median(taken) * 1000);

async function warm() {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    const taken = [];
    let pdf;
    // The first rounds load faces and compile; they are thrown away, as the warm browser would have had them.
    for (let round = -2; round < ROUNDS_WARM; round += 1) {
      const began = performance.now();
      await page.setContent(sheet(schedule));
      pdf = await page.pdf({ preferCSSPageSize: true });
      if (round >= 0) taken.push(performance.now() - began);
    }
    const pages = (pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? []).length;
    return { version: browser.version(), median_microseconds: microseconds(taken), bytes: pdf.length, pages, rounds: ROUNDS_WARM };
  } finally {
    await browser.close();
  }
}

/** Runs a process to its end and answers its milliseconds. */
function timed(command, args) {
  const began = performance.now();
  execFileSync(command, args, { stdio: "ignore" });
  return performance.now() - began;
}

function cold(folder) {
  const html = path.join(folder, "sheet.html");
  const pdf = path.join(folder, "sheet.pdf");
  writeFileSync(html, sheet(schedule));
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", `--user-data-dir=${path.join(folder, "profile")}`,
    `--print-to-pdf=${pdf}`, pathToFileURL(html).href];
  // Once before: a profile is made and files are read from the disk for the first time, ours too.
  timed(executablePath, args);
  if (ours.length > 0) timed(ours[0], ours.slice(1));
  const theirs = [];
  const own = [];
  for (let round = 0; round < ROUNDS_COLD; round += 1) {
    theirs.push(timed(executablePath, args));
    if (ours.length > 0) own.push(timed(ours[0], ours.slice(1)));
  }
  if (statSync(pdf).size === 0) throw new Error("Chromium printed nothing");
  return {
    cold_median_microseconds: microseconds(theirs),
    ...(ours.length > 0 ? { ours_cold_median_microseconds: microseconds(own) } : {}),
    rounds_cold: ROUNDS_COLD,
  };
}

const folder = mkdtempSync(path.join(os.tmpdir(), "zhancheng-bench-"));
try {
  const sessions = schedule.sessions.filter(hanging).length;
  if (sessions === 0) throw new Error("no session hangs in this week");
  if (process.env.KEEP_HTML) writeFileSync(process.env.KEEP_HTML, sheet(schedule));
  console.log(JSON.stringify({ sessions, ...(await warm()), ...cold(folder) }));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
