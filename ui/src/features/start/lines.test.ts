// Holds the reading of the first lists: what becomes of a line, and which lines are not guessed at.
import { describe, expect, it } from "vitest";
import { readChineseNumber, readPeople, readSpaces } from "./lines";

describe("spaces", () => {
  it("reads a name and its people, and parts by their indent", () => {
    const { spaces, faults } = readSpaces("儿童厅 80\n  建构角 24\n　水区　20人\n\n宇航厅 ６０\n防灾厅 六十");
    expect(faults).toEqual([]);
    expect(spaces.map(({ name, capacity, parent }) => [name, capacity, parent])).toEqual([
      ["儿童厅", 80, null],
      ["建构角", 24, 0],
      ["水区", 20, 0],
      ["宇航厅", 60, null],
      ["防灾厅", 60, null],
    ]);
  });

  it("keeps a name without a number, and names of several words", () => {
    expect(readSpaces("Main hall 80\n前广场").spaces.map(({ name, capacity }) => [name, capacity])).toEqual([
      ["Main hall", 80],
      ["前广场", null],
    ]);
  });

  it("does not guess", () => {
    expect(readSpaces("  建构角 24").faults).toEqual([{ line: 1, text: "建构角 24", kind: "unknown" }]);
    expect(readSpaces("儿童厅 8o人0").faults).toEqual([{ line: 1, text: "儿童厅 8o人0", kind: "capacity" }]);
  });

  it.each([["六十", 60], ["十", 10], ["十五", 15], ["一百二十", 120], ["二百零五", 205], ["八", 8], ["很多", null], ["", null]])(
    "%s is %s",
    (text, number) => expect(readChineseNumber(text)).toBe(number),
  );
});

describe("people", () => {
  const halls = ["儿童厅", "基础科学厅", "科学厅"];

  it("reads halls, languages and volunteers", () => {
    const { people, faults } = readPeople("周予安 儿童厅、基础科学厅 中文 英文\n蒲苇 志愿者 儿童厅\n罗一川", halls);
    expect(faults).toEqual([]);
    expect(people).toEqual([
      { line: 1, name: "周予安", volunteer: false, halls: ["基础科学厅", "儿童厅"], languages: ["en"] },
      { line: 2, name: "蒲苇", volunteer: true, halls: ["儿童厅"], languages: [] },
      { line: 3, name: "罗一川", volunteer: false, halls: [], languages: [] },
    ]);
  });

  it("names a hall it does not know, and a line without a name", () => {
    expect(readPeople("周予安 水族厅", halls).faults.map((fault) => fault.line)).toEqual([1]);
    expect(readPeople("志愿者 英文", halls).faults.map((fault) => fault.line)).toEqual([1]);
  });
});
