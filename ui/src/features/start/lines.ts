// Owns how the first lists are read: a line a space with its parts indented, a line a person. It saves nothing.
import { halfWidth } from "../../lib/format";

/** A space as it was typed. */
export interface SpaceLine {
  line: number;
  name: string;
  capacity: number | null;
  /** Its place in the list of the space it is a part of; null at the top. */
  parent: number | null;
}

/** A person as they were typed. */
export interface PersonLine {
  line: number;
  name: string;
  volunteer: boolean;
  /** Names of halls. */
  halls: string[];
  /** Codes of languages. */
  languages: string[];
}

/** A line that was not understood. */
export interface Fault {
  line: number;
  text: string;
  /** What is wrong with it. */
  kind: "unknown" | "capacity";
}

const DIGITS = "零一二三四五六七八九";

/** 六十 → 60, 一百二十 → 120; null where it is no number below a thousand. */
export function readChineseNumber(text: string): number | null {
  const found = /^(?:([一二两三四五六七八九])百)?(?:(零)|([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text);
  if (!found || text === "") return null;
  const digit = (letter: string | undefined) => (letter === "两" ? 2 : DIGITS.indexOf(letter ?? "零"));
  const tens = found[4] ? (found[3] ? digit(found[3]) : 1) : 0;
  return digit(found[1]) * 100 + tens * 10 + digit(found[5]);
}

function readCapacity(text: string): number | null {
  const plain = halfWidth(text).replace(/[人位名]$/, "");
  if (/^\d{1,6}$/.test(plain)) return Number(plain);
  return readChineseNumber(plain);
}

/** Reads spaces: a name and how many people it bears; an indented line is a part of the line above it. */
export function readSpaces(text: string): { spaces: SpaceLine[]; faults: Fault[] } {
  const spaces: SpaceLine[] = [];
  const faults: Fault[] = [];
  let top: number | null = null;
  text.split("\n").forEach((raw, index) => {
    const line = index + 1;
    const indented = /^[\s　]/.test(raw);
    const words = raw.trim().split(/[\s　]+/);
    if (raw.trim() === "") return;
    const last = words.length > 1 ? (words[words.length - 1] ?? "") : "";
    const capacity = readCapacity(last);
    const name = (capacity === null ? words : words.slice(0, -1)).join(" ");
    if (capacity === null && /\d/.test(halfWidth(last))) {
      faults.push({ line, text: raw.trim(), kind: "capacity" });
      return;
    }
    if (indented && top === null) {
      faults.push({ line, text: raw.trim(), kind: "unknown" });
      return;
    }
    spaces.push({ line, name, capacity, parent: indented ? top : null });
    if (!indented) top = spaces.length - 1;
  });
  return { spaces, faults };
}

const LANGUAGES: readonly [RegExp, string | null][] = [
  [/^(中文|汉语|普通话|chinese)$/i, null],
  [/^(英文|英语|english)$/i, "en"],
  [/^(日文|日语|japanese)$/i, "ja"],
  [/^(韩文|韩语|korean)$/i, "ko"],
  [/^(法文|法语|french)$/i, "fr"],
  [/^(德文|德语|german)$/i, "de"],
  [/^(俄文|俄语|russian)$/i, "ru"],
];

/** Reads people: the name first, then halls by their names, languages, 志愿者. The house language needs no mention. */
export function readPeople(text: string, halls: readonly string[]): { people: PersonLine[]; faults: Fault[] } {
  const people: PersonLine[] = [];
  const faults: Fault[] = [];
  const known = [...halls].sort((one, other) => other.length - one.length);
  text.split("\n").forEach((raw, index) => {
    const line = index + 1;
    if (raw.trim() === "") return;
    const person: PersonLine = { line, name: "", volunteer: false, halls: [], languages: [] };
    // Halls go first: their names may hold spaces.
    let rest = raw.trim();
    for (const hall of known) {
      const at = rest.indexOf(hall);
      if (at > 0) {
        person.halls.push(hall);
        rest = `${rest.slice(0, at)} ${rest.slice(at + hall.length)}`;
      }
    }
    const names: string[] = [];
    let wrong = false;
    for (const word of rest.split(/[\s　、，,;；]+/).filter(Boolean)) {
      const language = LANGUAGES.find(([pattern]) => pattern.test(word));
      if (/^(志愿者|volunteer)$/i.test(word)) person.volunteer = true;
      else if (/^(讲解员|docent)$/i.test(word)) person.volunteer = false;
      else if (language) {
        if (language[1]) person.languages.push(language[1]);
      } else if (/^[\d]/.test(word) || (names.length > 0 && /[厅馆区]$/.test(word))) wrong = true;
      else names.push(word);
    }
    person.name = names.join(" ");
    if (wrong || person.name === "") faults.push({ line, text: raw.trim(), kind: "unknown" });
    else people.push(person);
  });
  return { people, faults };
}
