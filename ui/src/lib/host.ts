// Owns what differs between the desktop window and a browser, apart from calls: saving a file, opening it
// in the system's viewer. The desktop asks where; a browser downloads.
import { invoke } from "@tauri-apps/api/core";

/** Whether the page runs in the desktop window. */
export function isDesktop(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

/** A file the page made or was given. */
export interface FileToKeep {
  name: string;
  bytes: Uint8Array;
  /** Media type, such as application/pdf. */
  type: string;
}

/** Bytes as base64, for the way through the desktop's one command. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

/** The bytes behind base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

interface SavedFile {
  file_name: string;
}

/** An action of the desk the window stands on; only the desktop has one. Rejects with a failure, as calls do. */
function act<T>(name: string, args: Record<string, string> = {}): Promise<T | null> {
  return invoke<T | null>("call", { name, arguments: args });
}

function paper(file: FileToKeep): Record<string, string> {
  return { file_name: file.name, content_base64: toBase64(file.bytes) };
}

/** Asks for a folder, beginning where sticks appear. Null where the person turns back, or in a browser. */
export async function pickFolder(): Promise<string | null> {
  return isDesktop() ? ((await act<{ path: string | null }>("window_pick_folder"))?.path ?? null) : null;
}

/** Asks for a backup. Null where the person turns back, or in a browser. */
export async function pickBackup(): Promise<string | null> {
  return isDesktop() ? ((await act<{ path: string | null }>("window_pick_backup"))?.path ?? null) : null;
}

/** Opens the museum again after it was refused. Rejects with the refusal that still stands. */
export async function openMuseumAgain(): Promise<void> {
  if (isDesktop()) await act("window_open_again");
}

/** Where a refused museum lies. Null in a browser. */
export async function museumFolder(): Promise<string | null> {
  return isDesktop() ? ((await act<{ path: string | null }>("window_place"))?.path ?? null) : null;
}

/** Asks for a backup and puts it in the place of a museum that cannot be read. Answers whether one was named. */
export async function replaceMuseum(): Promise<boolean> {
  return (await act<{ path: string | null }>("window_replace"))?.path != null;
}

/** Asks for a folder and goes on there. Answers whether one was named. */
export async function choosePlace(): Promise<boolean> {
  return (await act<{ path: string | null }>("window_choose_place"))?.path != null;
}

/** Ends the program. */
export async function quit(): Promise<void> {
  if (isDesktop()) await act("window_quit");
}

/** Shows the museum's folder in the system's file manager; a browser has none. */
export async function showMuseumFolder(): Promise<void> {
  if (isDesktop()) await act("window_show_museum");
}

/** Saves a file where the person says. Answers whether it was saved: they may have turned back. */
export async function saveFile(file: FileToKeep): Promise<boolean> {
  if (isDesktop()) return (await act<SavedFile>("window_save", paper(file))) !== null;
  const address = URL.createObjectURL(new Blob([file.bytes as BlobPart], { type: file.type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

/** Opens a file in the system's viewer (desktop) or in a new tab (browser). */
export async function openInViewer(file: FileToKeep): Promise<void> {
  if (isDesktop()) {
    await act("window_view", paper(file));
    return;
  }
  const address = URL.createObjectURL(new Blob([file.bytes as BlobPart], { type: file.type }));
  window.open(address, "_blank", "noopener");
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
