import { describe, expect, it } from "vitest";
import { readPeople, readSpaces } from "./lines";

describe("spaces typed by hand", () => {
  it("reads a name, a number and parts by their indent", () => {
    expect(readSpaces("儿童厅 80\n  建构角 24人\n\t水区 20\n宇航厅 ６０\n防灾厅 六十\n\n报告厅")).toEqual([
      { name: "儿童厅", capacity: 80, part: false },
      { name: "建构角", capacity: 24, part: true },
      { name: "水区", capacity: 20, part: true },
      { name: "宇航厅", capacity: 60, part: false },
      { name: "防灾厅", capacity: 60, part: false },
      { name: "报告厅", capacity: null, part: false },
    ]);
  });

  it("keeps a number that belongs to the name", () => {
    expect(readSpaces("展厅2\n探究教室 一 48")).toEqual([
      { name: "展厅2", capacity: null, part: false },
      { name: "探究教室 一", capacity: 48, part: false },
    ]);
  });

  it("makes no part of nothing", () => expect(readSpaces("  建构角 24")[0]?.part).toBe(false));
});

describe("people typed by hand", () => {
  it("takes the name first and the languages behind it", () => {
    expect(readPeople("周予安 中文、英文\n何砚\n")).toEqual([
      { name: "周予安", languages: ["en"] },
      { name: "何砚", languages: [] },
    ]);
  });
});
