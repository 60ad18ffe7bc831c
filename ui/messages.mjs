// Compiles the message files into src/paraglide: one file an area and a locale, every area found by itself.
// The plugin comes from node_modules: its published default is an address on the network, and a project
// whose plugin cannot be loaded compiles silently to nothing, so an empty result is an error here.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "@inlang/paraglide-js";

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
const areas = readdirSync(place("messages/zh-CN")).filter((name) => name.endsWith(".json")).sort();
for (const locale of ["zh-CN", "en"]) {
  for (const name of areas) {
    try {
      JSON.parse(readFileSync(place(`messages/${locale}/${name}`), "utf8"));
    } catch (error) {
      // The compiler would answer with its whole source.
      console.error(`messages/${locale}/${name}: ${error.message}`);
      process.exit(1);
    }
  }
}
mkdirSync(place("project.inlang"), { recursive: true });
writeFileSync(
  place("project.inlang/settings.json"),
  JSON.stringify({
    baseLocale: "zh-CN",
    locales: ["zh-CN", "en"],
    modules: ["./node_modules/@inlang/plugin-message-format/dist/index.js"],
    "plugin.inlang.messageFormat": { pathPattern: areas.map((name) => `./messages/{locale}/${name}`) },
  }),
);
await compile({
  project: place("project.inlang"),
  outdir: place("src/paraglide"),
  outputStructure: "locale-modules",
  strategy: ["localStorage", "baseLocale"],
  emitGitIgnore: false,
  isServer: "false",
});
const keys = areas.flatMap((name) => Object.keys(JSON.parse(readFileSync(place(`messages/zh-CN/${name}`), "utf8"))));
const compiled = readFileSync(place("src/paraglide/messages/_index.js"), "utf8");
const lost = keys.filter((key) => key !== "$schema" && !compiled.includes(` ${key}`));
if (keys.length === 0 || lost.length > 0) {
  console.error(`messages were not compiled: ${lost.slice(0, 5).join(", ")}`);
  process.exit(1);
}
// The compiler's project keeps a timer alive for half a minute; nothing is left to wait for.
process.exit(0);
