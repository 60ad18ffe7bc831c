// The days that a document is printed for, whatever day it is.
import { describe, expect, it } from "vitest";
import { dayAt, isoDate } from "../../lib/format";
import { daysAfter, daysAround } from "./period";

const monday = dayAt(2026, 5, 4) ?? 0;
const said = (days: { from: number; to: number }) => `${isoDate(days.from)} ${isoDate(days.to)}`;

describe("the days of a document", () => {
  it.each([
    ["hall-week", "2026-05-04 2026-05-10"],
    ["run-sheet", "2026-05-04 2026-05-10"],
    ["day-board", "2026-05-06 2026-05-06"],
    ["exhibition-year", "2026-01-01 2026-12-31"],
  ])("%s around a Wednesday", (document, days) => {
    expect(said(daysAround(document, monday + 2 * 1440 + 600))).toBe(days);
  });

  it.each([
    ["hall-week", 1, "2026-05-11 2026-05-17"],
    ["hall-week", -1, "2026-04-27 2026-05-03"],
    ["day-board", 1, "2026-05-05 2026-05-05"],
    ["exhibition-year", 2, "2028-01-01 2028-12-31"],
  ])("%s %i on", (document, by, days) => {
    expect(said(daysAfter(document, daysAround(document, monday), by))).toBe(days);
  });

  it("keeps the length of days that somebody chose", () => {
    expect(said(daysAfter("hall-week", { from: monday, to: monday + 13 * 1440 }, 1))).toBe("2026-05-18 2026-05-31");
  });
});
