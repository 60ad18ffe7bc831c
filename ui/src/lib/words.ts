// Owns the way from codes to words: what a refusal says, what a clash says, what kinds and states are called.
// Facts come from the museum, sentences from the message files.
import type { Clash } from "../contract/Clash";
import type { Alternative } from "../contract/Alternative";
import type { SessionKind } from "../contract/SessionKind";
import type { SessionState } from "../contract/SessionState";
import * as messages from "../paraglide/messages.js";
import { m } from "../paraglide/messages.js";
import { Refusal } from "./call";
import { countText, dateText, DAY_MINUTES, dayOf, durationText, fromIsoDate, listText, rangeText, timeText } from "./format";

type Phrase = (inputs: Record<string, unknown>) => string;
const phrases = messages as unknown as Readonly<Record<string, Phrase | undefined>>;

/** The message of a key made from a code, or null where there is none. */
export function phrase(key: string, facts: Record<string, unknown> = {}): string | null {
  const found = phrases[key];
  if (typeof found !== "function") return null;
  // A fact that a sentence names and the museum did not send reads as nothing, never as "undefined".
  return found(new Proxy(facts, { get: (target, name) => target[String(name)] ?? "" }));
}

/** The word of a code in a family: `session_kind` + `guided_tour`. The code itself where it has none. */
export function codeWord(family: string, code: string): string {
  return phrase(`${family}_${code}`) ?? code;
}

/** 讲解. */
export const kindWord = (kind: SessionKind): string => codeWord("session_kind", kind);
/** 讲. */
export const kindSign = (kind: SessionKind): string => codeWord("session_sign", kind);
/** 已发布. */
export const stateWord = (state: SessionState): string => codeWord("session_state", state);

/** What a field is called: its path's last word in the message files. */
export function fieldWord(path: unknown): string {
  const name = String(path ?? "").split(/[.[\]]+/).filter((part) => part !== "" && !/^\d+$/.test(part)).pop() ?? "";
  return phrase(`field_${name}`) ?? name;
}

/** The facts of a refusal as its sentence wants them. */
function spokenFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const spoken: Record<string, unknown> = { ...facts };
  if (facts.field !== undefined) spoken.field = fieldWord(facts.field);
  if (typeof facts.what === "string") spoken.what = phrase(`failure_what_${facts.what}`) ?? facts.what;
  if (typeof facts.state === "string") spoken.state = phrase(`session_state_${facts.state}`) ?? facts.state;
  if (typeof facts.starts === "number") spoken.starts = `${dateText(facts.starts)} ${timeText(facts.starts)}`;
  if (typeof facts.service === "string") spoken.service = facts.service;
  for (const name of ["least", "most", "limit", "actual"]) {
    if (typeof facts[name] === "number") spoken[name] = countText(facts[name]);
  }
  if (Array.isArray(facts.allowed)) {
    spoken.allowed = facts.allowed.map((role) => phrase(`profile_role_${String(role)}`) ?? String(role));
    spoken.allowed = listText(spoken.allowed as string[]);
  }
  if (Array.isArray(facts.files)) spoken.files = listText(facts.files.map(String));
  if (Array.isArray(facts.characters)) spoken.characters = facts.characters.join(" ");
  return spoken;
}

/** The clashes a refusal carries. */
export function clashesOf(refusal: Refusal): Clash[] {
  return Array.isArray(refusal.facts.clashes) ? (refusal.facts.clashes as Clash[]) : [];
}

/** What a refusal says: what, and why where a rule or facts say more. */
export function refusalWords(refusal: Refusal): { what: string; why: string[] } {
  const what = phrase(`failure_${refusal.code}`, spokenFacts(refusal.facts)) ?? refusal.code;
  const why = clashesOf(refusal).map((clash) => clashSentence(clash));
  if (refusal.rule) {
    const rule = phrase(`failure_rule_${refusal.rule}`);
    if (rule) why.unshift(rule);
  }
  return { what, why };
}

/** A refusal in one line, for a toast. */
export function refusalLine(raw: unknown): string {
  const { what, why } = refusalWords(raw instanceof Refusal ? raw : Refusal.from(raw));
  return why[0] ? m.format_then({ first: what, second: why[0] }) : what;
}

/** When a holder holds, seen from the day of the proposal. */
function holderTime(clash: Clash, day: number | undefined): string {
  const holder = clash.holder;
  if (!holder) return "";
  if (holder.ends - holder.starts > 1440) {
    return m.format_days({ from: dateText(holder.starts), to: dateText(holder.ends - 1) });
  }
  const same = day !== undefined && dayOf(holder.starts) === dayOf(day);
  return same ? rangeText(holder.starts, holder.ends) : `${dateText(holder.starts)} ${rangeText(holder.starts, holder.ends)}`;
}

/** Why: 儿童厅14:00–15:20已排课“搭一座桥”。 `day` drops the date where it is the proposal's own. */
export function clashSentence(clash: Clash, day?: number): string {
  const holder = clash.holder;
  const kind = holder?.session_kind ? kindWord(holder.session_kind) : holder ? codeWord("clash_holder", holder.kind) : "";
  const facts = {
    subject: clash.subject_kind === "post" ? postWord(clash.subject_name) : clash.subject_name,
    holder: holder?.title ?? "",
    kind,
    time: holderTime(clash, day),
    limit: clash.limit === null ? "" : countText(clash.limit),
    actual: clash.actual === null ? "" : countText(clash.actual),
    detail: detailWord(clash),
    ...roadFacts(clash),
  };
  return phrase(`clash_${clash.code}`, facts) ?? clash.code;
}

/** What the law of the road measures: moments, days and hours at the wheel rather than counts. */
function roadFacts(clash: Clash): Record<string, string> {
  const home: Record<string, string> = clash.subject_kind === "run" ? { subject: m.clash_home() } : {};
  const { limit, actual } = clash;
  switch (clash.code) {
    case "licence_class": {
      const [wanted = "", held = ""] = (clash.detail ?? "").split(":");
      return { limit: wanted || m.clash_none(), actual: held || m.clash_none() };
    }
    case "licence_expired":
    case "inspection_expired":
    case "insurance_expired":
      // The last day on which it holds, as the paper itself says it.
      return { limit: limit === null ? "" : dateText(limit - DAY_MINUTES, { year: true }) };
    case "arrival_late":
    case "leaves_early":
    case "return_late": {
      const moment = (minute: number | null, other: number | null) => {
        if (minute === null) return "";
        const same = other !== null && dayOf(minute) === dayOf(other);
        return same ? timeText(minute) : `${dateText(minute)} ${timeText(minute)}`;
      };
      return { ...home, limit: moment(limit, actual), actual: moment(actual, limit) };
    }
    case "driver_hours":
    case "driving_break": {
      const day = fromIsoDate(clash.detail ?? "");
      return {
        ...(clash.code === "driving_break" ? home : {}),
        limit: limit === null ? "" : durationText(limit),
        actual: actual === null ? "" : durationText(actual),
        detail: day === null ? "" : dateText(day),
      };
    }
    default:
      return {};
  }
}

/** A post is spoken of by its role. */
function postWord(name: string): string {
  return phrase(`session_role_${name}`) ?? name;
}

/** Details are words of people (a notice's reason) or codes (a leave's kind, a language, `role:docent`). */
function detailWord(clash: Clash): string {
  const detail = clash.detail ?? "";
  const qualification = /^(role|language|theme|age_band|hall):(.*)$/.exec(detail);
  if (qualification) {
    const [, aspect = "", value = ""] = qualification;
    return phrase(`session_${aspect}_${value}`) ?? value;
  }
  return phrase(`clash_detail_${detail}`) ?? phrase(`session_language_${detail}`) ?? detail;
}

/** What: 14:00建构角放不下. The first clash speaks for all. */
export function clashHeadline(clashes: readonly Clash[], starts: number): string {
  const first = clashes[0];
  if (!first) return "";
  const facts = { time: timeText(starts), subject: first.subject_kind === "post" ? postWord(first.subject_name) : first.subject_name };
  if (first.hardness === "soft") return m.clash_head_soft(facts);
  return first.subject_kind === "space" ? m.clash_head_space(facts) : m.clash_head_other(facts);
}

/** A way out: what it changes, to what, and what remains of it. */
export function alternativeWords(way: Alternative, starts: number): { verb: string; to: string; rest: string } {
  const where = listText(way.space_names);
  const same = dayOf(way.starts) === dayOf(starts);
  const when = `${same ? "" : `${dateText(way.starts)} `}${rangeText(way.starts, way.ends)}`;
  const to = {
    time: when,
    space: where,
    day: when,
    person: way.person_name ?? "",
  }[way.kind];
  const rest = listText(way.soft.map((clash) => clashSentence(clash, way.starts)));
  return { verb: codeWord("clash_way", way.kind), to, rest };
}
