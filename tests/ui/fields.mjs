// Which fields of the commands take words, read from the schemas that `zhancheng commands` prints, and the payloads
// that go into them.
//
// Every string is a field for words until it is named here as something else; what is named here must refuse words.
import { readFileSync } from "node:fs";
import path from "node:path";

/** Names of strings that are no words: ids of rows, codes of a list, days, numbers to dial, files. */
const NO_WORDS = new Set([
  ...["id", "ids", "parent", "space", "spaces", "department", "person", "exhibit", "exhibits", "exhibition", "fault"],
  ...["template", "session", "vehicle", "drivers", "crew", "kit", "site", "run", "lines", "stops", "subject", "leader"],
  ...["withdrawal", "posts", "from", "to", "days", "date", "published"],
  ...["document", "locale", "district_code", "districts", "museum_district", "season", "licence_class"],
  ...["language", "house_language", "role", "phone", "contact_phone", "pin", "set", "path", "sheet_kind", "token", "operation"],
]);
/** Strings of one command alone that are no words: what a file that was read is named by, and how it is mapped. */
const NO_WORDS_AT = /^sheet_(stage\.content|(propose|rows|names)\.|(preview|import)\.(file|mapping))/;
const forWords = (path, name) => !NO_WORDS.has(name) && !NO_WORDS_AT.test(path);

/** Files are no words either, and are never tried with words: they would be written. */
export const FILES = new Set(["path"]);

function resolved(schema, root) {
  const name = schema.$ref?.split("/").at(-1);
  return name ? root.$defs[name] : schema;
}

/** The alternatives of a schema, itself where there is one. */
export function variants(schema, root) {
  const own = resolved(schema, root);
  const several = own.anyOf ?? own.oneOf;
  return several ? several.flatMap((each) => variants(each, root)) : [own];
}

const isText = (schema) => [schema.type].flat().includes("string") && !schema.enum && !schema.const;

/** Every string of a command's arguments: its path, the name it has, whether it is for words. */
export function strings(command) {
  const found = new Map();
  const walk = (schema, path, name) => {
    for (const own of variants(schema, command.arguments)) {
      if (isText(own)) found.set(path, { path, name, words: forWords(path, name) });
      for (const [key, property] of Object.entries(own.properties ?? {})) walk(property, `${path}.${key}`, key);
      if (own.items) walk(own.items, `${path}[]`, name);
    }
  };
  walk(command.arguments, command.name, "");
  return [...found.values()];
}

/** Only what a command knows of a record that was read. */
export function known(command, record) {
  const pick = (schema, value) => {
    if (value === null || typeof value !== "object") return value;
    const all = variants(schema, command.arguments);
    const items = all.find((each) => each.items)?.items;
    if (Array.isArray(value)) return items ? value.map((each) => pick(items, each)) : value;
    const own = all.find((each) => each.properties && (each.required ?? []).every((key) => key in value));
    if (!own) return value;
    const kept = Object.entries(value).filter(([key]) => key in own.properties);
    return Object.fromEntries(kept.map(([key, each]) => [key, pick(own.properties[key], each)]));
  };
  return pick(command.arguments, record);
}

/** The same arguments with words of ours in every field for words, those that were left out included. */
export function worded(command, value, words) {
  const fill = (schema, old, path, name) => {
    const all = variants(schema, command.arguments);
    if (all.some(isText) && (old === undefined || old === null || typeof old === "string")) return forWords(path, name) ? words(path) : old;
    if (Array.isArray(old)) {
      const own = all.find((each) => each.items);
      return own ? old.map((each) => fill(own.items, each, `${path}[]`, name)) : old;
    }
    if (old === null || typeof old !== "object") return old;
    const own = all.find((each) => each.properties && Object.keys(old).every((key) => key in each.properties)) ?? {};
    const filled = Object.entries(own.properties ?? {}).map(([key, property]) => [key, fill(property, old[key], `${path}.${key}`, key)]);
    return Object.fromEntries(filled.filter(([, each]) => each !== undefined));
  };
  return fill(command.arguments, value, command.name, "");
}

/** The least arguments of a command's shape, with a text in one field that is named by its path. */
export function shaped(command, field, text) {
  const shape = (schema, path) => {
    const all = variants(schema, command.arguments);
    if (path === field) return text;
    const own = all.find((each) => Object.keys(each.properties ?? {}).some((key) => field.startsWith(`${path}.${key}`)) || (each.items && field.startsWith(`${path}[]`))) ?? all[0];
    if (own.const !== undefined) return own.const;
    if (own.enum) return own.enum[0];
    const type = [own.type].flat()[0];
    if (type === "object") {
      const wanted = Object.entries(own.properties ?? {}).filter(([key]) => own.required?.includes(key) || field.startsWith(`${path}.${key}`));
      return Object.fromEntries(wanted.map(([key, property]) => [key, shape(property, `${path}.${key}`)]));
    }
    if (type === "array") return field.startsWith(`${path}[]`) ? [shape(own.items, `${path}[]`)] : [];
    return { integer: 29_632_000, number: 1, boolean: false, string: "字" }[type] ?? null;
  };
  return shape(command.arguments, command.name);
}

/** The payloads of the file, a line each; `\u{…}` is the character of that number. */
export function payloads() {
  const lines = readFileSync(path.join(import.meta.dirname, "payloads.txt"), "utf8").split("\n");
  const own = lines.filter((line) => line !== "" && !line.startsWith("%% "));
  return own.map((line) => line.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))));
}
