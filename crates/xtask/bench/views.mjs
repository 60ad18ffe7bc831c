// How long each view of the rail takes until it shows what it reads, in Chromium: from the click to the frame in which it
// asks nothing more and draws nothing more. The first time a view also fetches its code; what is kept is the median of
// later times, each coming from another view.
// Usage: ZHANCHENG_PROGRAMS=FOLDER node views.mjs MUSEUM ANSWER.json
import { writeFileSync } from "node:fs";
import { endAll, enter, goTo, openBrowser, openPage, serve, views } from "../../../tests/harness.mjs";

const ROUNDS = 7;
const [museum, answer] = process.argv.slice(2);
const page = await openPage(await openBrowser(), await serve(museum));
await enter(page);
const all = await views(page);
const taken = new Map(all.map((view) => [view.word, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const view of all) {
    const began = performance.now();
    await goTo(page, view);
    if (round > 0) taken.get(view.word).push(Math.round((performance.now() - began) * 1000));
  }
}
const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
const figures = all.map((view) => ({ name: view.address, median_microseconds: median(taken.get(view.word)) }));
writeFileSync(answer, JSON.stringify({ figures, faults: page.faults }));
await endAll();
process.exit();
