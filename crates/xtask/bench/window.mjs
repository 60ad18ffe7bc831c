// Our window beside a bare Tauri window: from the start of the process to the painted page, and the memory at rest.
// Usage: node window.mjs OUR_DESKTOP_PROGRAM BARE_PROGRAM MUSEUM_FOLDER   `zhancheng` lies beside our program.
// Prints one JSON object: medians of rounds in which both are started in turn.
//
// One instrument for both, which knows nothing of either: a screen of its own whose picture is a file, looked at every
// few milliseconds. "Painted" is the last change of that picture before it stands still, so a window that shows first
// and fills later counts from its end: for ours, today with all its sessions, read from the museum and drawn; for the
// bare one, its line of text. Had anything come after that, the measurement fails. "Shown" is the first change of all.
// Memory is what smaps_rollup calls Pss, summed over the process and all its descendants, WebKit's among them, after
// the picture has stood still for some seconds.
//
// Ours is started on a copy of the museum in which one profile without a PIN is left, which then enters by itself.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [ourProgram, bareProgram, museum] = process.argv.slice(2);
if (museum === undefined) throw new Error("name our program, the bare one and a museum's folder");
const NOW = "2026-05-04T08:50+08:00";
const ROUNDS = 7;
const LOOK_MILLISECONDS = 8;
/** A picture that has not changed for so long stands still. */
const STILL_MILLISECONDS = 1_000;
const REST_MILLISECONDS = 5_000;
/** What may change of a picture that stands still: the thin bar of a scroller, which GTK lets fade later. */
const FADING_POINTS_MAX = 4_000;
const PATIENCE_MILLISECONDS = 60_000;

const folder = mkdtempSync(path.join(os.tmpdir(), "zhancheng-bench-"));
const running = [];

/** Starts a program in a process group of its own, which ends with this script at the latest. */
function start(command, args, env, stdio = "ignore") {
  const child = spawn(command, args, { detached: true, stdio, env: { ...process.env, ...env } });
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const one = { child, exited, end: (signal = "SIGTERM") => { if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, signal); return exited; } };
  running.push(one);
  return one;
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line.trim();
  throw new Error("a helper ended without a word");
}

/** A screen whose picture is a file, a session bus and a home: nothing of the person at this machine is touched. */
async function desk() {
  const args = ["-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-fbdir", folder];
  const screen = start("Xvfb", args, {}, ["ignore", "ignore", "ignore", "pipe"]);
  const display = await firstLine(screen.child.stdio[3]);
  const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address"], {}, ["ignore", "pipe", "ignore"]);
  const env = {
    HOME: folder,
    XDG_DATA_HOME: path.join(folder, "data"),
    XDG_CONFIG_HOME: path.join(folder, "config"),
    XDG_CACHE_HOME: path.join(folder, "cache"),
    XDG_RUNTIME_DIR: path.join(folder, "run"),
    DISPLAY: `:${display}`,
    WAYLAND_DISPLAY: "",
    GDK_BACKEND: "x11",
    DBUS_SESSION_BUS_ADDRESS: await firstLine(bus.child.stdout),
    LANG: "zh_CN.UTF-8",
    NO_AT_BRIDGE: "1",
  };
  mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
  return { env, picture: openSync(path.join(folder, "Xvfb_screen0"), "r") };
}

/** A copy of the museum in which the administrator alone is active, and so enters by itself. */
function loneMuseum() {
  const copy = path.join(folder, "museum");
  cpSync(museum, copy, { recursive: true });
  const call = (name, args) => {
    const words = ["--data", copy, "--now", NOW, "call", name, JSON.stringify(args)];
    return JSON.parse(execFileSync(path.join(path.dirname(ourProgram), "zhancheng"), words, { encoding: "utf8" }));
  };
  for (const { id, revision, name, role } of call("profile_list", {})) {
    if (role !== "administrator") call("profile_save", { id, revision, name, role, pin: "keep", active: false });
  }
  const left = call("profile_list", {}).filter((profile) => profile.active);
  if (left.length !== 1 || left[0].has_pin) throw new Error("the museum has no lone profile without a PIN");
  return copy;
}

function look(picture, into) {
  readSync(picture, into, 0, into.length, 0);
  return into;
}

/** Watches the screen until it stands still; answers when it first and last changed, and what it shows. */
async function watch(picture, before, began, exited) {
  let last = Buffer.from(before);
  let next = Buffer.alloc(before.length);
  let shown;
  let painted = began;
  let over = false;
  void exited.then(() => { over = true; });
  for (;;) {
    const now = performance.now();
    look(picture, next);
    if (!next.equals(last)) {
      shown ??= now;
      painted = now;
      [last, next] = [next, last];
    }
    if (over) throw new Error("the window ended by itself");
    if (shown !== undefined && now - painted > STILL_MILLISECONDS) return { shown: shown - began, painted: painted - began, picture: last };
    if (now - began > PATIENCE_MILLISECONDS) throw new Error("the picture does not stand still");
    await pause(LOOK_MILLISECONDS);
  }
}

/** The process and all its descendants. */
function family(root) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const found = [root];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

/** Kilobytes of each process by its name. */
function memory(root) {
  const parts = {};
  for (const one of family(root)) {
    const name = readFileSync(`/proc/${one}/comm`, "utf8").trim();
    const kilobytes = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))[1]);
    parts[name] = (parts[name] ?? 0) + kilobytes;
  }
  return parts;
}

/** The points of a picture, behind its head. */
const pointsOf = (picture) => new Uint32Array(picture.buffer.slice(picture.byteOffset + (picture.length % 4), picture.byteOffset + picture.length));

/** Points of the picture that are not of its commonest colour: an empty window has none. */
function drawn(picture) {
  const points = pointsOf(picture);
  const counts = new Map();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  return points.length - Math.max(...counts.values());
}

async function round({ env, picture }, one) {
  const before = look(picture, Buffer.alloc(one.pictureBytes));
  const began = performance.now();
  const program = start(one.program, one.args, env);
  const seen = await watch(picture, before, began, program.exited);
  await pause(REST_MILLISECONDS);
  const parts = memory(program.child.pid);
  const [then, since] = [pointsOf(seen.picture), pointsOf(look(picture, Buffer.alloc(before.length)))];
  const changed = then.reduce((count, point, at) => count + Number(point !== since[at]), 0);
  if (changed > FADING_POINTS_MAX) throw new Error(`${one.name} went on painting after it stood still: ${changed} points`);
  await program.end();
  // The screen is empty again before the next one starts.
  for (let waited = 0; !look(picture, Buffer.alloc(before.length)).equals(before); waited += LOOK_MILLISECONDS) {
    if (waited > PATIENCE_MILLISECONDS) throw new Error("the window does not go");
    await pause(LOOK_MILLISECONDS);
  }
  if (process.env.PICTURES) writeFileSync(path.join(process.env.PICTURES, `${one.name}.xwd`), seen.picture);
  const megabytes = Object.values(parts).reduce((sum, part) => sum + part, 0) / 1024;
  return { shown: seen.shown, painted: seen.painted, megabytes, parts, drawn: drawn(seen.picture) };
}

/** What our window asked its museum: proof that it was today that was painted, not a refusal. */
function asked(env) {
  const logs = path.join(env.XDG_DATA_HOME, "cn.zhancheng.desktop", "logs");
  return readdirSync(logs).map((name) => readFileSync(path.join(logs, name), "utf8")).join("");
}

const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];

async function bench() {
  const place = await desk();
  const pictureBytes = readFileSync(path.join(folder, "Xvfb_screen0")).length;
  const both = [
    { name: "ours", program: path.resolve(ourProgram), args: ["--data", loneMuseum(), "--now", NOW], pictureBytes, rounds: [] },
    { name: "bare", program: path.resolve(bareProgram), args: [], pictureBytes, rounds: [] },
  ];
  // One start each before: files come from the disk, caches of faces are written.
  for (let count = -1; count < ROUNDS; count += 1) {
    for (const one of both) {
      const found = await round(place, one);
      if (found.drawn === 0) throw new Error(`${one.name} shows an empty window`);
      if (count >= 0) one.rounds.push(found);
    }
  }
  if (!/schedule_read ok/.test(asked(place.env))) throw new Error("ours did not read today's sessions");
  const figures = { rounds: ROUNDS };
  for (const { name, rounds } of both) {
    const of = (key) => Math.round(median(rounds.map((found) => found[key])));
    figures[name] = {
      shown_milliseconds: of("shown"),
      painted_milliseconds: of("painted"),
      megabytes: of("megabytes"),
      megabytes_of: Object.fromEntries(Object.keys(rounds[0].parts).map((part) => [part, Math.round(median(rounds.map((found) => found.parts[part] ?? 0)) / 1024)])),
      drawn_points: of("drawn"),
    };
  }
  return figures;
}

try {
  console.log(JSON.stringify(await bench()));
} finally {
  for (const one of running.reverse()) await one.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
