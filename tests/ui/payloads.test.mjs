// Payloads in every field for words, then every view, list, panel and print: nothing runs, nothing is asked for, and
// what was typed is read back as the text it is.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { inflateSync } from "node:zlib";
import { call, enter, museum, openBrowser, openPage, run, scratch, serve, settled, zhancheng } from "../harness.mjs";
import { overlays, walk } from "../walk.mjs";
import { FILES, payloads, shaped, strings, worded } from "./fields.mjs";
import { asker, callsOf, MONDAY } from "./filling.mjs";

const PAYLOADS_LEAST = 200;
/** Payloads that run when a page without a policy takes them for markup: proof that the list has teeth. */
const LIVE_LEAST = 40;
/** Pages of a list that are looked at. */
const LIST_PAGES_MOST = 30;
const DAY = 1440;
/** Characters that the gate keeps out of every line: they break it, or turn the text around. */
const REFUSED = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

const all = payloads();
const lines = all.filter((payload) => !REFUSED.test(payload));
const refused = all.filter((payload) => REFUSED.test(payload));

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();
const commands = await zhancheng(folder, "commands");
const ask = await asker(address);
const wordCommands = commands.filter((command) => strings(command).some((each) => each.words));
const saves = (command) => /_(save|transition|move|shift|skip|restore|end|keep|follow|report_fault|duplicate)$/.test(command.name);

/** Elements that payloads are when they are taken for markup. */
let signs = [];
/** What was put where: a field's number, and the payloads it took. */
const fields = new Map();
const stored = new Map();

/** The payloads that paper has every character for. It says which it lacks, so it is asked. */
async function printable() {
  const rest = [...lines];
  const [space] = await ask("space_list");
  const from = MONDAY + 120 * DAY;
  for (let index = 0; rest.length > 0; index += 1) {
    const starts = from + index * DAY + 600;
    const remark = rest.splice(0, 40).join(" ");
    const session = { kind: "lecture", title: "纸", public: false, starts, ends: starts + 30, spaces: [space.id], remark };
    await ask("session_save", { session, overrides: ["closed_day", "no_guide_lane"].map((code) => ({ code, reason: "字", subject: null })) });
  }
  const failure = await ask("print_render", { document: "department-week", from, to: from + 6 * DAY }).then(() => null, (error) => error.failure);
  assert.equal(failure?.code, "glyphs_missing", "some payloads cannot be printed");
  // A letter under a sign that cannot be set is named with it.
  const lacking = failure.characters.filter((character) => character > "\u007e");
  return lines.filter((payload) => !lacking.some((character) => payload.includes(character)));
}

/** Characters that a field's mark takes behind a payload. */
const MARK = 5;

/** Puts payloads into a right call and answers which went where; nothing where it was refused. */
async function put(command, args, next) {
  for (;;) {
    const chosen = [];
    const filled = worded(command, args, (field) => {
      const payload = next(field);
      chosen.push([field, payload]);
      return `${payload} ·${fields.get(field).number}`;
    });
    const failure = await ask(command.name, filled).then(() => null, (error) => error.failure);
    if (failure === null) return chosen;
    // What clashes or was changed meanwhile is refused for another reason; its payloads do not count.
    if (failure.code !== "text_too_long") return [];
    const end = failure.field.replace(/\[\d+\]/g, "[]").split(".").slice(-2).join(".");
    const short = chosen.map(([field]) => fields.get(field)).filter((own, index) => own.limit > failure.limit && chosen[index][0].endsWith(end));
    assert.ok(short.length > 0, `${command.name}: ${failure.field} is too long at ${failure.limit}`);
    for (const own of short) own.limit = failure.limit;
  }
}

test("the payloads are many and each is another", () => {
  assert.ok(all.length >= PAYLOADS_LEAST, `${all.length} payloads`);
  assert.equal(new Set(all).size, all.length);
  assert.ok(refused.length >= 5 && lines.length >= PAYLOADS_LEAST);
});

test("in a page without a policy they do run", async (context) => {
  const page = await browser.newPage();
  await page.route("**/*", (route) => (route.request().url().endsWith("/bare") ? route.fulfill({ contentType: "text/html", body: "<body></body>" }) : route.abort()));
  page.on("dialog", (dialog) => dialog.dismiss());
  await page.goto("http://bare.invalid/bare");
  await page.evaluate((texts) => {
    // Twice: as a careless page would set them, and as a careless server would send them.
    const frames = ["set", "sent"].flatMap((way) =>
      texts.map((text) => {
        const frame = document.body.appendChild(document.createElement("iframe"));
        const own = frame.contentDocument;
        own.open();
        if (way === "sent") own.write(`<body>${text}`);
        else own.write("<body>");
        own.close();
        if (way === "set") frame.contentDocument.body.innerHTML = text;
        return { way, frame };
      }),
    );
    const ran = ({ frame }) => {
      try {
        return frame.contentWindow.__ran !== undefined;
      } catch {
        // It took its frame elsewhere.
        return true;
      }
    };
    window.ranIn = (way) => frames.filter((each) => each.way === way && ran(each)).length;
  }, all);
  const ran = (way) => page.evaluate((asked) => window.ranIn(asked), way);
  await page.waitForFunction((least) => window.ranIn("set") + window.ranIn("sent") >= least, LIVE_LEAST);
  context.diagnostic(`run when set as markup: ${await ran("set")} of ${all.length}; when sent as markup: ${await ran("sent")}`);
  assert.ok((await ran("set")) > 0, "the mark is made by innerHTML alone");
  signs = await page.evaluate((texts) => {
    const elements = texts.flatMap((text) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("*")]);
    return [...new Set(elements.filter((element) => element.attributes.length > 0).map((element) => element.cloneNode(false).outerHTML))];
  }, all);
  assert.ok(signs.length >= 50, `${signs.length} elements to look for`);
  await page.close();
});

test("every field for words takes them, and no other field does", async (context) => {
  const pool = await printable();
  context.diagnostic(`${pool.length} can be printed`);
  const next = (field) => {
    if (!fields.has(field)) fields.set(field, { number: fields.size + 1, at: fields.size * 41, limit: Infinity, taken: new Set() });
    const own = fields.get(field);
    do own.at += 1;
    while (pool[own.at % pool.length].length + MARK > own.limit);
    return pool[own.at % pool.length];
  };
  for (const command of wordCommands) {
    for await (const args of callsOf(command, ask)) {
      for (const [field, payload] of await put(command, args, next)) {
        fields.get(field).taken.add(payload);
        if (saves(command)) stored.set(payload, field);
      }
    }
  }
  const wanted = wordCommands.flatMap((command) => strings(command).filter((each) => each.words).map((each) => each.path));
  const never = wanted.filter((field) => !fields.get(field)?.taken.size);
  context.diagnostic(`${wanted.length} fields for words in ${wordCommands.length} commands; ${stored.size} payloads stored`);
  assert.deepEqual(never, [], "fields that no payload was put into");
  assert.deepEqual(pool.filter((payload) => !stored.has(payload)), [], "payloads that are nowhere");

  // Those that paper lacks a character for stand in a week that nothing else is printed from.
  const [space] = await ask("space_list");
  for (const [index, payload] of lines.filter((each) => !pool.includes(each)).entries()) {
    const starts = MONDAY + 78 * DAY + 570 + index * 12;
    await ask("session_save", { session: { kind: "lecture", title: payload, starts, ends: starts + 10, spaces: [space.id] }, overrides: [] }).catch(() => {});
  }
  // And all of them in one list, which is read to its end.
  for (const payload of lines) {
    await ask("exhibit_save", { name: payload, condition: "in_store", active: true });
    stored.set(payload, "exhibit_save.name");
  }
  assert.equal(stored.size, lines.length);
});

test("what breaks a line or turns it around is refused in words, and stands nowhere", async () => {
  let [kept, turn] = [0, 0];
  for (const command of wordCommands.filter(saves)) {
    const first = (await callsOf(command, ask).next()).value;
    if (!first) continue;
    for (const { path: field } of strings(command).filter((each) => each.words)) {
      // Each field meets two of them, and each of them many fields.
      const two = [refused[(turn += 1) % refused.length], refused[(turn + 3) % refused.length]];
      for (const payload of two) {
        const filled = worded(command, first, (each) => (each === field ? payload : "字"));
        const failure = await ask(command.name, filled).then(() => null, (error) => error.failure);
        if (failure) assert.match(failure.code, /^[a-z_]+$/);
        if (failure?.code === "text_control_character") kept += 1;
      }
    }
  }
  assert.ok(kept >= 80, `${kept} refused by their characters`);
  for (const { name } of commands.filter((each) => /_list$|^setting_read$/.test(each.name))) {
    const answer = await ask(name, name === "duty_list" ? { from: "2026-05-01", to: "2026-06-01" } : { from: MONDAY, to: MONDAY + 30 * DAY }).catch(() => ask(name).catch(() => null));
    const words = [];
    JSON.stringify(answer, (_, value) => (typeof value === "string" ? words.push(value) : 0, value));
    // A remark has lines; nothing else may break one.
    assert.deepEqual(words.filter((word) => REFUSED.test(word.replaceAll("\n", ""))), [], name);
  }
});

test("a field that is not for words refuses them", async () => {
  const before = (await ask("store_check")).sequence;
  let tried = 0;
  for (const command of commands) {
    for (const { path: field, name } of strings(command).filter((each) => !each.words && !FILES.has(each.name))) {
      const args = shaped(command, field, lines[(tried += 1) % lines.length]);
      const failure = await ask(command.name, args).then(() => null, (error) => error.failure);
      if (failure) assert.match(failure.code, /^[a-z_]+$/, `${field} (${name})`);
    }
  }
  assert.ok(tried > 150, `${tried} fields`);
  assert.equal((await ask("store_check")).sequence, before, "nothing was written");
});

/** What stands in a page that no payload may have put there, and everything that can be read in it. */
function look(elements) {
  const signs = new Set(elements);
  const never = "iframe, object, embed, base, marquee, math, template, video, audio, frame, link[rel=prefetch], meta[http-equiv], foreignObject, animate, set, style, body script, x";
  const strangers = [...document.querySelectorAll(never)].map((element) => element.outerHTML.slice(0, 120));
  for (const element of document.querySelectorAll("*")) {
    const names = element.getAttributeNames();
    const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
    const own = address === "" || address.startsWith(location.origin) || element.matches("link[rel=icon]") || /^(#|\/|\.\/|data:image\/)/.test(address);
    const acts = names.some((name) => name.startsWith("on") || ["srcdoc", "ping", "formaction", "action", "xlink:href"].includes(name));
    if (acts || !own || (names.length > 0 && signs.has(element.cloneNode(false).outerHTML))) strangers.push(element.outerHTML.slice(0, 120));
  }
  const read = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
  for (const element of document.querySelectorAll("[title], [aria-label]")) read.push(element.title, element.ariaLabel ?? "");
  return { ran: window.__ran ?? null, strangers, read: [document.body.innerText, ...read].join("\n") };
}

/** Looks at a state from its top to the end of its lists; where something was opened over a list, at that alone. */
async function looked(page, name, seen) {
  const opened = / (row|open|menu):/.test(name);
  for (let step = 0; step < LIST_PAGES_MOST; step += 1) {
    const found = await page.evaluate(look, signs);
    assert.equal(found.ran, null, `${name}: a payload ran`);
    assert.deepEqual(found.strangers, [], `${name}: elements of a payload`);
    assert.deepEqual(page.faults, [], name);
    seen.add(found.read);
    const more = await page.evaluate((over) => {
      const lists = [...document.querySelectorAll(over ? "aside.panel *, dialog[open] *" : ".place *")].filter((each) => each.scrollTop + each.clientHeight < each.scrollHeight - 4 && getComputedStyle(each).overflowY !== "visible");
      for (const list of lists) list.scrollTop += list.clientHeight * 0.9;
      return lists.length > 0;
    }, opened);
    if (!more) return;
    await settled(page);
  }
}

/** Enters as the administrator, whatever that one is called by now. */
async function inside(locale) {
  const administrator = (await ask("profile_list")).find((profile) => profile.role === "administrator");
  const page = await openPage(browser, address, { locale });
  await enter(page, administrator.name);
  return page;
}

const squeezed = (text) => text.replace(/\s+/gu, "");

test("every view shows them as the text they are", { timeout: 1_800_000 }, async (context) => {
  const seen = new Set();
  let states = 0;
  const through = async (locale, how) => {
    const page = await inside(locale);
    await walk(page, (name) => ((states += 1), looked(page, `${locale} ${name}`, seen)), how);
    await overlays(page, (name) => looked(page, name, seen), { search: locale === "en" ? "<img src=x onerror=__ran=1>" : "后天12点 {@html <svg onload=__ran=1>} 30人" });
    return page;
  };
  const [chinese, english] = await Promise.all([through("zh-CN", { deep: false }), through("en-GB", { open: false })]);
  context.diagnostic(`${states} states looked at`);
  // The list that holds every one of them, from its first row to its last.
  await chinese.evaluate(() => (location.hash = "#/resources/exhibit"));
  await chinese.locator(".row").first().waitFor();
  await settled(chinese);
  await looked(chinese, "the list of all", seen);
  const read = squeezed([...seen].join("\n"));
  const unread = [...stored.keys()].filter((payload) => !read.includes(squeezed(payload)));
  assert.deepEqual(unread, [], "payloads that no view shows as text");
  await english.context().close();

  // What is refused and what is taken back is said with the words in it.
  await chinese.goto(`${address}/#/resources/department`);
  await chinese.locator('.row[role="row"]').first().click();
  const name = chinese.locator("aside.panel input").first();
  for (const payload of [refused[0], "<img src=x onerror=__ran=1>撤"]) {
    await name.fill(payload);
    await name.press("Control+Enter");
    await settled(chinese);
    await looked(chinese, `saved ${payload}`, seen);
  }
  await chinese.locator(".toasts").getByText("<img src=x onerror=__ran=1>撤").first().waitFor();
  await chinese.keyboard.press("Escape");
  await chinese.keyboard.press("Control+KeyZ");
  await looked(chinese, "undone", seen);
  await chinese.context().close();
});

/** A PDF without its strings and streams, the object streams opened: what it can do, not what it says. */
function structure(bytes) {
  const text = bytes.toString("latin1");
  const opened = [];
  const outside = text.replace(/<<((?:[^>]|>(?!>))*)>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g, (_, head, body) => {
    if (/\/ObjStm/.test(head)) opened.push(inflateSync(Buffer.from(body, "latin1")).toString("latin1"));
    return `<<${head}>>`;
  });
  assert.ok(opened.length > 0 || !text.includes("/ObjStm"), "the object streams are read");
  return [outside, ...opened].join("\n").replace(/\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\)/g, "()").replace(/<[0-9A-Fa-f\s]*>/g, "<>");
}

test("every print shows them as the text they are", async (context) => {
  const pages = await inside("zh-CN");
  const papers = await scratch();
  let read = "";
  for (const { document } of await ask("print_documents")) {
    const [from, to] = document === "exhibition-year" ? [MONDAY, MONDAY + 400 * DAY] : [MONDAY, MONDAY + 6 * DAY];
    const { pages: pictures } = await ask("print_render", { document, from, to });
    for (const picture of pictures) assert.doesNotMatch(picture, /<script|<foreignObject|<iframe|<a[\s>]|\son\w+=|(?:href|src)="(?!#|data:image\/)/i, document);
    const printed = await ask("print_pdf", { document, from, to });
    const bytes = Buffer.from(printed.base64, "base64");
    assert.doesNotMatch(structure(bytes), /\/(JS|JavaScript|URI|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFiles?|Filespec|OpenAction|AA|RichMedia|Movie|Sound)\b/, document);
    const file = path.join(papers, `${document}.pdf`);
    await writeFile(file, bytes);
    const { out } = await run("pdftotext", ["-raw", file, "-"]);
    read += out;
    assert.doesNotMatch(out, /root:x:0/, "no file of this machine is in it");
    const day = (minute) => new Date(minute * 60_000).toISOString().slice(0, 10);
    await pages.goto(`${address}/#/print/${document}/${day(from)}/${day(to)}`);
    await pages.locator("main img").first().waitFor();
    await looked(pages, document, new Set());
  }
  const text = squeezed(read);
  const whole = [...stored.keys()].filter((payload) => text.includes(squeezed(payload)));
  context.diagnostic(`${whole.length} payloads stand whole on paper`);
  assert.ok(whole.length >= 100, `${whole.length} payloads on paper`);

  // Where a character is missing nothing is printed, and the refusal is as inert as the sheet.
  await pages.goto(`${address}/#/print/hall-week/2026-07-20/2026-07-26`);
  await pages.getByText("缺字").first().waitFor();
  await looked(pages, "a refused print", new Set());
  await pages.context().close();
});

test("page and window let nothing in that is not theirs", async () => {
  const response = await fetch(address);
  const config = JSON.parse(await readFile(path.join(import.meta.dirname, "../../src-tauri/tauri.conf.json"), "utf8"));
  const policies = [response.headers.get("content-security-policy"), config.app.security.csp];
  for (const policy of policies) {
    const rules = Object.fromEntries(policy.split(";").map((rule) => rule.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources.join(" ")]));
    assert.equal(rules["default-src"], "'none'");
    assert.equal(rules["script-src"], "'self'");
    assert.equal(rules["style-src"], "'self'");
    assert.equal(rules["img-src"], "'self' data:");
    assert.match(rules["connect-src"], /^('self'|ipc: http:\/\/ipc\.localhost)$/);
    assert.doesNotMatch(policy, /unsafe|\*|blob:/);
  }
  assert.equal(config.app.security.freezePrototype, true);
  assert.equal(config.app.withGlobalTauri ?? false, false);
  assert.deepEqual((await call(folder, "store_check")).sound, true);
});
