// Owns the editing of a session: what it was, what it is being made, what the rules say of that, and saving it.
import type { Scope } from "../../contract/Scope";
import type { SessionDraft } from "../../contract/SessionDraft";
import type { SessionView } from "../../contract/SessionView";
import { call, Refusal } from "../../lib/call";
import { rangeText } from "../../lib/format";
import { who } from "../../lib/who.svelte";
import { refusalLine } from "../../lib/words";
import { m } from "../../paraglide/messages.js";
import { save, saveFurther } from "./acts.svelte";
import { isJudgeable } from "./candidates";
import { changedLines } from "./changed";
import type { Choices } from "./choices";
import { draftOf, mayPlan, sameDraft } from "./draft";
import { fresh, type Said, said } from "./verdict";

const REST_MILLISECONDS = 120;

/** What the editor reads of the panel around it. */
export interface Edited {
  /** The session as it is; null for a new one. */
  session: () => SessionView | null;
  choices: () => Choices;
  now: () => number;
  onsaved: (session: SessionView) => void;
}

export class SessionEditor {
  draft: SessionDraft = $state.raw() as SessionDraft;
  verdict = $state.raw<Said | null>(null);
  wrong = $state<string | null>(null);
  saving = $state(false);
  /** How far a change of an occurrence reaches. */
  scope = $state<Scope>("one");
  #base = $state.raw<SessionDraft | null>(null);
  #asked = 0;

  constructor(
    private readonly of: Edited,
    proposed: SessionDraft | null,
  ) {
    const session = of.session();
    this.#base = session ? draftOf(session) : null;
    this.draft = proposed ?? (this.#base as SessionDraft);
    $effect(() => this.#follow());
    $effect(() => this.#judge());
  }

  readonly dirty = $derived.by(() => this.#base === null || !sameDraft(this.#base, this.draft));
  /** Whether it may still change: neither over nor called off. */
  readonly open = $derived.by(() => {
    const session = this.of.session();
    return session === null || (["draft", "planned", "published", "in_progress"].includes(session.state) && session.ends > this.of.now());
  });
  readonly allowed = $derived.by(() => mayPlan(who()?.role) && this.of.session()?.kind !== "caravan");
  readonly readonly = $derived(!this.open || !this.allowed);
  /** Why it cannot be saved as it is. */
  readonly blocked = $derived.by(() => {
    if (!isJudgeable(this.draft)) return m.session_space_wanted();
    if (this.verdict?.kind === "hard") return m.session_hard_stands();
    return this.verdict?.kind === "soft" && !this.verdict.mayPass ? m.session_not_yours_to_pass() : null;
  });

  /** Somebody else, or the timeline, changed it: what is not being edited follows. */
  #follow(): void {
    const session = this.of.session();
    const next = session ? draftOf(session) : null;
    if (!next || !this.#base || sameDraft(next, this.#base)) return;
    this.draft = sameDraft(this.#base, this.draft) ? next : { ...this.draft, revision: next.revision };
    this.#base = next;
  }

  #judge(): (() => void) | undefined {
    const wanted = this.draft;
    const judged = this.dirty && this.open && isJudgeable(wanted);
    this.#asked += 1;
    const mine = this.#asked;
    if (!judged) {
      this.verdict = null;
      return undefined;
    }
    const timer = window.setTimeout(() => {
      call("session_check", { ...wanted, title: wanted.title.trim() || "…" }).then(
        (answer) => {
          if (mine !== this.#asked) return;
          this.verdict = said(wanted, answer);
          this.wrong = null;
        },
        (raw: unknown) => {
          if (mine !== this.#asked) return;
          this.verdict = null;
          this.wrong = refusalLine(raw);
        },
      );
    }, REST_MILLISECONDS);
    return () => window.clearTimeout(timer);
  }

  /** Puts back what it was. */
  drop(): void {
    if (this.#base) this.draft = this.#base;
  }

  /** Saves it. Answers whether its title is missing, so that the hand can be led there. */
  async keep(asDraft = false): Promise<"untitled" | null> {
    if (this.saving || this.readonly || !this.dirty) return null;
    if (this.draft.title.trim() === "") {
      this.wrong = m.session_title_wanted();
      return "untitled";
    }
    if (!isJudgeable(this.draft)) return null;
    this.saving = true;
    try {
      await this.#save(asDraft);
    } catch (raw) {
      this.wrong = refusalLine(raw instanceof Refusal ? raw : Refusal.from(raw));
    } finally {
      this.saving = false;
    }
    return null;
  }

  async #save(asDraft: boolean): Promise<void> {
    const { draft, scope } = this;
    const session = this.of.session();
    const checked = await call("session_check", draft);
    if (!checked.possible) {
      this.verdict = said(draft, checked);
      return;
    }
    const soft = fresh(session, checked.clashes).filter((clash) => clash.hardness === "soft");
    const further = session?.template && scope !== "one";
    const saved = further
      ? await saveFurther(draft, scope, soft, m.session_do_save())
      : await save(session, draft, {
          soft: asDraft ? [] : soft,
          lines: session ? changedLines(session, draft, this.of.choices()) : [rangeText(draft.starts, draft.ends)],
          act: session ? m.session_do_save() : m.session_do_add(),
          said: (answer) => (session ? m.session_saved({ title: answer.title }) : m.session_added({ title: answer.title })),
          asDraft,
        });
    if (!saved) return;
    this.#base = draftOf(saved);
    this.draft = this.#base;
    this.scope = "one";
    this.of.onsaved(saved);
  }
}
