// Owns what the guide holds: its pages in order, a page's plain words, and what a search finds in them. The pages are
// Markdown in `ui/guide`, read while the page is built.

/** A part of a line: words, a word that stands on the page, or a key. */
export interface Part {
  kind: "plain" | "label" | "key";
  words: string;
}

/** A block of a page. */
export type Block =
  | { kind: "space" }
  | { kind: "heading"; depth: number; text: Part[] }
  | { kind: "paragraph"; text: Part[] }
  /** Taken from the application itself; `alt` says what is to be seen. */
  | { kind: "picture"; source: string; alt: string }
  | { kind: "steps" | "points"; items: Part[][] };

/** A page of the guide; its name stands in the file's name. */
export interface GuidePage {
  name: string;
  title: string;
  blocks: Block[];
}

const files = import.meta.glob<Block[]>("../../../guide/*.md", { eager: true, import: "default" });

/** The pages, in the order of their numbers. */
export const guidePages: readonly GuidePage[] = Object.entries(files)
  .sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }))
  .map(([path, blocks]) => {
    const [head, ...rest] = blocks;
    if (head?.kind !== "heading") throw new Error(`${path} does not open with its title`);
    return { name: /\d+-(.+)\.md$/.exec(path)?.[1] ?? path, title: wordsOf(head), blocks: rest.filter((block) => block.kind !== "space") };
  });

/** The parts of a block, whatever it is. */
export function partsOf(block: Block): Part[] {
  if (block.kind === "space") return [];
  if (block.kind === "picture") return [{ kind: "plain", words: block.alt }];
  return "items" in block ? block.items.flat() : block.text;
}

/** A block as plain words. */
export function wordsOf(block: Block): string {
  return partsOf(block).map((part) => part.words).join("");
}

/**
 * The pages that hold every word of what is searched, those with it in their title first. A word of Latin letters is
 * also the pinyin, or its initials, of what stands there: `spelt` says whether a line reads so, once it can.
 */
export function findPages(pages: readonly GuidePage[], searched: string, spelt: (line: string, word: string) => boolean = () => false): readonly GuidePage[] {
  const wanted = searched.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return pages;
  const says = (line: string, word: string) => line.toLowerCase().includes(word) || (/^[a-z]{2,}$/.test(word) && spelt(line, word));
  const holds = (lines: readonly string[]) => wanted.every((word) => lines.some((line) => says(line, word)));
  const found = pages.filter((page) => holds([page.title, ...page.blocks.map(wordsOf)]));
  return [...found.filter((page) => holds([page.title])), ...found.filter((page) => !holds([page.title]))];
}

/** A line cut where a searched word stands, so that it can be marked. */
export function cutAt(words: string, searched: string): { words: string; hit: boolean }[] {
  const wanted = searched.trim().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [{ words, hit: false }];
  const pattern = new RegExp(`(${wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
  return words.split(pattern).map((piece, index) => ({ words: piece, hit: index % 2 === 1 })).filter((piece) => piece.words !== "");
}
