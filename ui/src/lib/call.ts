// Owns the one way to the museum: a command by its name. Only this file and `changes` know whether the page
// runs in the desktop window or in a browser.
import { invoke } from "@tauri-apps/api/core";
import type { Commands, FailureCode } from "../contract/commands";
import { isDesktop } from "./host";
import { newIdentifier } from "./identifier";

export type CommandName = keyof Commands & string;

/** What is asked: whatever may be null may be left out. */
export type Ask<T> = T extends readonly (infer Item)[]
  ? Ask<Item>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : K]: Ask<T[K]> } & {
        [K in keyof T as null extends T[K] ? K : never]?: Ask<T[K]>;
      }
    : T;

export type Arguments<N extends CommandName> = Ask<Commands[N]["arguments"]>;
export type Answer<N extends CommandName> = Commands[N]["answer"];

/** A refused call: a code the page has words for, the rule behind it, its facts. */
export class Refusal extends Error {
  constructor(
    /** `unreachable` is the page's own: nobody answered. */
    readonly code: FailureCode | "unreachable",
    readonly rule: string | undefined,
    readonly facts: Readonly<Record<string, unknown>>,
  ) {
    super(code);
    this.name = "Refusal";
  }

  /** From what the other side rejected with. */
  static from(raw: unknown): Refusal {
    if (typeof raw === "object" && raw !== null && "code" in raw && typeof raw.code === "string") {
      const { code, rule, ...facts } = raw as { code: string; rule?: unknown } & Record<string, unknown>;
      return new Refusal(code as FailureCode, typeof rule === "string" ? rule : undefined, facts);
    }
    return new Refusal("unreachable", undefined, {});
  }
}

const KEY_PLACE = "zhancheng-key";
const ATTEMPTS_MAX = 4;
const PAUSE_MILLISECONDS = 250;

/** The key of whoever entered; empty before that. It is worthless once the program ends. */
export function callerKey(): string {
  return sessionStorage.getItem(KEY_PLACE) ?? "";
}

/** Keeps the key that `profile_enter` answered; empty forgets it. */
export function keepCallerKey(key: string): void {
  sessionStorage.setItem(KEY_PLACE, key);
}

type Heard = (name: CommandName, outcome: "answered" | "refused", refusal?: Refusal) => void;
const heard = new Set<Heard>();

/** Tells a listener of every call that ended. Answers how to stop. */
export function onCall(listener: Heard): () => void {
  heard.add(listener);
  return () => heard.delete(listener);
}

async function once(name: string, args: unknown, operation: string): Promise<unknown> {
  if (isDesktop()) return invoke("call", { name, arguments: args, key: callerKey(), operation });
  const response = await fetch(`/call/${name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "zhancheng-key": callerKey(),
      "zhancheng-operation": operation,
    },
    body: JSON.stringify(args),
  });
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw body;
  return body;
}

/** Whether asking again under the same operation id is right: it may or may not have had its effect. */
function worthRepeating(refusal: Refusal): boolean {
  return ["outcome_unknown", "unreachable", "busy"].includes(refusal.code);
}

/**
 * Calls a command. Under the same `operation` it has its effect once, however often it is asked.
 * Throws a {@link Refusal}.
 */
export async function call<N extends CommandName>(
  name: N,
  args: Arguments<N>,
  options: { operation?: string } = {},
): Promise<Answer<N>> {
  const operation = options.operation ?? newIdentifier();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = (await once(name, args, operation)) as Answer<N>;
      for (const listener of heard) listener(name, "answered");
      return answer;
    } catch (raw) {
      const refusal = Refusal.from(raw);
      if (!worthRepeating(refusal) || attempt >= ATTEMPTS_MAX) {
        for (const listener of heard) listener(name, "refused", refusal);
        throw refusal;
      }
      await new Promise((resolve) => window.setTimeout(resolve, PAUSE_MILLISECONDS * attempt));
    }
  }
}
