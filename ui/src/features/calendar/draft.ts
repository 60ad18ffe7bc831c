// Owns what the calendar's editors hold before it is saved, and who may save it.
import type { CalendarDay } from "../../contract/CalendarDay";
import type { DayPart } from "../../contract/DayPart";
import type { MuseumNoticeDraft } from "../../contract/MuseumNoticeDraft";
import type { MuseumNoticeKind } from "../../contract/MuseumNoticeKind";
import type { MuseumNoticeView } from "../../contract/MuseumNoticeView";
import type { NoticeEffect } from "../../contract/NoticeEffect";
import { isoDate } from "../../lib/format";
import { minuteOfDate } from "../../lib/opening";
import { who } from "../../lib/who.svelte";
import { m } from "../../paraglide/messages.js";

/** A museum notice while it is edited; days are the minutes they begin. */
export interface MuseumDraft {
  id: string | null;
  revision: number | null;
  from: number;
  to: number;
  part: DayPart;
  space: string | null;
  effect: NoticeEffect;
  kind: MuseumNoticeKind;
  reason: string;
}

/** A new notice about one day. */
export function newDraft(day: number, effect: NoticeEffect = "close"): MuseumDraft {
  return {
    id: null,
    revision: null,
    from: day,
    to: day,
    part: "day",
    space: null,
    effect,
    kind: effect === "close" ? "maintenance" : "reception",
    reason: "",
  };
}

/** A notice that turns a day around. */
export function turning(day: CalendarDay): MuseumDraft {
  return newDraft(minuteOfDate(day.date), day.open ? "close" : "open");
}

/** A notice as it is edited. */
export function draftOf(notice: MuseumNoticeView): MuseumDraft {
  const { id, revision, part, space, effect, kind, reason } = notice;
  return { id, revision, from: minuteOfDate(notice.from), to: minuteOfDate(notice.to), part, space, effect, kind, reason };
}

/** A notice as it is asked for. */
export function askedOf(draft: MuseumDraft): MuseumNoticeDraft {
  return { ...draft, from: isoDate(draft.from), to: isoDate(draft.to) };
}

/** Why whoever is here may not change the calendar; null where they may. */
export function keeperBlock(): string | null {
  const role = who()?.role;
  return role === "duty_manager" || role === "manager" || role === "administrator" ? null : m.calendar_keeper_only();
}

/** Why whoever is here may not let a closed day pass; null where they may. */
export function passBlock(): string | null {
  const role = who()?.role;
  return role === "duty_manager" || role === "administrator" ? null : m.calendar_manager_only();
}
