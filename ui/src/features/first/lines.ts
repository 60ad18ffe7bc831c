// Owns how a list typed by hand is read: a name and a number a line, indented lines being parts. Pure.
import { halfWidth } from "../../lib/format";

/** A space as a line tells it. */
export interface SpaceLine {
  name: string;
  /** People it bears; unknown where the line has no number. */
  capacity: number | null;
  /** Whether it is a part of the last line that is not indented. */
  part: boolean;
}

/** A person as a line tells it. */
export interface PersonLine {
  name: string;
  /** Language codes named in the line. */
  languages: string[];
}

const LANGUAGES: Record<string, string> = { 中文: "zh", 英文: "en", 英语: "en", 日文: "ja", 日语: "ja", 手语: "sign", English: "en" };
const DIGITS = "零一二三四五六七八九十";

/** 六十 as 60, up to 99; what is none is null. */
function chineseNumber(text: string): number | null {
  const found = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(text);
  if (found) return (found[1] ? DIGITS.indexOf(found[1]) : 1) * 10 + (found[2] ? DIGITS.indexOf(found[2]) : 0);
  const single = DIGITS.indexOf(text);
  return text.length === 1 && single > 0 ? single : null;
}

/** Reads spaces, one a line. Empty lines are skipped; the same name twice under one hall is one. */
export function readSpaces(text: string): SpaceLine[] {
  const lines: SpaceLine[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = halfWidth(raw).replace(/\t/g, "  ").trimEnd();
    const bare = line.trim();
    if (bare === "") continue;
    const found = /^(.*?)[\s,，、]*(\d{1,5}|[一二三四五六七八九十]{1,3})\s*(人|座|people|seats)?$/.exec(bare);
    const number = found ? (/^\d/.test(found[2] ?? "") ? Number(found[2]) : chineseNumber(found[2] ?? "")) : null;
    // A bare number at the end counts people only after a space: 展厅2 is a name.
    const spaced = found && (/\s/.test(bare.slice(found[1]?.length ?? 0)) || found[3]);
    const name = found && number !== null && spaced && found[1] ? found[1].trim() : bare;
    const capacity = name === bare ? null : number;
    lines.push({ name, capacity: capacity === 0 ? null : capacity, part: /^\s/.test(line) && lines.length > 0 });
  }
  return lines;
}

/** Reads people, one a line: the name first, what they speak behind it. */
export function readPeople(text: string): PersonLine[] {
  return text
    .split(/\r?\n/)
    .map((line) => halfWidth(line).trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", ...words] = line.split(/[\s,、]+/);
      const languages = words.flatMap((word) => LANGUAGES[word] ?? []).filter((code) => code !== "zh");
      return { name, languages: [...new Set(languages)] };
    });
}
