// A museum that cannot be opened, in the real window: what, why, the ways out; and not a byte of it changes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, museum, scratch, zhancheng } from "../harness.mjs";
import { desk, openWindow, until } from "./driver.mjs";

const place = await desk();
const FILE = "museum.zhancheng";
/** Where SQLite keeps the schema's number in the head of a file. */
const VERSION_OFFSET = 60;
const good = await museum();
await zhancheng(good, "backup", path.join(good, "backups", "kept.zhancheng"));

/** Every file of a folder with the digest of its content. */
async function digests(folder) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = names.map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file), createHash("sha256").update(await readFile(file)).digest("hex")];
  });
  return Object.fromEntries((await Promise.all(found)).sort());
}

/** A copy of the good museum under a name, changed before anybody opens it. */
async function copy(name, change = () => undefined) {
  const folder = path.join(await scratch(), name);
  await cp(good, folder, { recursive: true });
  await change(path.join(folder, FILE));
  return folder;
}

async function newer(file) {
  const bytes = await readFile(file);
  bytes.writeUInt32BE(9_999, VERSION_OFFSET);
  await writeFile(file, bytes);
}

async function torn(file) {
  const bytes = await readFile(file);
  bytes.fill(0x5a, 4096, 4096 * 40);
  await writeFile(file, bytes);
}

async function foreign(file) {
  const bytes = await readFile(file);
  bytes.writeUInt32BE(0x1234_5678, VERSION_OFFSET + 8);
  await writeFile(file, bytes);
}

/** Opens a window on a folder and ends it with the test. */
async function refused(t, folder, options) {
  const window = await openWindow(place, folder, options);
  t.after(() => window.close());
  await until("the refusal", async () => (await window.text()).includes("展馆数据没有打开"));
  return window;
}

const buttons = (window) => window.run(`return [...document.querySelectorAll("main.refused button")].map((each) => each.innerText.trim())`);

/** Keeps pictures of the screen in both languages, light and dark, where somebody wants to look at them. */
async function pictures(window, name) {
  if (!process.env.PICTURES) return;
  for (const [locale, theme] of [["zh-CN", "light"], ["zh-CN", "dark"], ["en", "light"], ["en", "dark"]]) {
    await window.run(`localStorage.setItem("PARAGLIDE_LOCALE", arguments[0]); localStorage.setItem("zhancheng-theme", arguments[1]); location.reload()`, locale, theme);
    await window.element("main.refused .finding");
    await until("the folder", () => window.run(`return document.querySelector("main.refused dd") !== null`));
    await writeFile(path.join(process.env.PICTURES, `refused-${name}-${locale}-${theme}.png`), await window.screenshot());
  }
  await window.run(`localStorage.clear(); location.reload()`);
  await window.element("main.refused .finding");
}

const REFUSALS = [
  { name: "newer", folder: () => copy("museum", newer), words: /更新的版本写的/, ways: ["再试一次", "换一个文件夹…"] },
  { name: "damaged", folder: () => copy("museum", torn), words: /文件已损坏/, ways: ["从备份恢复…", "再试一次", "换一个文件夹…"] },
  { name: "not_a_museum", folder: () => copy("museum", foreign), words: /这不是展程的数据/, ways: ["从备份恢复…", "再试一次", "换一个文件夹…"] },
  { name: "synced", folder: () => copy("OneDrive"), words: /OneDrive会同步的文件夹/, ways: ["把数据复制到别的文件夹…", "再试一次"] },
];

for (const { name, folder: made, words, ways } of REFUSALS) {
  test(`${name}: it says what, why and what to do, and changes no byte`, async (t) => {
    const folder = await made();
    const before = await digests(folder);
    const window = await refused(t, folder);
    const text = await window.text();
    assert.match(text, words);
    assert.ok(text.includes("一个字节也没有改"), text);
    assert.ok(text.includes(folder), "it names the folder");
    const found = await buttons(window);
    for (const way of [...ways, "退出程序"]) assert.ok(found.some((word) => word.startsWith(way)), `${way} in ${found}`);
    assert.equal(found.some((word) => word.startsWith("从备份恢复")), ways.includes("从备份恢复…"), "a whole museum is not restored over");
    // Trying again reads again, and says that it still stands.
    await window.press(...altDigit(ways.indexOf("再试一次") + 1));
    await until("the second refusal", async () => (await window.text()).includes("还是打不开"));
    assert.deepEqual(await digests(folder), before);
    await pictures(window, name);
    assert.deepEqual(await digests(folder), before);
  });
}

/** Alt and a digit: takes a way out. */
function altDigit(digit) {
  return ["\uE00A", String(digit)];
}

test("read-only: nothing can be written there, and nothing is", async (t) => {
  // The kernel's own folder takes no file from anybody, the administrator included.
  const window = await refused(t, "/sys/zhancheng");
  assert.match(await window.text(), /这个文件夹不能写入/);
  await pictures(window, "read-only");
});

test("trying again opens a museum whose reason is gone, and it works on", async (t) => {
  const folder = await copy("museum", torn);
  const window = await refused(t, folder);
  await rename(path.join(folder, FILE), path.join(folder, "broken"));
  await cp(path.join(good, "backups", "kept.zhancheng"), path.join(folder, FILE));
  await window.press(...altDigit(2));
  await window.click("main.entry li button");
  await window.element("nav.rail");
  assert.equal((await window.call("museum_status")).sample, true);
});

test("a backup takes the place of a damaged museum, which lies aside", async (t) => {
  const folder = await copy("museum", torn);
  const broken = await readFile(path.join(folder, FILE));
  const window = await refused(t, folder, { args: ["--answer", path.join(folder, "backups", "kept.zhancheng")] });
  await window.press(...altDigit(1));
  await window.element("main.entry li button");
  assert.deepEqual(await readFile(path.join(folder, "set-aside-1.zhancheng")), broken);
  assert.ok((await zhancheng(folder, "check")).sound);
  // What another process changes from now on reaches the page: the museum that was opened late is heard.
  await call(folder, "profile_save", { id: null, revision: null, name: "后来的人", role: "planner", pin: "keep", active: true });
  await until("the change", async () => (await window.text()).includes("后来的人"));
});

test("a damaged backup is refused, and the museum stays as it was", async (t) => {
  const folder = await copy("museum", torn);
  const backup = path.join(await scratch(), "torn.zhancheng");
  await cp(path.join(good, "backups", "kept.zhancheng"), backup);
  await torn(backup);
  const before = await digests(folder);
  const window = await refused(t, folder, { args: ["--answer", backup] });
  await window.press(...altDigit(1));
  await window.element("main.refused .said");
  assert.match(await window.text(), /文件已损坏/);
  assert.deepEqual(await digests(folder), before);
});

test("a museum of a synchronised folder is copied to another and opened there; the old one stays", async (t) => {
  const folder = await copy("OneDrive");
  const before = await digests(folder);
  const other = path.join(await scratch(), "展程");
  await mkdir(other);
  const window = await refused(t, folder, { args: ["--answer", other] });
  await window.press(...altDigit(1));
  await window.element("main.entry li button");
  assert.equal((await window.call("museum_status")).sample, true);
  assert.deepEqual(await digests(folder), before);
  assert.ok((await zhancheng(other, "check")).sound);
});

test("another place is remembered by the next start, and a lost one is not begun anew", async (t) => {
  const home = await desk();
  const usual = path.join(home.env.XDG_DATA_HOME, "zhancheng");
  await cp(good, usual, { recursive: true });
  await newer(path.join(usual, FILE));
  const other = path.join(await scratch(), "elsewhere");
  await mkdir(other);
  const first = await openWindow(home, null, { args: ["--answer", other] });
  await first.element("main.refused");
  await first.press(...altDigit(2));
  await first.element("nav.rail, main.entry li button");
  await first.close();

  const second = await openWindow(home, null);
  await second.element("nav.rail, main.entry li button");
  assert.equal((await second.call("museum_status")).empty, true);
  await second.close();

  await rename(other, `${other}-unplugged`);
  const third = await openWindow(home, null, { args: ["--answer", `${other}-unplugged`] });
  t.after(() => third.close());
  await until("the words", async () => /数据文件夹不在了/.test(await third.text()));
  await assert.rejects(readdir(other), "an empty museum is not begun there");
  await third.press(...altDigit(2));
  await third.element("nav.rail, main.entry li button");
});

test("quitting ends the program", async () => {
  const window = await openWindow(place, await copy("museum", torn));
  await window.element("main.refused dd");
  assert.equal((await buttons(window)).at(-1), "退出程序");
  // The window goes while it is being clicked, and the driver may say so.
  await window.click("main.refused .form > button").catch(() => undefined);
  await until("the end", async () => window.title().then(() => false, () => true));
  await window.close();
});
