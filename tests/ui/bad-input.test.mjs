// Calls that are right in all but one place, for every command: a time that does not exist, an end before its start, a
// number past 64 bits, a text of 10,000 characters, NUL, a mark that turns text around. A typed failure each, and
// nothing written. Emoji, markup and formulas are words like others: kept as they are, or refused in words.
import assert from "node:assert/strict";
import test from "node:test";
import { museum, serve, zhancheng } from "../harness.mjs";
import { FILES, shaped, strings, worded } from "./fields.mjs";
import { asker, callsOf, RECIPES } from "./filling.mjs";

const DAY = 1440;
const folder = await museum();
const address = await serve(folder);
const ask = await asker(address);
const commands = await zhancheng(folder, "commands");

/** One right call of a command, or the least of its shape where its arguments are no words. */
async function right(command) {
  if (RECIPES[command.name]) {
    for await (const args of callsOf(command, ask)) return worded(command, args, (field) => (field.endsWith("name") ? `字${field.length}` : "字"));
  }
  return shaped(command, "", "");
}

/** Every place in a call: its path, and how to put another value there. */
function places(value, path = [], found = []) {
  if (value === null || typeof value !== "object") return found;
  for (const key of Object.keys(value)) {
    found.push([...path, key]);
    places(value[key], [...path, key], found);
  }
  return found;
}
const at = (value, path) => path.reduce((each, key) => each[key], value);
function replaced(value, path, other) {
  const copy = structuredClone(value);
  at(copy, path.slice(0, -1))[path.at(-1)] = other;
  return copy;
}
const said = (path) => path.filter((key) => !/^\d+$/.test(key)).at(-1);

const sequence = async () => (await ask("store_check")).sequence;
const PAST_64_BITS = [2 ** 64, -(2 ** 64), 1e30];
const NO_DAY = ["2026-02-30", "2026-13-01", "2026-05-04T24:00", "24:00", "0000-00-00"];
const NO_TEXT = ["长".repeat(10_000), "讲\u0000解", "\u202e讲解", "讲\u200f解"];
/** A notice is copied from a page of the web: what no text may have is taken out of it. */
const PASTED = new Set(["text", "state_notice.text"]);
const WORDS = ["🚌", "<b onclick=1>讲解</b>", "=1+1", "@SUM(1)", "+1", "-1"];
/** Where a stretch begins and where it ends. */
const STRETCHES = [["starts", "ends"], ["from", "to"], ["from_day", "to_day"], ["valid_from", "valid_to"], ["opens", "closes"], ["opens_on", "closes_on"], ["installs_from", "deinstalls_until"], ["departs", "returns"]];
/** Minutes of a day at which something begins: 24:00 is none of them. */
const BEGINNINGS = new Set(["half_day_minute", "opens", "day_starts_minute"]);

/** Every wrong call made from a right one, with what is wrong about it. */
function wrong(command, call) {
  const words = new Set(strings(command).filter((each) => each.words).map((each) => each.name));
  const files = FILES;
  const calls = [];
  const add = (path, value, what) => calls.push({ args: replaced(call, path, value), what: `${what} in ${path.join(".")}` });
  for (const path of places(call)) {
    const value = at(call, path);
    const name = said(path);
    if (typeof value === "number") for (const number of PAST_64_BITS) add(path, number, `${number}`);
    if (typeof value === "number" && (BEGINNINGS.has(name) || (name === "starts" && value < DAY && /^\d+$/.test(path.at(-1))))) add(path, DAY, "24:00");
    if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) for (const day of NO_DAY) add(path, day, day);
    else if (typeof value === "string" && !files.has(name)) for (const text of NO_TEXT) add(path, text, words.has(name) ? "a text that cannot be" : "a text where none belongs");
    if (value !== null && typeof value === "object") {
      for (const [begins, ends] of STRETCHES) {
        if (value[begins] === undefined || value[ends] === undefined || value[ends] === null) continue;
        if (typeof value[begins] === typeof value[ends] && value[begins] <= value[ends] && typeof value[begins] === "number") add([...path, ends], value[begins] - 1, `an end before its start`);
        if (typeof value[begins] === "string" && /^\d{4}-/.test(value[begins])) add([...path, ends], "1999-01-01", "an end before its start");
      }
    }
  }
  for (const [begins, ends] of STRETCHES) {
    if (typeof call[begins] === "number" && typeof call[ends] === "number") calls.push({ args: { ...call, [ends]: call[begins] - 1 }, what: `${ends} before ${begins}` });
  }
  return calls;
}

const SECRETS = [folder, "SELECT", "INSERT INTO", "sqlite", "panicked"];

test("one impossible place in a right call refuses it, and nothing is written", { timeout: 1_800_000 }, async (context) => {
  let tried = 0;
  const passed = [];
  const kinds = new Set();
  for (const command of commands) {
    if (/^(backup|sample)_|^history_(undo|redo)$/.test(command.name)) continue;
    const call = await right(command);
    const before = await sequence();
    const read = [];
    for (const { args, what } of wrong(command, call)) {
      tried += 1;
      kinds.add(what.replace(/ in .*/, ""));
      const failure = await ask(command.name, args).then(() => null, (error) => error.failure);
      if (failure === null) {
        // A call that only reads may look for such a text; a pasted notice is cleaned of it.
        const mayPass = what.startsWith("a text") && (PASTED.has(what.split(" in ").at(-1)) || (await sequence()) === before);
        if (mayPass) read.push(what);
        else passed.push(`${command.name}: ${what}`);
        continue;
      }
      assert.match(failure.code ?? "", /^[a-z_]+$/, `${command.name}: ${what}`);
      const answer = JSON.stringify(failure);
      for (const secret of SECRETS) assert.ok(!answer.includes(secret), `${command.name}: ${answer}`);
    }
    const wrote = (await sequence()) !== before;
    assert.ok(!wrote || command.name === "state_notice_save", `${command.name} wrote: ${[...read, ...passed]}`);
  }
  context.diagnostic(`${tried} calls with one impossible place; kinds: ${[...kinds].length}`);
  assert.ok(tried > 1000, `${tried} calls`);
  assert.deepEqual(passed, [], "calls that passed");
});

test("emoji, markup and formulas are kept as they are", async () => {
  let kept = 0;
  for (const command of commands.filter((each) => RECIPES[each.name])) {
    const call = await right(command);
    for (const word of WORDS) {
      const args = worded(command, call, () => word);
      const failure = await ask(command.name, args).then((answer) => {
        if (JSON.stringify(answer).includes(JSON.stringify(word).slice(1, -1))) kept += 1;
        return null;
      }, (error) => error.failure);
      if (failure) assert.match(failure.code, /^[a-z_]+$/);
    }
  }
  assert.ok(kept >= 40, `${kept} answers with the words in them`);
  assert.equal((await ask("store_check")).sound, true);
});

test("24:00 and days that do not exist are no times in a typed line", async () => {
  for (const text of ["2月30日10点 儿童厅 讲座", "周三24:30 儿童厅 讲座", "周三25点 儿童厅 讲座"]) {
    const read = await ask("quick_add_read", { text });
    assert.ok(read.session === null || read.session === undefined || read.findings?.length > 0 || read.missing?.length > 0, `${text}: ${JSON.stringify(read).slice(0, 200)}`);
  }
});
