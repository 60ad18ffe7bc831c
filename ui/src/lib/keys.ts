// Owns shortcuts: one listener, one registry that the help lists. Keys are physical, so that a Chinese
// input method or another layout changes nothing; while something is composed no key counts.

/** A shortcut. `code` is a KeyboardEvent.code such as "KeyK", "Digit1", "F6", "BracketLeft". */
export interface Shortcut {
  code: string;
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean;
  /** What it does, in words; asked when the help opens, so that it follows the language. */
  words: () => string;
  /** Answer false where the key was not wanted after all: the next one is asked. */
  run: (event: KeyboardEvent) => void | boolean;
  /** Counts inside text fields and over dialogs too; keys without Ctrl, Alt or F do not unless they say so. */
  everywhere?: boolean;
}

const registered: Shortcut[] = [];

/** Adds shortcuts; the later ones are asked first. Answers how to take them out again. */
export function register(shortcuts: Shortcut[]): () => void {
  registered.push(...shortcuts);
  return () => {
    for (const shortcut of shortcuts) {
      const place = registered.indexOf(shortcut);
      if (place >= 0) registered.splice(place, 1);
    }
  };
}

/** All shortcuts that count now, in order of registration. */
export function shortcuts(): readonly Shortcut[] {
  return registered;
}

/** Whether the input method is composing: WebKitGTK reports only keyCode 229. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether a key would be typed into this place. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

/** Whether a modal dialog is open: only keys that count everywhere reach past it. */
function modalOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** Runs what the event asks for. Answers whether something ran. */
export function handle(event: KeyboardEvent): boolean {
  if (composing(event) || event.defaultPrevented) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  const inField = isField(event.target);
  const modal = modalOpen();
  for (const shortcut of [...registered].reverse()) {
    if (shortcut.code !== event.code) continue;
    if (Boolean(shortcut.ctrl) !== ctrl || Boolean(shortcut.alt) !== event.altKey) continue;
    if (Boolean(shortcut.shift) !== event.shiftKey) continue;
    const plain = !ctrl && !event.altKey && !/^F\d/.test(event.code);
    if (!shortcut.everywhere && ((plain && inField) || modal)) continue;
    // The field's own undo comes first while something is typed.
    if (ctrl && inField && ["KeyZ", "KeyY"].includes(event.code)) continue;
    if (shortcut.run(event) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

/** Listens on the window. Answers how to stop. */
export function listen(): () => void {
  window.addEventListener("keydown", handle);
  return () => window.removeEventListener("keydown", handle);
}

/** The keycaps of a shortcut, as people see them on the keyboard. */
export function caps(shortcut: Pick<Shortcut, "code" | "ctrl" | "alt" | "shift">): string[] {
  const names: Record<string, string> = {
    BracketLeft: "[", BracketRight: "]", Slash: "/", Escape: "Esc", ArrowLeft: "←", ArrowRight: "→",
    ArrowUp: "↑", ArrowDown: "↓", Enter: "Enter", PageUp: "PgUp", PageDown: "PgDn",
  };
  const key = names[shortcut.code] ?? shortcut.code.replace(/^(Key|Digit)/, "");
  const held = [shortcut.ctrl && "Ctrl", shortcut.alt && "Alt", shortcut.shift && "Shift"];
  if (shortcut.code === "Slash" && shortcut.shift) return ["?"];
  return [...held.filter((cap): cap is string => Boolean(cap)), key];
}

/** Ctrl+Enter anywhere within a form confirms it, except while an input method composes. */
export function confirmedBy(run: () => void): (form: HTMLElement) => () => void {
  return (form) => {
    const onkeydown = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !event.ctrlKey || composing(event)) return;
      // What is still being typed is taken first.
      if (document.activeElement instanceof HTMLElement) {
        const field = document.activeElement;
        field.blur();
        field.focus();
      }
      run();
    };
    form.addEventListener("keydown", onkeydown);
    return () => form.removeEventListener("keydown", onkeydown);
  };
}
