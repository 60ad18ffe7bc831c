// The two hands that plan in the window: keys alone, or the pointer alone with nothing but words typed. A journey is
// written once and done by both.
import { call } from "../harness.mjs";
import { KEY, until } from "./driver.mjs";

const STEPS_MOST = 160;
/** How many blocks of a row are gone through before the next row. */
const ROW_MOST = 8;

/** What the page says of the element with the focus: its label, its name or its words. */
const FOCUSED = `const e = document.activeElement;
  return (e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || e.title || "").trim()`;

/** Finds a field by its label; a function body for the page. */
const FIELD = `return [...document.querySelectorAll("input, textarea, [role=combobox]")].find((e) =>
  e.getClientRects().length > 0 && (e.labels?.[0]?.innerText ?? e.getAttribute("aria-label") ?? "").trim() === arguments[0])`;

/** Finds what can be pressed by its words, or else by those it begins with. */
const BUTTON = `const shown = [...document.querySelectorAll("button, a, [role=radio]")].filter((e) => e.getClientRects().length > 0);
  const words = (e) => [e.innerText, e.getAttribute("aria-label"), e.title].map((word) => (word ?? "").trim());
  return shown.find((e) => words(e).some((word) => word.split("\\n")[0] === arguments[0])) ??
    shown.find((e) => words(e).some((word) => word.startsWith(arguments[0])))`;

class Hand {
  constructor(window, folder, now) {
    this.window = window;
    this.folder = folder;
    this.now = now;
  }

  /** Waits until the page says something. */
  says(words) {
    return until(`the words ${words}`, async () => {
      const text = await this.window.text();
      return typeof words === "string" ? text.includes(words) : words.test(text);
    });
  }

  /** Waits until it does not say it any more. */
  saysNoMore(words) {
    return until(`the end of ${words}`, async () => !(await this.window.text()).includes(words));
  }

  /** Calls a command from beside, as another program would. */
  call(name, args = {}) {
    return call(this.folder, name, args, { now: this.now });
  }

  /** Where things of the timeline are, in pixels of the page: rows by name, hours, the block of a title. */
  timeline(title) {
    return this.window.run(`const middle = (e) => { const box = e.getBoundingClientRect(); return box.top + box.height / 2; };
      const rows = [...document.querySelectorAll(".timeline .row")].map((e) => [e.querySelector(".label").title, middle(e)]);
      const hours = [...document.querySelectorAll(".timeline .tick")].map((e) => [parseInt(e.innerText), e.getBoundingClientRect().left]);
      const block = [...document.querySelectorAll(".timeline .block")].find((e) => e.getAttribute("aria-label").includes(arguments[0]));
      const box = block.getBoundingClientRect();
      return { rows: Object.fromEntries(rows), names: rows.map(([name]) => name), hours: Object.fromEntries(hours),
        block: { left: box.left, top: box.top, height: box.height } };`, title);
  }

  /** Types over what a field holds. */
  async fill(label, text) {
    await this.reach(label);
    await this.window.press(KEY.control, "a");
    await this.window.write(text);
  }

  /** Types a day and leaves the field with it. */
  async day(label, text) {
    await this.fill(label, text);
    await this.leave();
  }
}

/** Keys alone: Tab, arrows, Enter and shortcuts. */
export class Keys extends Hand {
  static named = "by keyboard";

  /** Goes to a field by Tab. */
  async reach(label) {
    await this.#tab((found) => found === label || found.split("\n")[0] === label, label);
  }

  async #tab(fits, what) {
    for (let step = 0; step < STEPS_MOST; step += 1) {
      if (fits(await this.window.run(FOCUSED))) return;
      await this.window.press(KEY.tab);
    }
    throw new Error(`Tab does not reach ${what}`);
  }

  leave() {
    return this.window.press(KEY.enter);
  }

  /** Presses a shortcut, where the pointer would press the button of that name. */
  shortcut(keys) {
    return this.window.press(...keys);
  }

  /** Presses a button that has no shortcut of its own. */
  async button(words) {
    await until(words, () => this.window.run(BUTTON, words));
    await this.#tab((found) => found.split("\n")[0] === words, words);
    await this.window.press(KEY.enter);
  }

  /** Types into a list and takes its first match. */
  async pick(label, text, { several = true } = {}) {
    await this.reach(label);
    await this.window.write(text);
    await this.window.element('[role="option"]');
    await this.window.press(KEY.enter);
    if (several) await this.window.press(KEY.escape);
  }

  /**
   * Takes the block of a title up and holds it over another row and time; `rowsAway` and `minutesAway` say how far.
   * It is held until the way out of a refusal is taken.
   */
  async carry(title, { rowsAway, minutesAway }) {
    await this.#tab((found) => /^\d+:\d+/.test(found), "the timeline");
    for (let step = 1; !(await this.window.run(FOCUSED)).includes(title); step += 1) {
      if (step > STEPS_MOST) throw new Error(`the arrows do not reach ${title}`);
      // A row from its first block to its last, then the next row.
      for (const key of step % ROW_MOST === 0 ? [KEY.down, KEY.home] : [KEY.right]) await this.window.press(key);
    }
    const times = (count, key) => Array.from({ length: Math.abs(count) }, () => key);
    const hours = Math.trunc(minutesAway / 60);
    const fives = (minutesAway - hours * 60) / 5;
    for (const key of [
      ...times(rowsAway, rowsAway > 0 ? KEY.down : KEY.up),
      ...times(hours, hours > 0 ? KEY.pageDown : KEY.pageUp),
      ...times(fives, fives > 0 ? KEY.right : KEY.left),
    ]) {
      await this.window.press(KEY.alt, key);
    }
  }

  /** Takes a numbered way out of what is held. */
  takeHeld(number) {
    return this.window.press(String(number));
  }

  /** Takes a way out beside a finding. */
  way(number) {
    return this.window.press(KEY.alt, String(number));
  }

  /** What no keyboard journey may leave behind: a click. */
  static mark = "pointerdown";
}

/** The pointer alone; only words are typed. */
export class Pointer extends Hand {
  static named = "by pointer";

  async #element(script, words) {
    return until(words, () => this.window.run(script, words));
  }

  /** Clicks a field; again where what stands above it came or went meanwhile and the click fell beside it. */
  reach(label) {
    return until(`the focus on ${label}`, async () => {
      const field = await this.#element(FIELD, label);
      await this.window.clickOn(field);
      return this.window.run("return document.activeElement === arguments[0]", field);
    });
  }

  async leave() {
    await this.window.click("h1, h2");
  }

  async shortcut(keys, words) {
    await this.button(words);
  }

  async button(words) {
    await this.window.clickOn(await this.#element(BUTTON, words));
  }

  async pick(label, text) {
    await this.reach(label);
    await this.window.write(text);
    await this.window.click('[role="option"]');
    await this.leave();
  }

  async carry(title, { row, minutesAway }) {
    const at = await this.timeline(title);
    const from = { x: at.block.left + 12, y: at.block.top + at.block.height / 2 };
    const hour = at.hours[11] - at.hours[10];
    const to = { x: from.x + (minutesAway * hour) / 60, y: at.rows[row] };
    await this.window.hold([from, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, to]);
  }

  async takeHeld(number) {
    await this.window.letGo();
    await this.window.click(`[role="alertdialog"] li:nth-child(${number}) button`);
  }

  async way(number) {
    await this.window.click(`.finding .lines li:nth-child(${number}) button, .finding .buttons button:nth-of-type(${number})`);
  }

  static mark = "keydown";
}
