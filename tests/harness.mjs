// Starts what the tests look at: a museum in a folder of its own, the page served from it, Chromium.
// Everything is ended by the id of its process group; nothing outlives a test file.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { chromium } from "playwright-core";

const root = path.join(import.meta.dirname, "..");

/** Where the built programs are. */
const PROGRAMS = process.env.ZHANCHENG_PROGRAMS ?? path.join(root, "target", "debug");

/** The moment the sample museum lives in: a Monday that is open, because it is a holiday. */
export const NOW = "2026-05-04T08:50+08:00";

/** The size that pages are looked at: a small office screen without title bar and taskbar. */
export const SCREEN = { width: 1366, height: 696 };

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A program of ours by its name. */
export const program = (name) => path.join(PROGRAMS, name);

const endings = [];
after(endAll);

/** Ends all that was started: for whoever is no test file, and so has no end of its own. */
export async function endAll() {
  for (const end of endings.splice(0).reverse()) await end();
}

/** Does something when the test file has ended, the last first. */
export function atEnd(end) {
  endings.push(end);
}

/** A folder that goes away after the tests. */
export async function scratch(name = "zhancheng-test-") {
  const folder = await mkdtemp(path.join(os.tmpdir(), name));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Starts a program in a process group of its own. `exited` answers its code and signal. */
export function start(command, args = [], { env = {}, stdio = ["ignore", "pipe", "pipe"] } = {}) {
  const child = spawn(command, args, { detached: true, stdio, env: { ...process.env, ...env } });
  let running = true;
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, error }));
    child.once("exit", (code, signal) => {
      running = false;
      resolve({ code, signal });
    });
  });
  const end = async (signal = "SIGTERM") => {
    if (running && child.pid) process.kill(-child.pid, signal);
    return exited;
  };
  atEnd(() => end("SIGKILL"));
  return { child, exited, end };
}

/** Runs a program to its end and answers what it wrote. Rejects where it fails, unless that is expected. */
export async function run(command, args = [], { env = {}, fails = false } = {}) {
  const { child, exited } = start(command, args, { env });
  const [out, error, ended] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (ended.error) throw ended.error;
  if (!fails && ended.code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${ended.code}\n${error}`);
  return { out, error, code: ended.code };
}

async function text(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** The first line a stream writes that fits, or a rejection when it ends without one. */
export async function line(stream, fits) {
  for await (const each of createInterface({ input: stream })) {
    const found = fits(each);
    if (found) {
      // What follows is read and forgotten, or the writer would stand still.
      stream.resume();
      return found;
    }
  }
  throw new Error("the program ended without saying what was waited for");
}

async function zhanchengAt(now, folder, ...args) {
  const { out } = await run(program("zhancheng"), ["--data", folder, "--now", now, ...args]);
  return out.trim() === "" ? null : JSON.parse(out);
}

/** Runs `zhancheng` on a museum and answers its JSON. */
export const zhancheng = (folder, ...args) => zhanchengAt(NOW, folder, ...args);

/** Calls a command of a museum from the command line: a second way in beside the page under test. */
export const call = (folder, name, args = {}, { now = NOW } = {}) => zhanchengAt(now, folder, "call", name, JSON.stringify(args));

/** A museum in a folder of its own: the sample, or an empty one. */
export async function museum({ sample = true, now = NOW } = {}) {
  const folder = path.join(await scratch(), "museum");
  await zhanchengAt(now, folder, sample ? "sample" : "check");
  return folder;
}

/** Serves a museum's page on a free port and answers its address. */
export async function serve(folder, { now = NOW } = {}) {
  const { child } = start(program("zhancheng"), ["--data", folder, "--now", now, "serve", "--listen", "127.0.0.1:0"]);
  child.stderr.resume();
  return line(child.stdout, (each) => /http:\/\/127\.0\.0\.1:\d+/.exec(each)?.[0]);
}

/** Chromium, without anything of its own that would ask the network. */
export async function openBrowser() {
  const args = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
  ];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  atEnd(() => browser.close());
  return browser;
}

/**
 * A page on an address that tells what went wrong in it: `faults` gathers errors of the console and of scripts,
 * refused policies and requests that leave this machine. Ask `page.faults` at the end of a test.
 */
export async function openPage(browser, address, { locale = "zh-CN", theme = "light", viewport = SCREEN, zone } = {}) {
  const context = await browser.newContext({ viewport, locale, timezoneId: zone, colorScheme: theme === "dark" ? "dark" : "light", reducedMotion: "reduce" });
  // The page keeps its language on the PC and is Chinese until somebody chooses another one.
  if (locale.startsWith("en")) await context.addInitScript(() => localStorage.setItem("PARAGLIDE_LOCALE", "en"));
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => {
    // A refused call is an answer that the page shows; the browser notes it as a resource that failed.
    if (message.text().includes("status of 422")) return;
    if (message.type() === "error" || message.type() === "warning") page.faults.push(`console: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    page.faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy refused ${event.violatedDirective} ${event.blockedURI}`));
  });
  // What the page asks and has not heard yet, for `settled`.
  await page.addInitScript(() => {
    const ask = window.fetch;
    window.asking = 0;
    window.fetch = async (what, ...rest) => {
      // A sheet is set for seconds in a program that was built for tests; the view says so and is whole meanwhile.
      if (!String(what).startsWith("/call/") || what === "/call/print_render") return ask.call(window, what, ...rest);
      window.asking += 1;
      try {
        return await ask.call(window, what, ...rest);
      } finally {
        window.asking -= 1;
      }
    };
  });
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = ["data:", "blob:"].includes(protocol) || hostname === "127.0.0.1";
    if (!own) page.faults.push(`leaves this machine: ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

/** Enters as the profile of a name where the page asks who is there. */
export async function enter(page, name = "管理员") {
  const rail = page.locator("nav.rail");
  const choice = page.locator("main.entry li button", { hasText: name }).first();
  await rail.or(choice).first().waitFor();
  if (await choice.isVisible()) await choice.click();
  await rail.waitFor();
}

/** The views of the router's own list, as the rail shows them: name in the address and word. */
export async function views(page) {
  return page.locator("nav.rail a").evaluateAll((links) =>
    links.map((link) => ({ address: link.getAttribute("href"), word: link.textContent.trim() })),
  );
}

/** Goes to a view and waits until what it reads is there. */
export async function goTo(page, view) {
  await page.locator(`nav.rail a[href="${view.address}"]`).click();
  await page.locator(`nav.rail a[href="${view.address}"][aria-current="page"]`).waitFor();
  await settled(page);
}

/** Waits until the page asks nothing and draws nothing more. */
export async function settled(page) {
  await page.waitForLoadState("load");
  // A view is fetched when it is first opened, and reads before it says anything: both at once, or the view
  // before it answers for it.
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const busy = () => {
      if (window.asking > 0) return "it asks";
      if (document.querySelector('[aria-busy="true"], .reading') !== null) return "it reads";
      return (document.querySelector("main")?.innerText ?? "-").trim() === "" ? "it shows nothing" : "";
    };
    // An answer may ask on: two frames in a row with nothing open.
    const last = performance.now() + 30_000;
    for (let calm = 0; calm < 2; calm += 1) {
      await frame();
      const why = busy();
      if (why === "") continue;
      if (performance.now() > last) throw new Error(`does not settle: ${why}, ${location.hash}`);
      calm = -1;
    }
  });
}

/** Asks again until a condition holds, and answers what it answered: for facts outside the page. */
export async function until(what, condition) {
  const last = Date.now() + 10_000;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > last) throw new Error(`did not come: ${what}`);
    // Lets what the condition waits for happen.
    await new Promise((next) => setImmediate(next));
  }
}

/**
 * An input method over the focused field, as the browser's own debugger drives one: text that is being composed,
 * keys that belong to the composition, and its end. `heard` is what the page saw of those keys.
 */
export async function inputMethod(page) {
  const browserEnd = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    window.heardKeys = [];
    window.addEventListener("keydown", (event) => window.heardKeys.push([event.code, event.isComposing, event.keyCode]), true);
  });
  const key = (type, code, name, keyCode, modifiers) =>
    browserEnd.send("Input.dispatchKeyEvent", { type, code, key: name, windowsVirtualKeyCode: keyCode, modifiers });
  return {
    compose: (text) => browserEnd.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    /** A key the input method takes: with its own code while composing, or as 229, which is all that some report. */
    async press(code, { keyCode = 229, control = false } = {}) {
      const name = keyCode === 229 ? "Process" : code.replace(/^(Key|Digit)/, "");
      await key("rawKeyDown", code, name, keyCode, control ? 2 : 0);
      await key("keyUp", code, name, keyCode, control ? 2 : 0);
    },
    commit: (text) => browserEnd.send("Input.insertText", { text }),
    heard: () => page.evaluate(() => window.heardKeys.splice(0)),
  };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious or critical in a page or a part of it, a line each with the place. Both further arguments are axe's own. */
export async function axe(page, options = {}, scope = undefined) {
  // Through the debugger: a strict policy refuses an added script, and should.
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(axeSource);
  const found = await page.evaluate(([asked, part]) => window.axe.run(part ?? document, { resultTypes: ["violations"], ...asked }), [options, scope]);
  return found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary}`));
}

/** What axe finds serious or critical in a page as it stands. */
export const seriousFindings = (page) => axe(page);
