// Owns a day's timetable as a picture in both languages: black on white, for a phone's screen.
import type { CalendarDay } from "../../contract/CalendarDay";
import type { SessionView } from "../../contract/SessionView";
import { dateText, listText, rangeText } from "../../lib/format";
import { inLocale } from "../../lib/locale.svelte";
import { kindSign, kindWord } from "../../lib/words";
import { dayHead, programmeOf } from "./programme";

const WIDTH = 1080;
const MARGIN = 60;
const ROW = 92;
const HEAD = 230;
const FACE = '"Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", sans-serif';

/** Text cut to a width, at whole characters, with an ellipsis. */
function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > width) letters.pop();
  return `${letters.join("")}…`;
}

/** Draws the day and answers it as a PNG. */
export async function dayPicture(
  museum: string,
  sessions: readonly SessionView[],
  day: number,
  opening: CalendarDay | undefined,
): Promise<Uint8Array> {
  const lines = programmeOf(sessions, day).filter((session) => session.public);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEAD + Math.max(1, lines.length) * ROW + 70;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("the page cannot draw");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#14181b";
  pen.textBaseline = "alphabetic";
  const write = (text: string, x: number, y: number, size: number, bold = false, width = WIDTH - MARGIN - x) => {
    pen.font = `${bold ? 700 : 400} ${size}px ${FACE}`;
    pen.fillText(fitted(pen, text, width), x, y);
  };
  const chinese = inLocale("zh-CN", () => dayHead(day, opening));
  const english = inLocale("en", () => dayHead(day, opening));
  write(museum, MARGIN, 60, 30);
  write(chinese[0] ?? "", MARGIN, 122, 54, true);
  write(english[0] ?? "", MARGIN, 164, 30);
  write([chinese[1], english[1]].filter(Boolean).join("  "), MARGIN, 204, 22);
  pen.fillRect(MARGIN, HEAD - 8, WIDTH - 2 * MARGIN, 4);
  lines.forEach((session, place) => {
    const top = HEAD + place * ROW;
    write(rangeText(session.starts, session.ends), MARGIN, top + 54, 32, true, 240);
    pen.lineWidth = 2;
    pen.strokeRect(MARGIN + 252, top + 24, 40, 40);
    write(inLocale("zh-CN", () => kindSign(session.kind)), MARGIN + 259, top + 54, 26, true);
    write(session.title, MARGIN + 314, top + 44, 32, true);
    const where = session.meeting_point ?? listText(session.space_names);
    const kinds = `${inLocale("zh-CN", () => kindWord(session.kind))} ${inLocale("en", () => kindWord(session.kind))}`;
    write([kinds, where].filter(Boolean).join(" · "), MARGIN + 314, top + 76, 22);
    pen.fillRect(MARGIN, top + ROW - 2, WIDTH - 2 * MARGIN, 1);
  });
  if (lines.length === 0) write(`${inLocale("zh-CN", () => dateText(day))} — ${inLocale("en", () => dateText(day))}`, MARGIN, HEAD + 54, 28);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the page cannot draw");
  return new Uint8Array(await blob.arrayBuffer());
}
