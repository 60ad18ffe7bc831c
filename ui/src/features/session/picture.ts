// Owns a day's timetable as a picture in both languages: black on white, for a phone's screen. As a departure board:
// a start time once, what starts then beside it, the kinds explained at the foot.
import type { CalendarDay } from "../../contract/CalendarDay";
import type { SessionKind } from "../../contract/SessionKind";
import type { SessionView } from "../../contract/SessionView";
import { listText, timeText } from "../../lib/format";
import { inLocale } from "../../lib/locale.svelte";
import { codeWord, kindSign, kindWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { dayHead, programmeOf } from "./programme";

const WIDTH = 1080;
const MARGIN = 56;
const RIGHT = WIDTH - MARGIN;
const ROW = 66;
const FACE = '"Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", sans-serif';
const [INK, INK2, RULE] = ["#14181b", "#454d52", "#cdd2d0"];
/** Left edges of a row's parts. */
const [STARTS, ENDS, SIGN, TITLE] = [MARGIN, 182, 292, 350];
const PLACE_WIDTH = 330;
const LEGEND_COLUMN = 320;
const LEGEND_ROW = 46;
const HOUSE_LANGUAGE = "zh";

/** A line of the picture: the start only where it is another than the line's before. */
export interface PictureLine {
  starts: string | null;
  ends: string;
  session: SessionView;
}

/** The public programme of a day as the lines of its picture. */
export function pictureLines(sessions: readonly SessionView[], day: number): PictureLine[] {
  const shown = programmeOf(sessions, day).filter((session) => session.public);
  return shown.map((session, place) => ({
    starts: shown[place - 1]?.starts === session.starts ? null : timeText(session.starts),
    ends: `–${timeText(session.ends, true)}`,
    session,
  }));
}

/** A word in both languages, once where they agree. */
const both = (word: () => string): string => [...new Set([inLocale("zh-CN", word), inLocale("en", word)])].join(" ");

/** Text cut to a width, at whole characters, with an ellipsis. */
function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > width) letters.pop();
  return `${letters.join("")}…`;
}

interface Lettering {
  size: number;
  bold?: boolean;
  colour?: string;
  width?: number;
  right?: boolean;
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, as: Lettering): void {
  pen.font = `${as.bold ? 700 : 400} ${as.size}px ${FACE}`;
  pen.fillStyle = as.colour ?? INK;
  pen.textAlign = as.right ? "right" : "left";
  pen.fillText(fitted(pen, text, as.width ?? RIGHT - x), x, y);
}

function rule(pen: CanvasRenderingContext2D, x: number, y: number, thick: number, colour = INK): void {
  pen.fillStyle = colour;
  pen.fillRect(x, y, RIGHT - x, thick);
}

/** The kind's character in its box, as everywhere. */
function sign(pen: CanvasRenderingContext2D, kind: SessionKind, x: number, middle: number): void {
  pen.strokeStyle = INK;
  pen.lineWidth = 2;
  pen.strokeRect(x + 1, middle - 20, 40, 40);
  write(pen, inLocale("zh-CN", () => kindSign(kind)), x + 8, middle + 9, { size: 26, bold: true });
}

/** The head of the picture, drawn from the top; answers where it ends. */
function drawHead(pen: CanvasRenderingContext2D, museum: string, day: number, opening: CalendarDay | undefined): number {
  const [chinese, ...why] = inLocale("zh-CN", () => dayHead(day, opening));
  const [english, ...reasons] = inLocale("en", () => dayHead(day, opening));
  write(pen, museum, MARGIN, 74, { size: 30, colour: INK2 });
  write(pen, chinese ?? "", MARGIN, 146, { size: 60, bold: true });
  write(pen, english ?? "", MARGIN, 194, { size: 32 });
  let y = 204;
  for (const line of [...why, ...reasons]) {
    y += 36;
    write(pen, line, MARGIN, y, { size: 24, colour: INK2 });
  }
  return y + 28;
}

function drawLine(pen: CanvasRenderingContext2D, { starts, ends, session }: PictureLine, top: number): void {
  const middle = top + ROW / 2;
  if (starts !== null) {
    rule(pen, MARGIN, top, 2);
    write(pen, starts, STARTS, middle + 15, { size: 42, bold: true });
  } else rule(pen, ENDS, top, 1, RULE);
  write(pen, ends, ENDS, middle + 10, { size: 26, colour: INK2 });
  sign(pen, session.kind, SIGN, middle);
  const language = session.language === HOUSE_LANGUAGE ? "" : both(() => codeWord("session_language", session.language));
  const place = [language, session.meeting_point ?? listText(session.space_names)].filter(Boolean).join(" · ");
  pen.font = `400 24px ${FACE}`;
  const placed = Math.min(PLACE_WIDTH, pen.measureText(place).width);
  write(pen, session.title, TITLE, middle + 11, { size: 32, bold: true, width: RIGHT - TITLE - placed - 20 });
  write(pen, place, RIGHT, middle + 9, { size: 24, colour: INK2, width: PLACE_WIDTH, right: true });
}

/** Draws the day and answers it as a PNG. */
export async function dayPicture(
  museum: string,
  sessions: readonly SessionView[],
  day: number,
  opening: CalendarDay | undefined,
): Promise<Uint8Array> {
  const lines = pictureLines(sessions, day);
  const kinds = [...new Set(lines.map(({ session }) => session.kind))];
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("the page cannot draw");
  // Drawn once to know where the head ends: setting the height clears it.
  const head = drawHead(pen, museum, day, opening);
  const foot = Math.ceil(kinds.length / 3) * LEGEND_ROW + 60;
  canvas.width = WIDTH;
  canvas.height = head + Math.max(1, lines.length) * ROW + foot;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  drawHead(pen, museum, day, opening);
  lines.forEach((line, place) => drawLine(pen, line, head + place * ROW));
  if (lines.length === 0) write(pen, both(() => m.session_text_nothing()), MARGIN, head + 44, { size: 28 });
  const end = head + Math.max(1, lines.length) * ROW;
  rule(pen, MARGIN, end, 2);
  kinds.forEach((kind, place) => {
    const [x, middle] = [MARGIN + (place % 3) * LEGEND_COLUMN, end + 48 + Math.floor(place / 3) * LEGEND_ROW];
    sign(pen, kind, x, middle);
    write(pen, both(() => kindWord(kind)), x + 54, middle + 9, { size: 24, colour: INK2, width: LEGEND_COLUMN - 64 });
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the page cannot draw");
  return new Uint8Array(await blob.arrayBuffer());
}
