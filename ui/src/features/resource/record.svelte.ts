// Owns editing one record in the panel: what is typed, whether it differs, saving it, and what was refused.
// What is typed is never lost: leaving a record keeps it until it is saved or put back.
import { untrack } from "svelte";
import { done } from "../../kit/undo";
import { Refusal } from "../../lib/call";
import { refusalWords } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

/** The key of a record that does not exist yet. */
export const NEW = "new";

/** What saving asks of every kind. */
export interface Draft {
  id?: string | null;
  revision?: number | null;
  name: string;
  active: boolean;
}

/** How a kind of record is read, begun and saved. */
export interface Ways<V, D extends Draft> {
  idOf: (view: V) => string;
  draftOf: (view: V) => D;
  blank: () => D;
  save: (draft: D) => Promise<V>;
  /** How a record is called where it was saved. */
  nameOf: (view: V) => string;
}

/** One record under edit. `V` is what lists show, `D` what saving asks. */
export class RecordEditor<V, D extends Draft> {
  key = $state<string | null>(null);
  draft = $state<D | null>(null);
  saving = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  /** The record as it was read or saved last; null for a new one. */
  view = $state.raw<V | null>(null);
  #clean = $state("");
  #asked = 0;
  #first: string | null = null;
  readonly #kept = new Map<string, D>();
  readonly #ways: Ways<V, D>;

  constructor(ways: Ways<V, D>) {
    this.#ways = ways;
  }

  get isNew(): boolean {
    return this.key === NEW;
  }

  get dirty(): boolean {
    return this.draft !== null && (this.isNew || JSON.stringify(this.draft) !== this.#clean);
  }

  /** Opens a record. */
  open(view: V): void {
    const key = this.#ways.idOf(view);
    if (key === this.key) return this.follow(view);
    this.#leave();
    this.view = view;
    this.key = key;
    const draft = this.#ways.draftOf(view);
    this.#clean = JSON.stringify(draft);
    this.draft = this.#kept.get(key) ?? draft;
  }

  /** Reads a record and opens it; of several asked for in a row the last one counts. */
  async show(read: () => Promise<V>): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const view = await read();
      if (mine === this.#asked) this.open(view);
    } catch (raw) {
      if (mine === this.#asked) this.refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
    }
  }

  /**
   * Keeps up with a list: follows the open record as it is read again, and opens `first` (what the address names)
   * once. `read` reads a record that says more than its row; rows are records themselves where it is left out.
   */
  keepUp<R>(rows: readonly R[] | undefined, idOf: (row: R) => string, first: string | null, read: (row: R) => V | Promise<V>): void {
    if (!rows) return;
    const key = untrack(() => this.key);
    const fresh = first !== null && first !== this.#first;
    this.#first = first;
    const row = rows.find((each) => idOf(each) === (fresh ? first : key));
    if (row === undefined) return;
    const found = read(row);
    untrack(() => {
      if (found instanceof Promise) void this.show(() => found);
      else this.open(found);
    });
  }

  /** Begins a new one. */
  begin(with_: Partial<D> = {}): void {
    this.#asked += 1;
    this.#leave();
    this.view = null;
    this.key = NEW;
    // Begun and left as it was, nothing was typed: only what differs from this is kept.
    this.#clean = JSON.stringify({ ...this.#ways.blank(), ...with_ });
    this.draft = { ...(this.#kept.get(NEW) ?? this.#ways.blank()), ...with_ };
  }

  /** Somebody else changed it: what is not being edited follows, and saving works on what stands now. */
  follow(view: V): void {
    this.view = view;
    const draft = this.#ways.draftOf(view);
    const clean = JSON.stringify(draft);
    if (clean === this.#clean) return;
    if (!this.dirty || this.draft === null) this.draft = draft;
    else this.draft.revision = draft.revision;
    this.#clean = clean;
  }

  #leave(): void {
    if (this.key !== null && this.draft !== null) {
      if (JSON.stringify(this.draft) !== this.#clean) this.#kept.set(this.key, $state.snapshot(this.draft) as D);
      else this.#kept.delete(this.key);
    }
    this.refusal = null;
  }

  close(): void {
    this.#asked += 1;
    this.#leave();
    this.key = null;
    this.draft = null;
    this.view = null;
  }

  /** Puts back what stands. */
  revert(): void {
    this.refusal = null;
    if (this.key !== null) this.#kept.delete(this.key);
    if (this.view === null) this.draft = this.#ways.blank();
    else {
      this.draft = this.#ways.draftOf(this.view);
      this.#clean = JSON.stringify(this.draft);
    }
  }

  /** What is wrong with a field, where the last refusal named it. */
  wrong(field: string): string | null {
    return this.refusal?.facts.field === field ? refusalWords(this.refusal).what : null;
  }

  /** Saves. Answers the record as it stands then, or null where it was refused. */
  async keep(): Promise<V | null> {
    if (this.draft === null || this.saving || !this.dirty) return null;
    const isNew = this.isNew;
    this.saving = true;
    this.refusal = null;
    try {
      const view = await this.#ways.save($state.snapshot(this.draft) as D);
      this.#kept.delete(this.key ?? NEW);
      this.view = view;
      this.key = this.#ways.idOf(view);
      this.draft = this.#ways.draftOf(view);
      this.#clean = JSON.stringify(this.draft);
      const name = this.#ways.nameOf(view);
      done(isNew ? m.resource_added({ name }) : m.resource_saved({ name }));
      return view;
    } catch (raw) {
      this.refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Runs an act on the record itself; a refusal is shown in the panel. */
  async act(run: () => Promise<string>): Promise<boolean> {
    this.saving = true;
    this.refusal = null;
    try {
      done(await run());
      return true;
    } catch (raw) {
      this.refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** After a deletion nothing is kept. */
  forget(): void {
    if (this.key !== null) this.#kept.delete(this.key);
    this.key = null;
    this.draft = null;
    this.view = null;
  }
}
