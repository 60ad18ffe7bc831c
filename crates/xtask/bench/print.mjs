// Chromium's print of a hall week on A3: the peer of ours, from the same sessions.
// Usage: node print.mjs SCHEDULE.json. Prints JSON; the browser is warm, only laying out and printing is measured.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const tests = path.join(import.meta.dirname, "../../../tests/package.json");
const { chromium } = createRequire(tests)("playwright-core");
const ROUNDS = 7;

const schedule = JSON.parse(readFileSync(process.argv[2], "utf8"));
const escape = (text) => text.replace(/[&<>]/g, (one) => `&#${one.codePointAt(0)};`);
const day = (minute) => Math.floor(minute / 1440);
const clock = (minute) => `${Math.floor((minute % 1440) / 60)}:${String(minute % 60).padStart(2, "0")}`;
const days = [...new Set(schedule.sessions.map((one) => day(one.starts)))].sort((one, other) => one - other);
const rows = schedule.spaces.map((space) => {
  const cells = days.map((of) => {
    const here = schedule.sessions.filter((one) => one.spaces.includes(space.id) && day(one.starts) === of);
    return `<td>${here.map((one) => `<p>${clock(one.starts)} ${escape(one.title)}</p>`).join("")}</td>`;
  });
  return `<tr><th>${escape(space.name)}</th>${cells.join("")}</tr>`;
});
const html = `<meta charset="utf-8"><style>@page{size:A3 landscape;margin:10mm}table{border-collapse:collapse;width:100%}
td,th{border:.3pt solid #000;font:8pt "Noto Sans CJK SC",sans-serif;vertical-align:top}p{margin:0}</style>
<table>${rows.join("")}</table>`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const taken = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await page.setContent(html);
    await page.pdf({ format: "A3", landscape: true });
    taken.push((performance.now() - began) * 1000);
  }
  taken.sort((one, other) => one - other);
  console.log(JSON.stringify({ sessions: schedule.sessions.length, median_microseconds: Math.round(taken[ROUNDS >> 1]), version: browser.version() }));
} finally {
  await browser.close();
}
