// Owns undo and redo as the page asks for them: one step of one's own, said in a toast.
import { toast } from "../../kit/toast.svelte";
import { call, type CommandName } from "../../lib/call";
import { refusalLine } from "../../lib/words";

async function step(name: CommandName): Promise<void> {
  try {
    await call(name, {} as never);
  } catch (raw) {
    toast(refusalLine(raw), { kind: "refused" });
  }
}

/** Takes the last step back. */
export function undo(): Promise<void> {
  return step("history_undo" as CommandName);
}

/** Does it again. */
export function redo(): Promise<void> {
  return step("history_redo" as CommandName);
}
