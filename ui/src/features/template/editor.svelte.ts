// Owns a template while it is edited: its draft, the ways out taken, what is let pass, and the preview of it all.
import type { Adjustment } from "../../contract/Adjustment";
import type { Content } from "../../contract/Content";
import type { OccurrenceOverride } from "../../contract/OccurrenceOverride";
import type { Reason } from "../../contract/Reason";
import type { TemplateDraft } from "../../contract/TemplateDraft";
import type { TemplateLine } from "../../contract/TemplateLine";
import type { TemplatePlan } from "../../contract/TemplatePlan";
import type { TemplateSaveArguments } from "../../contract/TemplateSaveArguments";
import type { TemplateSaved } from "../../contract/TemplateSaved";
import { call, Refusal } from "../../lib/call";
import { DAY_MINUTES, dayOf } from "../../lib/format";
import { live, type Live } from "../../lib/live.svelte";
import { newTemplate, renamesOf, startKinds, type StartRow, startRows } from "./template";
import type { TemplateView } from "../../contract/TemplateView";

/** How long typing rests before the dates are judged again. */
const REST_MILLISECONDS = 250;
const READS = ["templates", "sessions", "spaces", "people", "calendar", "exhibitions", "runs", "museum"] as const;

export class TemplateEditor {
  draft = $state.raw<TemplateDraft | null>(null);
  starts = $state.raw<StartRow[]>([]);
  adjustments = $state.raw<Adjustment[]>([]);
  overrides = $state.raw<OccurrenceOverride[]>([]);
  /** The first day an edit holds on; all that is to come where null. */
  fromDay = $state<number | null>(null);
  reason = $state<Reason>("staff");
  reasonText = $state("");
  refused = $state.raw<Refusal | null>(null);
  saving = $state(false);
  #original = $state.raw("");
  #asked = $state.raw<TemplateSaveArguments | null>(null);
  readonly #view: Live<TemplateView>;
  readonly #preview: Live<TemplatePlan>;

  /** `id` answers the template that is read, null for a new one. Call it while a component is set up. */
  constructor(
    readonly id: () => string | null,
    now: () => number | null,
    mayPlan: () => boolean,
  ) {
    this.#view = live("template_read", () => (id() === null ? null : { id: id() ?? "" }), [...READS]);
    this.#preview = live("template_preview", () => this.#asked, [...READS]);
    $effect(() => {
      const view = this.#view.data;
      const minute = now();
      if (id() === null) {
        if (minute !== null && (this.draft === null || this.draft.id !== null)) this.begin(newTemplate(minute));
      } else if (view && view.template.id === id()) {
        const stale = this.draft?.id !== view.template.id || (!this.dirty && this.draft.revision !== view.template.revision);
        if (stale) this.begin(view.template);
      }
    });
    $effect(() => {
      const next = this.draft !== null && this.dirty && mayPlan() && this.complete ? this.arguments(null) : null;
      const timer = window.setTimeout(() => (this.#asked = next), REST_MILLISECONDS);
      return () => window.clearTimeout(timer);
    });
  }

  /** Starts over from a template as it is. */
  begin(template: TemplateDraft): void {
    this.draft = template;
    this.starts = startRows(template);
    this.adjustments = [];
    this.overrides = [];
    this.fromDay = null;
    this.refused = null;
    this.reasonText = "";
    this.#asked = null;
    this.#original = this.#state;
  }

  get #state(): string {
    return JSON.stringify([this.draft, this.starts, this.adjustments, this.overrides]);
  }

  /** Whether something is to be saved. A new one always is. */
  get dirty(): boolean {
    return this.draft !== null && (this.draft.id === null || this.#state !== this.#original);
  }

  /** Whether enough is said for the rules to speak. */
  get complete(): boolean {
    const content = this.draft?.content;
    return content !== undefined && this.starts.length > 0 && content.title.trim() !== "" && (content.spaces.length > 0 || content.kind === "online");
  }

  get view(): TemplateView | undefined {
    const view = this.#view.data;
    return view && view.template.id === this.id() ? view : undefined;
  }

  get viewRefusal(): Refusal | undefined {
    return this.#view.refusal;
  }

  /** What a save would do; the last answer stays while it is asked again. */
  get plan(): TemplatePlan | undefined {
    return this.dirty && (this.#asked !== null || this.saving) ? this.#preview.data : undefined;
  }

  get planRefusal(): Refusal | undefined {
    return this.dirty && this.#asked !== null ? this.#preview.refusal : undefined;
  }

  get reading(): boolean {
    return this.#preview.reading;
  }

  /** The dates as they would be, or as they are. */
  get lines(): readonly TemplateLine[] {
    return (this.dirty ? this.plan?.lines : this.view?.lines) ?? [];
  }

  setPattern(change: Partial<TemplateDraft["pattern"]>): void {
    if (this.draft) this.draft = { ...this.draft, pattern: { ...this.draft.pattern, ...change } };
  }

  setContent(change: Partial<Content>): void {
    if (this.draft) this.draft = { ...this.draft, content: { ...this.draft.content, ...change } };
  }

  /** The days an edit of this and the following may begin on. */
  firstDay(now: number): number {
    return Math.max(dayOf(now) + DAY_MINUTES, (this.draft?.pattern.valid_from ?? 0) + DAY_MINUTES);
  }

  adjust(adjustment: Adjustment): void {
    const others = this.adjustments.filter((each) => each.day !== adjustment.day || each.start !== adjustment.start);
    this.adjustments = [...others, adjustment];
  }

  pass(line: TemplateLine, reason: string): void {
    const given = line.clashes.map(({ code, subject_id }) => ({ day: line.day, start: line.start, code, subject: subject_id, reason }));
    this.overrides = [...this.overrides, ...given];
  }

  // The preview is asked without a reason: whether one is needed is its answer, and would ask it again.
  arguments(reason: TemplateSaveArguments["reason"]): TemplateSaveArguments {
    const draft = this.draft as TemplateDraft;
    const starts = [...new Set(this.starts.map((row) => row.minute))].sort((one, other) => one - other);
    return {
      template: { ...draft, pattern: { ...draft.pattern, starts, start_kinds: startKinds(this.starts) } },
      from_day: draft.id === null ? null : this.fromDay,
      renamed: renamesOf(this.starts),
      adjustments: this.adjustments,
      overrides: this.overrides,
      reason,
    };
  }

  /** Saves; answers what was saved, or null where it was refused. */
  async save(): Promise<TemplateSaved | null> {
    if (this.saving || !this.draft) return null;
    const asked = this.arguments(this.plan?.reason_needed ? { code: this.reason, text: this.reasonText.trim() || null } : null);
    this.saving = true;
    this.refused = null;
    // What is saved is not judged again: its revision is about to be the past.
    this.#asked = null;
    try {
      const saved = await call("template_save", asked);
      this.#original = this.#state;
      return saved;
    } catch (raw) {
      this.refused = raw instanceof Refusal ? raw : Refusal.from(raw);
      this.#asked = asked;
      return null;
    } finally {
      this.saving = false;
    }
  }
}
