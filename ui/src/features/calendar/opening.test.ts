// Days of the year and start times as people type them.
import { describe, expect, it } from "vitest";
import { dayOfYearText, readDayOfYear, readStarts, startsText } from "./opening";

describe("the opening rule's form", () => {
  it("reads days of the year as people write them", () => {
    for (const [text, expected] of [
      ["7-1", { month: 7, day: 1 }],
      ["７月１日", { month: 7, day: 1 }],
      ["2/29", { month: 2, day: 29 }],
      ["2-30", null],
      ["13-1", null],
      ["七月", null],
    ] as const) {
      expect(readDayOfYear(text), text).toEqual(expected);
    }
    expect(dayOfYearText(12, 5)).toBe("12-5");
  });

  it("reads start times in any order, each once", () => {
    expect(readStarts("1430 10：00、９点半 10:00")).toEqual({ starts: [570, 600, 870] });
    expect(readStarts("")).toEqual({ starts: [] });
    expect(readStarts("10:00 25:00")).toEqual({ unread: "25:00" });
    expect(startsText([570, 870])).toBe("9:30 14:30");
  });
});
