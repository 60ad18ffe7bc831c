// The real desktop window under a screen of its own, driven through WebKitWebDriver as any WebDriver client would.
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import path from "node:path";
import { mkdir } from "node:fs/promises";
import { line, NOW, program, scratch, start } from "../harness.mjs";

/** How long a condition may take to come true. */
const PATIENCE_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 50;

/** Asks again and again until a condition holds; answers what it answered. */
export async function until(what, condition) {
  const last = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    let found;
    let reason = "";
    try {
      found = await condition();
    } catch (error) {
      reason = ` (${error.message})`;
    }
    if (found) return found;
    if (Date.now() > last) throw new Error(`did not come: ${what}${reason}`);
    // A window says nothing when it has drawn: it is asked again until it has, and the wait has an end.
    await pause(PAUSE_MILLISECONDS);
  }
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A screen, a session bus and a home of their own: nothing of the person at this machine is touched. */
export async function desk() {
  const home = await scratch("zhancheng-home-");
  const screen = start("Xvfb", ["-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const display = await line(screen.child.stdio[3], (each) => /^\d+$/.exec(each.trim())?.[0]);
  const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address"]);
  const address = await line(bus.child.stdout, (each) => each.trim());
  const env = {
    HOME: home,
    XDG_DATA_HOME: path.join(home, "data"),
    XDG_CONFIG_HOME: path.join(home, "config"),
    XDG_CACHE_HOME: path.join(home, "cache"),
    XDG_RUNTIME_DIR: path.join(home, "run"),
    DISPLAY: `:${display}`,
    WAYLAND_DISPLAY: "",
    GDK_BACKEND: "x11",
    DBUS_SESSION_BUS_ADDRESS: address,
    LANG: "zh_CN.UTF-8",
    NO_AT_BRIDGE: "1",
  };
  await mkdir(env.XDG_RUNTIME_DIR, { recursive: true, mode: 0o700 });
  return { home, env };
}

/** Opens the window on a museum, or without one on its usual place, and answers a driver for it. */
export async function openWindow(desk, folder, { args = [], now = NOW } = {}) {
  const port = await freePort();
  const env = { ...desk.env, TAURI_WEBVIEW_AUTOMATION: "true" };
  const driver = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: ["ignore", "ignore", "ignore"] });
  const base = `http://127.0.0.1:${port}`;
  await until("the driver", async () => (await fetch(`${base}/status`)).ok);
  const options = { binary: program("zhancheng-desktop"), args: [...(folder === null ? [] : ["--data", folder]), "--now", now, ...args] };
  const session = await ask(base, "POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
  });
  return new Window(`${base}/session/${session.sessionId}`, driver);
}

async function ask(base, method, route, body) {
  const response = await fetch(base + route, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Keys as WebDriver writes them. */
export const KEY = {
  control: "\uE009",
  shift: "\uE008",
  alt: "\uE00A",
  enter: "\uE007",
  escape: "\uE00C",
  tab: "\uE004",
  left: "\uE012",
  up: "\uE013",
  right: "\uE014",
  down: "\uE015",
  home: "\uE011",
  pageUp: "\uE00E",
  pageDown: "\uE00F",
  delete: "\uE017",
  f2: "\uE032",
};

function pointerTo({ x, y }, duration) {
  return { type: "pointerMove", duration, x: Math.round(x), y: Math.round(y), origin: "viewport" };
}

/** A driven window. */
export class Window {
  #base;
  #driver;

  constructor(base, driver) {
    this.#base = base;
    this.#driver = driver;
  }

  /** Runs a script body in the page and answers what it returns. */
  run(script, ...args) {
    return ask(this.#base, "POST", "/execute/sync", { script, args });
  }

  /** Awaits a promise made by a script body in the page; a rejection is answered as `{ rejected }`. */
  wait(script, ...args) {
    const body = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
      (async (...arguments_) => { ${script} })(...args).then(
        (value) => done({ value }), (reason) => done({ rejected: reason?.message ?? reason }));`;
    return ask(this.#base, "POST", "/execute/async", { script: body, args });
  }

  /** Calls a command of the museum as the page does, with the page's own key. */
  async call(name, args = {}) {
    const body = `const key = sessionStorage.getItem("zhancheng-key") ?? "";
      return window.__TAURI_INTERNALS__.invoke("call", { name: arguments_[0], arguments: arguments_[1], key });`;
    const answer = await this.wait(body, name, args);
    if ("rejected" in answer) throw Object.assign(new Error(JSON.stringify(answer.rejected)), { failure: answer.rejected });
    return answer.value;
  }

  /** The words of the page. */
  text() {
    return this.run("return document.body.innerText");
  }

  /** Waits for an element and answers it. */
  async element(css) {
    return until(css, async () => {
      const [found] = await ask(this.#base, "POST", "/elements", { using: "css selector", value: css });
      return found;
    });
  }

  /** Clicks an element with the pointer. */
  async click(css) {
    const element = await this.element(css);
    await ask(this.#base, "POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Types into an element. */
  async type(css, text) {
    const element = await this.element(css);
    await ask(this.#base, "POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Presses keys together, such as control and a letter, wherever the focus is. */
  async press(...keys) {
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = [...keys].reverse().map((value) => ({ type: "keyUp", value }));
    await ask(this.#base, "POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }] });
  }

  /** Types words wherever the focus is, a key after another. */
  async write(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await ask(this.#base, "POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Clicks an element that a script answered. */
  async clickOn(element) {
    await ask(this.#base, "POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Takes the pointer through points with its button down; it stays down until `letGo`. */
  async hold(points) {
    const [first, ...rest] = points;
    await this.#point([pointerTo(first, 0), { type: "pointerDown", button: 0 }, ...rest.map((point) => pointerTo(point, 50))]);
  }

  /** Lets go of what the pointer holds. */
  async letGo() {
    await this.#point([{ type: "pointerUp", button: 0 }]);
  }

  async #point(actions) {
    const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    await ask(this.#base, "POST", "/actions", { actions: [pointer] });
  }

  /** A picture of the page, as bytes of a PNG file. */
  async screenshot() {
    return Buffer.from(await ask(this.#base, "GET", "/screenshot"), "base64");
  }

  /** The window's title, as the page has it. */
  title() {
    return ask(this.#base, "GET", "/title");
  }

  /** Where the window stands and how large it is. */
  frame() {
    return ask(this.#base, "GET", "/window/rect");
  }

  /** Moves and sizes the window. */
  place(rectangle) {
    return ask(this.#base, "POST", "/window/rect", rectangle);
  }

  /** Ends the program as a person does; the driver is left without a window. */
  async quit() {
    const act = `window.__TAURI_INTERNALS__.invoke("call", { name: "window_quit", arguments: {} })`;
    await this.run(act).catch(() => undefined);
  }

  /** Closes the window and ends its driver. */
  async close() {
    await ask(this.#base, "DELETE", "").catch(() => undefined);
    await this.#driver.end();
  }
}
