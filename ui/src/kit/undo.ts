// Owns undo and redo as the page asks for them: one step of one's own, and what it was said in a toast.
import { call, Refusal } from "../lib/call";
import { phrase, refusalLine } from "../lib/words";
import { m } from "../paraglide/messages.js";
import { dismissUndo, toast } from "./toast.svelte";

/** What a command is called in undo and in the record: its button's word. */
export function commandWord(command: string): string {
  return phrase(`history_command_${command}`) ?? command;
}

async function step(name: "history_undo" | "history_redo"): Promise<void> {
  try {
    const done = await call(name, {});
    dismissUndo();
    const what = commandWord(done.command);
    toast(name === "history_undo" ? m.history_undone({ what }) : m.history_redone({ what }));
  } catch (raw) {
    const quiet = raw instanceof Refusal && ["nothing_to_undo", "nothing_to_redo"].includes(raw.code);
    toast(refusalLine(raw), { kind: quiet ? "plain" : "refused" });
  }
}

/** Takes the last step back. */
export function undo(): Promise<void> {
  return step("history_undo");
}

/** Does it again. */
export function redo(): Promise<void> {
  return step("history_redo");
}

/** Says what was done, with the way back. */
export function done(text: string): void {
  toast(text, { undo: { label: m.shell_undo(), run: () => void undo() } });
}
