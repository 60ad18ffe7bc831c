// The guide's pages are Markdown in `ui/guide`. They are read here, while the page is built: what the page gets is a
// plain tree of blocks, so that it needs no reader of Markdown and never inserts markup. A picture stands in a paragraph
// of its own and is fetched with the page.
import { marked } from "marked";

/** Turns `import page from "….md"` into its blocks. */
export function guide() {
  return {
    name: "guide",
    transform(text, id) {
      if (!id.endsWith(".md")) return null;
      const blocks = marked.lexer(text).map(block);
      const pictures = blocks.filter((each) => each.kind === "picture");
      const imports = pictures.map((picture, index) => `import picture${index} from ${JSON.stringify(`./${picture.source}`)};\n`);
      const written = blocks.map((each) => {
        const index = pictures.indexOf(each);
        return index < 0 ? JSON.stringify(each) : `{ ...${JSON.stringify(each)}, source: picture${index} }`;
      });
      return { code: `${imports.join("")}export default [${written.join(", ")}];`, map: null };
    },
  };
}

/** A block as the page knows it; another one is an error of the writer, told while building. */
function block(token) {
  if (token.type === "space") return { kind: "space" };
  if (token.type === "heading") return { kind: "heading", depth: token.depth, text: inline(token.tokens) };
  const [only, ...more] = token.tokens ?? [];
  if (token.type === "paragraph" && only?.type === "image" && more.length === 0) return { kind: "picture", source: only.href, alt: only.text };
  if (token.type === "paragraph") return { kind: "paragraph", text: inline(token.tokens) };
  if (token.type === "list") return { kind: token.ordered ? "steps" : "points", items: token.items.map((item) => inline(item.tokens)) };
  throw new Error(`the guide cannot show ${token.type}: ${token.raw}`);
}

/** The parts of a line: plain words, a word of the page, a key. */
function inline(tokens) {
  return tokens.flatMap((token) => {
    if (token.type === "text") return token.tokens ? inline(token.tokens) : [{ kind: "plain", words: token.text }];
    if (token.type === "strong") return [{ kind: "label", words: token.text }];
    if (token.type === "codespan") return [{ kind: "key", words: token.text }];
    throw new Error(`the guide cannot show ${token.type}: ${token.raw}`);
  });
}
