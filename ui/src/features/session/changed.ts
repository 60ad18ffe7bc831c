// Owns what changes between a session and its draft, line by line: before → after.
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import { dateText, dayOf, listText, rangeText } from "../../lib/format";
import { fieldWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import type { Choices } from "./choices";

interface Stretch {
  starts: number;
  ends: number;
}

/** 13:30–14:00 and 14:00–14:30; with their days where those differ. */
export function changedTimes(before: Stretch, after: Stretch): [string, string] {
  const sameDay = dayOf(before.starts) === dayOf(after.starts);
  const when = ({ starts, ends }: Stretch) => (sameDay ? rangeText(starts, ends) : `${dateText(starts)} ${rangeText(starts, ends)}`);
  return [when(before), when(after)];
}

/** 时间：13:30–14:00 → 14:00–14:30. */
export function changedLines(before: SessionView, after: SessionDraft, choices: Choices): string[] {
  const lines: string[] = [];
  const line = (field: string, was: string, is: string) => {
    if (was !== is) lines.push(m.session_change_line({ field: fieldWord(field), was: was || "—", is: is || "—" }));
  };
  line("starts", ...changedTimes(before, after));
  line("spaces", listText(before.space_names), listText(after.spaces.map((id) => nameOf(choices.spaces, id))));
  const names = (people: (string | null)[]) => listText(people.filter((id) => id !== null).map((id) => nameOf(choices.people, id)));
  line("person", names(before.posts.map((post) => post.person)), names(after.posts.map((post) => post.person)));
  line("title", before.title, after.title);
  line("capacity", String(before.capacity ?? ""), String(after.capacity ?? ""));
  return lines;
}

function nameOf(choices: Choices["spaces"], id: string): string {
  return choices.find((choice) => choice.value === id)?.label ?? "";
}
