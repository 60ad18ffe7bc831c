// The page's layers as a rule: lib <- kit <- features <- views, and no feature imports another one.
// Contract and messages are open to all; main starts the views.
import path from "node:path";

const source = path.join(import.meta.dirname, "src");
const RANK = { paraglide: 0, contract: 0, lib: 1, kit: 2, features: 3, views: 4 };

/** The layer of a file and, among features, which one. */
function layerOf(file) {
  const [layer, area] = path.relative(source, file).split(path.sep);
  return { layer, rank: RANK[layer], area: layer === "features" ? area : undefined };
}

function fault(from, to) {
  if (from.rank === undefined || to.rank === undefined) return null;
  if (to.rank > from.rank) return `${from.layer} may not use ${to.layer}`;
  if (from.area !== undefined && to.area !== undefined && from.area !== to.area) {
    return `feature ${from.area} may not use feature ${to.area}: a view joins them`;
  }
  return null;
}

export const layers = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const from = layerOf(context.filename);
    const check = (node) => {
      const target = node?.value;
      if (typeof target !== "string" || !target.startsWith(".")) return;
      const message = fault(from, layerOf(path.resolve(path.dirname(context.filename), target)));
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
    };
  },
};
