// Owns what is done with a sheet: opened in the system's viewer, saved, issued.
import type { PrintView } from "../../contract/PrintView";
import type { Role } from "../../contract/Role";
import { toast } from "../../kit/toast.svelte";
import { type Arguments, call } from "../../lib/call";
import { type FileToKeep, fromBase64, openInViewer, saveFile } from "../../lib/host";
import { refusalLine } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** What is printed. */
export type Print = Arguments<"print_render">;

const ISSUERS: readonly Role[] = ["planner", "roster_lead", "duty_manager", "manager", "administrator"];

async function pdf(print: Print): Promise<FileToKeep> {
  const printed = await call("print_pdf", print);
  return { name: printed.file_name, bytes: fromBase64(printed.base64), type: "application/pdf" };
}

/** Does something with the file; a refusal is told. */
async function withFile(print: Print, act: (file: FileToKeep) => Promise<void>): Promise<void> {
  try {
    await act(await pdf(print));
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
  }
}

/** Opens the sheet in the system's viewer, which prints it. */
export function openSheet(print: Print): Promise<void> {
  return withFile(print, openInViewer);
}

/** Saves the sheet where the person says. */
export function saveSheet(print: Print): Promise<void> {
  return withFile(print, async (file) => {
    if (await saveFile(file)) toast(m.print_view_saved({ file_name: file.name }));
  });
}

/** Issues the next version. */
export async function issueSheet(print: Print): Promise<void> {
  try {
    const issued = await call("print_issue", print);
    toast(m.print_view_issued({ number: issued.version.number }));
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
  }
}

/** Why no version can be issued now; null where one can. */
export function issueBlocked(view: PrintView | undefined, role: Role | undefined): string | null {
  if (view === undefined) return m.print_view_issue_not_ready();
  if (role === undefined || !ISSUERS.includes(role)) return m.print_view_issue_not_allowed();
  if (view.version !== null && view.changes.length === 0) {
    return m.print_view_issue_no_changes({ number: view.version.number });
  }
  return null;
}
