// Owns the words of an import that come from codes: why a file cannot be read, why a column was proposed.
import type { SheetColumn } from "../../contract/SheetColumn";
import type { SheetKindView } from "../../contract/SheetKindView";
import type { Refusal } from "../../lib/call";
import { countText, listText } from "../../lib/format";
import { codeWord, phrase } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** Why a file cannot be read, and what to do. */
export function unreadableWords(refusal: Refusal): string {
  const code = String(refusal.facts.unreadable ?? "");
  const given = (typeof refusal.facts.facts === "object" && refusal.facts.facts !== null ? refusal.facts.facts : {}) as Record<string, unknown>;
  const facts = Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (name === "is") return [name, codeWord("sheet_stranger", String(value))];
      return [name, typeof value === "number" ? countText(value) : value];
    }),
  );
  return phrase(`sheet_unreadable_${code}`, facts) ?? code;
}

/** What the fields of a column are called. */
export function fieldsWord(fields: readonly string[], kind: SheetKindView | undefined): string {
  return fields.map((id) => kind?.fields.find((field) => field.id === id)?.heading ?? id).join(" + ");
}

/** Why a column is read as it is, in one line. */
export function reasonWords(column: SheetColumn | null, kind: SheetKindView | undefined): string {
  if (!column) return m.import_reason_none();
  const { reason } = column;
  switch (reason.code) {
    case "template":
      return m.import_reason_template();
    case "heading":
      return m.import_reason_heading({ heading: reason.heading });
    case "heading_holds":
      return m.import_reason_heading_holds({ heading: reason.heading, word: reason.word });
    case "content":
      return m.import_reason_content({ of: countText(reason.of), read: countText(reason.read), field: fieldsWord(column.fields, kind) });
    case "person":
      return m.import_reason_person();
  }
}

/** The roles that may import, in words. */
export const rolesText = (roles: readonly string[]): string => listText(roles.map((role) => codeWord("profile_role", role)));
