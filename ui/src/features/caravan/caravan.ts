// Owns what the caravan's components share: new runs and stops, moving days, the words of distances and ways out.
import type { DriveSource } from "../../contract/DriveSource";
import type { MuseumPoint } from "../../contract/MuseumPoint";
import type { OutreachPlace } from "../../contract/OutreachPlace";
import type { RunDraft } from "../../contract/RunDraft";
import type { RunView } from "../../contract/RunView";
import type { RunWayView } from "../../contract/RunWayView";
import type { StopDraft } from "../../contract/StopDraft";
import { countText, DAY_MINUTES, dateText, dayOf, listText, minuteOfDay, rangeText, timeText, weekdayText } from "../../lib/format";
import { clashSentence, codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** The kinds of place a caravan goes to, in the order of the programme. */
export const OUTREACH_PLACES: readonly OutreachPlace[] = [
  "school",
  "rural",
  "community",
  "enterprise",
  "government_body",
];

const MORNING = 8 * 60;
const STOP_MINUTES = 120;
const SETUP_MINUTES = 30;

/** 进学校. */
export const placeWord = (place: OutreachPlace): string => codeWord("caravan_place", place);
/** 估算. */
export const sourceWord = (source: DriveSource): string => codeWord("caravan_source", source);
/** 5:30 at the wheel. */
export const wheelText = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
/** 410 km. */
export const distanceText = (metres: number): string => `${countText(Math.round(metres / 1000))} km`;

/** An empty run that leaves in the morning of a day. */
export function newRun(day: number): RunDraft {
  const departs = dayOf(day) + MORNING;
  return {
    id: null,
    revision: null,
    title: "",
    department: null,
    departs,
    returns: departs + 9 * 60,
    vehicle: null,
    kit: null,
    drivers: [],
    crew: [],
    stops: [],
    return_departs: departs + 7 * 60,
    return_drive: null,
    load: null,
    remark: null,
  };
}

/** A stop after the last one; its times are filled in from the driving later. */
export function newStop(run: RunDraft, site: string): StopDraft {
  const last = run.stops.at(-1);
  const departs = last ? last.ends + SETUP_MINUTES : run.departs;
  return {
    session: null,
    title: null,
    site,
    outreach_place: last?.outreach_place ?? "school",
    departs,
    starts: departs + 2 * SETUP_MINUTES,
    ends: departs + 2 * SETUP_MINUTES + STOP_MINUTES,
    drive: null,
    overnight: null,
    capacity: null,
    remark: null,
  };
}

/** Moves a stop to another day, its times with it. */
export function stopOnDay(stop: StopDraft, day: number): StopDraft {
  const by = dayOf(day) - dayOf(stop.starts);
  return { ...stop, departs: stop.departs + by, starts: stop.starts + by, ends: stop.ends + by };
}

/** Moves a whole run so that it leaves on another day. */
export function runOnDay(run: RunDraft, day: number): RunDraft {
  const by = dayOf(day) - dayOf(run.departs);
  return {
    ...run,
    departs: run.departs + by,
    returns: run.returns + by,
    return_departs: run.return_departs + by,
    stops: run.stops.map((stop) => stopOnDay(stop, stop.starts + by)),
  };
}

/** A minute of the day put on the day of `near`; an end before its start is the next day's. */
export function onDayOf(near: number, minuteOfDay: number, notBefore?: number): number {
  const at = dayOf(near) + minuteOfDay;
  return notBefore !== undefined && at <= notBefore ? at + DAY_MINUTES : at;
}

/** Whether the vehicle leaves for a stop on the day before it: it drives in the evening, and the crew spends the night there. */
export const leavesOnEve = (stop: StopDraft): boolean => dayOf(stop.departs) < dayOf(stop.starts);

/** Puts a stop's departure on its own day or on the day before. */
export function leavingOnEve(stop: StopDraft, eve: boolean): StopDraft {
  const day = dayOf(stop.starts) - (eve ? DAY_MINUTES : 0);
  return { ...stop, departs: onDayOf(day, minuteOfDay(stop.departs)) };
}

/** The museum's door leaves with the first stop: an earlier one takes the whole run along. */
export function withStop(run: RunDraft, index: number, next: StopDraft): RunDraft {
  const before = run.stops[index];
  const together = index === 0 && before !== undefined && (run.departs === before.departs || next.departs < run.departs);
  return {
    ...run,
    departs: together ? next.departs : run.departs,
    stops: run.stops.map((stop, place) => (place === index ? next : stop)),
  };
}

const MILLIONTHS = 1_000_000;

/** 29.5630, 106.5516. */
export const pointText = (point: Pick<MuseumPoint, "latitude_millionths" | "longitude_millionths">): string =>
  [point.latitude_millionths, point.longitude_millionths].map((degrees) => (degrees / MILLIONTHS).toFixed(4)).join(", ");

/** Reads "29.5630, 106.5516" as maps copy it, north first; full-width signs and spaces are forgiven. */
export function readPoint(text: string): Pick<MuseumPoint, "latitude_millionths" | "longitude_millionths"> | null {
  const parts = text.normalize("NFKC").replace(/[°NSEW北纬东经]/gu, "").trim().split(/[,、;\s]+/u);
  const [north, east] = parts.map((part) => (/^-?\d{1,3}(\.\d+)?$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 2 || north === undefined || east === undefined) return null;
  if (!(Math.abs(north) <= 90 && Math.abs(east) <= 180)) return null;
  return { latitude_millionths: Math.round(north * MILLIONTHS), longitude_millionths: Math.round(east * MILLIONTHS) };
}

/** A way out of a run's clashes: its button's words and what remains. */
export function wayWords(way: RunWayView, run: RunDraft): { label: string; note: string } {
  const name = way.brings ?? "";
  const label = {
    times: m.caravan_way_times(),
    driver: way.releases ? m.caravan_way_driver({ old: way.releases, name }) : m.caravan_way_second_driver({ name }),
    vehicle: m.caravan_way_vehicle({ name }),
    kit: m.caravan_way_kit({ name }),
    crew: m.caravan_way_crew({ old: way.releases ?? "", name }),
    day: m.caravan_way_day({ date: `${dateText(way.run.departs)} ${weekdayText(way.run.departs)}` }),
  }[way.kind];
  const [first, ...others] = way.remaining;
  if (!first) return { label, note: "" };
  const rest = others.length > 0 ? m.caravan_clashes({ count: way.remaining.length }) : clashSentence(first, run.departs);
  return { label, note: m.caravan_way_remains({ rest }) };
}

/** A run as lines of text, for WeChat. Phones stay on paper. */
export function runAsText(run: RunView): string {
  const head = `${run.title}（${rangeText(run.departs, run.returns)}）`;
  const stops = run.stops
    .filter((stop) => stop.leg !== null)
    .map((stop, index) => {
      const when = `${dateText(stop.starts)} ${weekdayText(stop.starts)} ${rangeText(stop.starts, stop.ends)}`;
      return `${index + 1}. ${when} ${stop.district_name} ${stop.site_name}`;
    });
  const people = [...run.drivers, ...run.crew].map((person) => person.name);
  return [head, ...stops, `${run.vehicle?.name ?? ""} ${listText(people)}`.trim(), timeText(run.returns)].join("\n");
}
