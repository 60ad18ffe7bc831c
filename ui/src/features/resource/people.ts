// Owns what a person's record is made of on the page: licence classes, aspects, and the way to a draft.
import type { PersonSaveArguments } from "../../contract/PersonSaveArguments";
import type { PersonView } from "../../contract/PersonView";
import type { QualificationAspect } from "../../contract/QualificationAspect";
import type { LeaveKind } from "../../contract/LeaveKind";
import type { LeaveView } from "../../contract/LeaveView";
import { dateText } from "../../lib/format";
import { m } from "../../paraglide/messages.js";

/** The classes of a driving licence for vehicles on four wheels. */
export const LICENCE_CLASSES = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C5", "C6"] as const;

/** What a qualification speaks about. */
export const ASPECTS: readonly QualificationAspect[] = ["language", "theme", "age_band", "hall", "role"];

/** Why a person is away. */
export const LEAVE_KINDS: readonly LeaveKind[] = ["annual", "sick", "personal", "adjusted_rest", "official", "other"];

/** A person as they could be saved again. */
export function draftOf(view: PersonView): PersonSaveArguments {
  const { summary } = view;
  return {
    id: summary.id,
    revision: summary.revision,
    name: summary.name,
    kind: summary.kind,
    department: summary.department,
    phone: view.phone,
    licence_class: summary.licence_class,
    licence_expires: summary.licence_expires,
    qualifications: summary.qualifications.map(({ aspect, value, expires }) => ({ aspect, value, expires })),
    availability: view.availability.map((line) => ({ ...line })),
    remark: view.remark,
    active: summary.active,
  };
}

/** A person nobody knows yet. */
export function blank(): PersonSaveArguments {
  return {
    id: null,
    revision: null,
    name: "",
    kind: "docent",
    department: null,
    phone: null,
    licence_class: null,
    licence_expires: null,
    qualifications: [],
    availability: [],
    remark: null,
    active: true,
  };
}

/** 5月4日上午–5月6日上午. */
export function leaveSpan(leave: LeaveView): string {
  const half = (which: LeaveView["from_half"]) => (which === "morning" ? m.resource_morning() : m.resource_afternoon());
  const whole = leave.from_half === "morning" && leave.to_half === "afternoon";
  if (whole && leave.from_day === leave.to_day) return dateText(leave.from_day);
  if (whole) return `${dateText(leave.from_day)}–${dateText(leave.to_day)}`;
  const from = `${dateText(leave.from_day)}${half(leave.from_half)}`;
  if (leave.from_day === leave.to_day && leave.from_half === leave.to_half) return from;
  return `${from}–${dateText(leave.to_day)}${half(leave.to_half)}`;
}
