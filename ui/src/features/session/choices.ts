// Owns the lists a session is filled from, made from the timeline's reading.
import type { DepartmentView } from "../../contract/DepartmentView";
import type { ScheduleView } from "../../contract/ScheduleView";
import type { Choice } from "../../kit/matching";
import { codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** Everything the panel chooses from. */
export interface Choices {
  spaces: Choice[];
  people: Choice[];
  departments: Choice[];
}

/** The lists behind a reading of the schedule. */
export function choicesOf(schedule: ScheduleView | undefined, departments: readonly DepartmentView[] | undefined): Choices {
  return {
    spaces: (schedule?.spaces ?? []).map((space) => ({
      value: space.id,
      label: space.name,
      note: space.capacity === null ? undefined : m.format_people({ count: space.capacity }),
      depth: space.depth,
    })),
    people: (schedule?.people ?? []).map((person) => ({
      value: person.id,
      label: person.name,
      note: person.sessions > 0 ? m.format_sessions({ count: person.sessions }) : undefined,
      group: codeWord("schedule_people", person.kind),
    })),
    departments: (departments ?? [])
      .filter((department) => department.active)
      .map((department) => ({ value: department.id, label: department.name })),
  };
}
