// The calendar is checked against facts from almanacs, not against Date: those have their own code here.
import { describe, expect, it, vi } from "vitest";
import * as f from "./format";

const MAY_4 = f.dayAt(2026, 5, 4) ?? Number.NaN;

describe("dates", () => {
  it.each([
    [1970, 1, 1, 3],
    [1969, 12, 31, 2],
    [2000, 2, 29, 1],
    [2026, 5, 4, 0],
    [2027, 1, 3, 6],
  ])("%i-%i-%i falls on weekday %i", (year, month, day, weekday) => {
    const minute = f.dayAt(year, month, day);
    expect(minute).not.toBeNull();
    expect(f.dateOf(minute ?? 0)).toEqual({ year, month, day, weekday });
    expect(f.dateOf((minute ?? 0) + 1439)).toEqual({ year, month, day, weekday });
  });

  it("is not moved by the summer time that China had from 1986 to 1991, wherever the machine thinks it is", () => {
    for (const each of ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"]) {
      vi.stubEnv("TZ", each);
      expect(new Date(1986, 6, 1).getTimezoneOffset(), each).toBe({ "Asia/Shanghai": -540, "America/New_York": 240, "Pacific/Kiritimati": 600 }[each]);
      for (const [year, month, day, weekday] of [[1986, 5, 4, 6], [1986, 9, 14, 6], [1988, 4, 10, 6], [1991, 9, 15, 6]] as const) {
        const minute = f.dayAt(year, month, day) ?? Number.NaN;
        expect(f.dateOf(minute), each).toEqual({ year, month, day, weekday });
        expect(f.isoDate(minute + 1439)).toBe(f.isoDate(minute));
        expect(f.timeText(minute + 30)).toBe("0:30");
      }
    }
    vi.unstubAllEnvs();
  });

  it.each([[2026, 2, 29], [2026, 13, 1], [2026, 4, 31], [2026, 0, 1]])("%i-%i-%i does not exist", (y, mo, d) => {
    expect(f.dayAt(y, mo, d)).toBeNull();
  });

  it("counts ISO weeks over the turn of a year", () => {
    expect(f.weekNumber(MAY_4)).toBe(19);
    expect(f.weekNumber(f.dayAt(2027, 1, 3) ?? 0)).toBe(53);
    expect(f.weekNumber(f.dayAt(2027, 1, 4) ?? 0)).toBe(1);
  });

  it("goes from month to month", () => {
    expect(f.isoDate(f.addMonths(f.dayAt(2026, 12, 31) ?? 0, 1))).toBe("2027-01-01");
    expect(f.isoDate(f.addMonths(MAY_4, -5))).toBe("2025-12-01");
  });
});

describe("what people type", () => {
  it.each([
    ["1030", 630],
    ["10：30", 630],
    ["１０点半", 630],
    ["十点半", 630],
    ["9", 540],
    ["930", 570],
    ["9:05", 545],
    ["下午2点", 840],
    ["二十三点一刻", 1395],
    ["2pm", 840],
    ["0000", 0],
  ])("reads %s as minute %i", (text, minute) => expect(f.readTime(text)).toBe(minute));

  it.each(["24:00", "2400", "10:60", "99", "", "上午", "1:2:3", "-9"])("does not read %s as a time", (text) =>
    expect(f.readTime(text)).toBeNull(),
  );

  it.each([
    ["5-6", "2026-05-06"],
    ["5月6日", "2026-05-06"],
    ["20260506", "2026-05-06"],
    ["0506", "2026-05-06"],
    ["２０２６年５月６日", "2026-05-06"],
    ["明天", "2026-05-05"],
    ["周三", "2026-05-06"],
    ["下周一", "2026-05-11"],
    ["9号", "2026-05-09"],
  ])("reads %s as %s", (text, day) => expect(f.isoDate(f.readDate(text, MAY_4) ?? 0)).toBe(day));

  it.each(["2月30日", "13-1", "星期八", "abc", ""])("does not read %s as a date", (text) =>
    expect(f.readDate(text, MAY_4)).toBeNull(),
  );

  it("reads counts with units and refuses what is none", () => {
    expect(f.readCount("３０人")).toBe(30);
    expect(f.readCount("1,600")).toBe(1600);
    expect(f.readCount("三十")).toBeNull();
    expect(f.readCount("-1")).toBeNull();
  });
});

describe("what the page writes", () => {
  it("writes times without a leading zero and ends of days as 24:00", () => {
    expect(f.timeText(MAY_4 + 570)).toBe("9:30");
    expect(f.rangeText(MAY_4 + 570, MAY_4 + 1440)).toBe("9:30–24:00");
    expect(f.rangeText(MAY_4 + 1380, MAY_4 + 1500)).toBe("5月4日 23:00–5月5日 1:00");
  });

  it("writes spans of days once where they share a month", () => {
    expect(f.daysText(MAY_4, MAY_4 + 6 * 1440)).toBe("5月4日–10日");
    expect(f.daysText(MAY_4, MAY_4 + 40 * 1440)).toBe("5月4日–6月13日");
  });

  it("groups thousands", () => {
    expect([0, 999, 1600, 23184506].map(f.countText)).toEqual(["0", "999", "1,600", "23,184,506"]);
  });
});
