// The real desktop window: what the page may do there and what not, what a second start does, what the log holds.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, museum, NOW, program, run, scratch } from "../harness.mjs";
import { desk, openWindow, until } from "./driver.mjs";

const place = await desk();

/** Everything the log of this desk holds. */
async function log() {
  const folder = path.join(place.env.XDG_DATA_HOME, "cn.zhancheng.desktop", "logs");
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")))).join("");
}

test("the window opens a museum and keeps to its rights", async (t) => {
  const folder = await museum({ sample: false });
  const papers = await scratch("zhancheng-papers-");
  const window = await openWindow(place, folder, { args: ["--save-to", papers] });
  t.after(() => window.close());
  await until("the page", async () => (await window.text()).trim().length > 0);

  await t.test("it is called 展程 and answers calls", async () => {
    assert.equal(await window.title(), "展程");
    const profiles = await window.call("profile_list");
    assert.ok(profiles.length > 0);
  });

  await t.test("it has one command and no other right", async () => {
    for (const command of ["plugin:opener|open_url", "plugin:dialog|open", "plugin:window|close", "plugin:event|emit"]) {
      const answer = await window.wait("return window.__TAURI_INTERNALS__.invoke(arguments_[0], {})", command);
      assert.match(String(answer.rejected), /not allowed/, command);
    }
    assert.equal(await window.run("return typeof window.__TAURI__"), "undefined");
  });

  await t.test("nothing comes in and nothing goes out", async () => {
    const left = await window.wait("return fetch('http://127.0.0.1:9/').then(() => 'left', () => 'stayed')");
    assert.equal(left.value, "stayed");
    const inline = `const script = document.createElement("script");
      script.textContent = "window.intruder = 1"; document.head.append(script); return window.intruder ?? 0;`;
    assert.equal(await window.run(inline), 0);
    assert.equal(await window.run("return Object.isFrozen(Object.prototype)"), true);
  });

  await t.test("a change of another process reaches the page", async () => {
    await window.wait(`window.heard = [];
      const internals = window.__TAURI_INTERNALS__;
      const handler = internals.transformCallback((event) => window.heard.push(event.payload.areas));
      await internals.invoke("plugin:event|listen", { event: "changed", target: { kind: "Any" }, handler });`);
    const settings = await call(folder, "setting_read");
    settings.museum.name = "隔壁窗口改的名";
    await call(folder, "setting_save", settings);
    const heard = await until("the change", async () => (await window.run("return window.heard"))[0]);
    assert.ok(heard.includes("museum"), JSON.stringify(heard));
  });

  await t.test("a paper is saved under a name that every system holds", async () => {
    const saved = await window.call("window_save", { file_name: "5/4 馆周表.pdf", content_base64: "JVBERi0=" });
    assert.deepEqual(saved, { file_name: "5 4 馆周表.pdf" });
    assert.equal(await readFile(path.join(papers, "5 4 馆周表.pdf"), "utf8"), "%PDF-");
  });

  await t.test("the log names calls and nobody", async () => {
    await window.wait(`return window.__TAURI_INTERNALS__.invoke("call", { name: "周予安 13800001234", arguments: {} })`);
    const text = await until("the log", log);
    assert.match(text, /profile_list ok \d+ ms/);
    assert.match(text, /unknown command_unknown/);
    const people = (await call(folder, "profile_list")).map((profile) => profile.name);
    for (const word of [...people, "隔壁窗口改的名", "周予安", "13800001234", folder]) {
      assert.ok(!text.includes(word), `the log holds ${word}`);
    }
  });

  await t.test("a second start on the same museum ends and leaves the first one open", async () => {
    const second = await run(program("zhancheng-desktop"), ["--data", folder, "--now", NOW], { env: place.env });
    assert.equal(second.code, 0);
    assert.equal(await window.title(), "展程");
  });
});
