// Holds the guide to the page: every word it prints bold is a word the page says, and no sentence pleads.
import { describe, expect, it } from "vitest";
import { loadPinyin, rank } from "../../kit/matching";
import { cutAt, findPages, guidePages, partsOf } from "./guide";

const messages = Object.values(
  import.meta.glob<Record<string, unknown>>("../../../messages/zh-CN/*.json", { eager: true, import: "default" }),
).flatMap((file) => Object.values(file).filter((text): text is string => typeof text === "string"));

const parts = guidePages.flatMap((page) => page.blocks.flatMap(partsOf).map((part) => ({ ...part, page: page.title })));

describe("the guide", () => {
  it("has a page for every main job", () => {
    expect(guidePages.map((page) => page.name)).toEqual([
      "start", "session", "template", "exhibition", "caravan", "clash", "calendar", "print", "year", "excel", "backup", "computer",
    ]);
    for (const page of guidePages) expect(page.blocks.length, page.title).toBeGreaterThan(1);
  });

  it("says only what stands on the page", () => {
    const labels = parts.filter((part) => part.kind === "label");
    expect(labels.length).toBeGreaterThan(50);
    const unknown = labels.filter((label) => !messages.includes(label.words)).map((label) => `${label.page}: ${label.words}`);
    expect(unknown).toEqual([]);
  });

  it("writes neither pleas nor exclamations nor spaces beside Chinese", () => {
    const said = parts.filter((part) => part.kind !== "key");
    for (const { words, page } of said) expect(words, page).not.toMatch(/请|！|[\u4e00-\u9fff] [\dA-Za-z]/u);
  });
});

describe("a search in the guide", () => {
  it("finds every word anywhere, titles first", () => {
    expect(findPages(guidePages, "  ")).toBe(guidePages);
    expect(findPages(guidePages, "大篷车")[0]?.name).toBe("caravan");
    expect(findPages(guidePages, "U盘 恢复之前").map((page) => page.name)).toEqual(["backup"]);
    expect(findPages(guidePages, "没有这样的话")).toEqual([]);
  });

  it("reads Latin letters as pinyin and as its initials, in titles and in the text", async () => {
    await loadPinyin();
    const spelt = (line: string, word: string) => rank(line, word) > 0;
    expect(findPages(guidePages, "dapengche", spelt)[0]?.name).toBe("caravan");
    expect(findPages(guidePages, "hdn", spelt)[0]?.name).toBe("computer");
    expect(findPages(guidePages, "ydn hf", spelt).map((page) => page.name)).toEqual([]);
    expect(findPages(guidePages, "chongdie", spelt).map((page) => page.name)).toEqual(["print"]);
    // One letter is part of nearly every line.
    expect(findPages(guidePages, "q", spelt)).toEqual([]);
  });

  it("shows pictures with words for whoever does not see them", () => {
    const pictures = guidePages.flatMap((page) => page.blocks).filter((block) => block.kind === "picture");
    expect(pictures.length).toBeGreaterThan(8);
    for (const picture of pictures) expect(picture.alt.length, picture.source).toBeGreaterThan(5);
  });

  it("marks what was searched, whatever signs it has", () => {
    expect(cutAt("按Ctrl+K搜索", "ctrl+k")).toEqual([
      { words: "按", hit: false },
      { words: "Ctrl+K", hit: true },
      { words: "搜索", hit: false },
    ]);
    expect(cutAt("原样", "")).toEqual([{ words: "原样", hit: false }]);
  });
});
