// What the run editor computes before anything is saved.
import { describe, expect, it } from "vitest";
import { DAY_MINUTES, dayAt } from "../../lib/format";
import { distanceText, leavesOnEve, leavingOnEve, newRun, newStop, onDayOf, pointText, readPoint, runOnDay, stopOnDay, wheelText, withStop } from "./caravan";

const day = dayAt(2026, 5, 13) ?? 0;

describe("a run on the page", () => {
  it("begins in the morning of its day, and its first stop leaves with it", () => {
    const run = newRun(day + 700);
    expect(run.departs).toBe(day + 480);
    const first = newStop(run, "site");
    expect(first.departs).toBe(run.departs);
    const second = newStop({ ...run, stops: [first] }, "other");
    expect(second.departs).toBeGreaterThan(first.ends - 1);
  });

  it("moves as a whole and stop by stop", () => {
    const run = newRun(day);
    const moved = runOnDay({ ...run, stops: [newStop(run, "site")] }, day + 2 * DAY_MINUTES);
    expect(moved.returns - run.returns).toBe(2 * DAY_MINUTES);
    expect(moved.stops[0]?.starts).toBe((newStop(run, "site").starts ?? 0) + 2 * DAY_MINUTES);
    const stop = stopOnDay(newStop(run, "site"), day + DAY_MINUTES);
    expect(stop.departs).toBe(run.departs + DAY_MINUTES);
  });

  it("puts an end before its start on the next day", () => {
    expect(onDayOf(day + 600, 30)).toBe(day + 30);
    expect(onDayOf(day + 600, 30, day + 600)).toBe(day + DAY_MINUTES + 30);
  });

  it("leaves on the eve with its first stop, and comes back to the day", () => {
    const empty = newRun(day);
    const run = { ...empty, stops: [newStop(empty, "site"), newStop({ ...empty, stops: [newStop(empty, "site")] }, "other")] };
    const [first, second] = run.stops;
    if (!first || !second) throw new Error("made above");
    const eve = withStop(run, 0, leavingOnEve(first, true));
    expect(eve.departs).toBe(run.departs - DAY_MINUTES);
    expect(eve.stops.map(leavesOnEve)).toEqual([true, false]);
    expect(withStop(eve, 0, leavingOnEve(eve.stops[0] ?? first, false))).toEqual(run);
    // A later stop's departure is its own.
    expect(withStop(run, 1, leavingOnEve(second, true)).departs).toBe(run.departs);
  });

  it("reads where the museum stands as maps copy it", () => {
    const point = { latitude_millionths: 29_570_000, longitude_millionths: 106_572_000 };
    for (const text of ["29.57, 106.572", "29.5700，106.5720", "29.57 106.572", "北纬29.57°, 东经106.572°"]) {
      expect(readPoint(text), text).toEqual(point);
    }
    expect(pointText(point)).toBe("29.5700, 106.5720");
    for (const text of ["", "29.57", "106.572, 29.57", "a, b", "1, 2, 3"]) expect(readPoint(text), text).toBeNull();
  });

  it("says distances and hours as drivers do", () => {
    expect([wheelText(330), wheelText(45), distanceText(1_018_400)]).toEqual(["5:30", "0:45", "1,018 km"]);
  });
});
