// What the window itself owes a person: it comes back where it was left, and no key submits while an input method
// composes in the engine it really runs on.
import assert from "node:assert/strict";
import path from "node:path";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { museum } from "../harness.mjs";
import { desk, KEY, openWindow, until } from "./driver.mjs";
import { Keys } from "./hands.mjs";

const NOW = "2026-05-04T08:50+08:00";
const DAY = Date.parse("2026-05-04T00:00Z") / 60_000;

test("the window comes back where and as large as it was left", async () => {
  const place = await desk();
  const folder = await museum({ sample: false });
  const first = await openWindow(place, folder);
  await first.element("nav.rail");
  const before = await first.frame();
  const wanted = { x: 40, y: 24, width: 1000, height: 640 };
  await first.place(wanted);
  await until("the new size", async () => (await first.frame()).width === wanted.width);
  const left = await first.frame();
  assert.notDeepEqual(left, before);
  await first.quit();
  await until("the kept state", async () => {
    const file = path.join(place.env.XDG_CONFIG_HOME, "cn.zhancheng.desktop", ".window-state.json");
    return JSON.parse(await readFile(file, "utf8")).main.width === wanted.width;
  });
  await first.close();
  const second = await openWindow(place, folder);
  await second.element("nav.rail");
  await until("the size it was left with", async () => (await second.run("return innerWidth")) === wanted.width);
  assert.deepEqual(await second.frame(), left);
  await second.close();
});

/**
 * A key as WebKitGTK reports it while an input method has it: no letter of its own, only 229. The engine's methods
 * cannot be driven from here; what the page sees of them can.
 */
const press = (window, keyCode, ctrl) =>
  window.run(
    `const event = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: arguments[0], which: arguments[0],
       ctrlKey: arguments[1], bubbles: true, cancelable: true });
     document.activeElement.dispatchEvent(event); return event.keyCode`,
    keyCode,
    ctrl,
  );
const COMPOSING = 229;
const ENTER = 13;

test("Enter while composing submits nothing, and submits once it has ended", async (t) => {
  const place = await desk();
  const folder = await museum();
  const window = await openWindow(place, folder);
  t.after(() => window.close());
  const hand = new Keys(window, folder, NOW);
  await hand.says("管理员");
  await hand.button("管理员");
  await window.element("nav.rail");
  const planned = async (title) => {
    const { sessions } = await hand.call("schedule_read", { from: DAY, to: DAY + 7 * 1440 });
    return sessions.some((session) => session.title === title);
  };

  await window.press(KEY.control, "k");
  await until("the palette", () => window.run(`return document.activeElement.closest("dialog[open]") !== null`));
  await window.write("周三12点 报告厅 讲座 夜空 30人");
  const offered = () => window.run(`return [...document.querySelectorAll("dialog[open] [role=option]")].some((e) => e.innerText.includes("夜空"))`);
  await until("the line as a session", offered);
  assert.equal(await press(window, COMPOSING, false), COMPOSING, "the engine hands the key on as it was made");
  assert.ok(await offered(), "the palette stays");
  await press(window, ENTER, false);
  await until("the panel", () => window.run(`return document.querySelector("aside input") !== null`));
  await until("a field with the focus", async () => {
    await window.run(`document.querySelector("aside input").focus()`);
    return window.run(`return document.activeElement.tagName === "INPUT"`);
  });

  await press(window, COMPOSING, true);
  assert.equal(await planned("夜空"), false);
  await press(window, ENTER, true);
  await until("the session", () => planned("夜空"));
});
