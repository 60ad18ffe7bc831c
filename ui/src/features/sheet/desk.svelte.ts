// Owns an import from the file to what was written: what was handed in, how it is read, what it would do. It outlives the
// view, so that going away loses nothing.
import type { FileMapping } from "../../contract/FileMapping";
import type { SampleRow } from "../../contract/SampleRow";
import type { SheetMapping } from "../../contract/SheetMapping";
import type { SheetReport } from "../../contract/SheetReport";
import type { StagedFile } from "../../contract/StagedFile";
import { call, Refusal } from "../../lib/call";
import { toBase64 } from "../../lib/host";
import { newIdentifier } from "../../lib/identifier";
import { getLocale } from "../../paraglide/runtime.js";
import { plainSheet, tableAt, tablesOf, withSheet } from "./mapping";

/** What is being waited for. */
export type Work = "reading" | "proposing" | "previewing" | "importing";
type Source = { name: string; content: string } | { text: string };

/** A file larger than this is refused before it is sent: the reader takes no more either. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** How often a long call is asked how far it is. */
const ASK_MILLISECONDS = 400;

class ImportDesk {
  file = $state.raw<StagedFile | null>(null);
  /** Why what was handed in last could not be read, and its name. */
  unreadable = $state.raw<{ name: string; refusal: Refusal } | null>(null);
  mapping = $state.raw<FileMapping | null>(null);
  remembered = $state(false);
  /** The sheet that is looked at. */
  sheet = $state("");
  /** The table of that sheet that is looked at, from 0. */
  table = $state(0);
  clashing_as_drafts = $state(false);
  let_pass = $state("");
  report = $state.raw<SheetReport | null>(null);
  done = $state.raw<SheetReport | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  work = $state<Work | null>(null);
  /** How far it is, where it has said so. */
  progress = $state.raw<{ done: number; of: number } | null>(null);
  #source: Source | null = null;
  #turn = 0;
  #reported = $state("");
  /** The question whose answer was dropped or refused: it is not asked again by itself. */
  #given_up = $state<string | null>(null);
  #stopped = $state(false);
  /** How sheets were read that are left out for now. */
  #parked = new Map<string, SheetMapping[]>();
  /** The operation of what is being waited for. */
  #operation = "";
  /** The one of an import that may have had its effect: tried again it has none twice. */
  #tried: { question: string; id: string } | null = null;

  /** What a report answers: asked again when it changes. */
  readonly question = $derived(JSON.stringify([this.file?.id, this.mapping, this.clashing_as_drafts, this.let_pass, getLocale()]));
  /** Whether the report is about what stands there now. */
  readonly fresh = $derived(this.report !== null && this.#reported === this.question);
  /** Whether the report has to be asked for. */
  readonly wanted = $derived(!this.fresh && this.#given_up !== this.question && this.work === null);
  /** Somebody dropped what was waited for, and nothing else happened since. */
  readonly stopped = $derived(this.#stopped && this.#given_up === this.question);
  readonly staged = $derived(this.file?.sheets.find((each) => each.name === this.sheet) ?? this.file?.sheets[0] ?? null);
  /** How the tables of the sheet that is looked at are read; none where it is left out. */
  readonly tables = $derived(tablesOf(this.mapping, this.staged?.name));
  /** How the table that is looked at is read; null where it is left out. */
  readonly shown = $derived(this.tables[this.table] ?? this.tables[0] ?? null);

  /** Does one thing at a time; a newer one, or `stop`, drops the answer of this one. */
  async #doing<T>(work: Work, run: (options: { operation: string }) => Promise<T>, take: (answer: T) => void, operation = newIdentifier()): Promise<boolean> {
    const mine = ++this.#turn;
    this.work = work;
    this.refusal = null;
    this.#given_up = null;
    this.#stopped = false;
    this.#operation = operation;
    this.progress = null;
    const asking = window.setInterval(() => void this.#ask(operation), ASK_MILLISECONDS);
    try {
      const answer = await run({ operation });
      if (mine !== this.#turn) return false;
      take(answer);
      return true;
    } catch (raw) {
      if (mine !== this.#turn) return false;
      this.refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
      this.#given_up = this.question;
      if (this.refusal.code === "stopped") {
        this.refusal = null;
        this.#stopped = true;
      }
      return false;
    } finally {
      window.clearInterval(asking);
      if (mine === this.#turn) this.work = null;
    }
  }

  async #ask(operation: string): Promise<void> {
    const { done, of } = await call("work_read", { operation }).catch(() => ({ done: 0, of: 0 }));
    if (operation === this.#operation && of > 0) this.progress = { done, of };
  }

  /**
   * Stops what is being waited for; nothing is changed then. Reading is not waited for any more; an import answers
   * itself whether it could still stop.
   */
  stop = (): void => {
    if (this.work === null) return;
    call("work_stop", { operation: this.#operation }).catch(() => undefined);
    if (this.work === "importing") return;
    this.#turn += 1;
    this.work = null;
    this.#stopped = true;
    this.#given_up = this.question;
  };

  #stage(source: Source, options: { operation?: string } = {}): Promise<StagedFile> {
    return "text" in source ? call("sheet_paste", source, options) : call("sheet_stage", source, options);
  }

  /** Asks about the file; one that the museum has forgotten is handed in again. */
  async #about<T>(ask: (file: string) => Promise<T>): Promise<T> {
    const id = this.file?.id ?? "";
    try {
      return await ask(id);
    } catch (raw) {
      if (!(raw instanceof Refusal) || raw.code !== "sheet_gone" || this.#source === null) throw raw;
      return await ask((await this.#stage(this.#source)).id);
    }
  }

  async #take(name: string, source: () => Promise<Source>): Promise<void> {
    this.unreadable = null;
    const read = async (options: { operation: string }) => {
      const given = await source();
      const file = await this.#stage(given, options);
      const proposal = await call("sheet_propose", { file: file.id, anew: false });
      return { given, file, proposal };
    };
    const taken = await this.#doing("reading", read, ({ given, file, proposal }) => {
      this.#source = given;
      this.file = file;
      this.#parked.clear();
      this.#propose(proposal.mapping, proposal.remembered);
      this.look(proposal.mapping.sheets[0]?.sheet ?? file.sheets[0]?.name ?? "");
      this.clashing_as_drafts = false;
      this.let_pass = "";
      this.report = null;
      this.done = null;
      this.#reported = "";
    });
    if (!taken && this.refusal) {
      this.unreadable = { name, refusal: this.refusal };
      this.refusal = null;
    }
  }

  /** Reads a file. */
  read = (file: File): Promise<void> =>
    this.#take(file.name, async () => {
      if (file.size > FILE_BYTES_MAX) {
        const facts = { megabytes: Math.ceil(file.size / MEGABYTE), limit_megabytes: FILE_BYTES_MAX / MEGABYTE };
        throw new Refusal("sheet_unreadable", undefined, { unreadable: "too_large", facts });
      }
      return { name: file.name, content: toBase64(new Uint8Array(await file.arrayBuffer())) };
    });

  /** Reads a block of cells. */
  paste = (text: string): Promise<void> => this.#take("", () => Promise.resolve({ text }));

  /** Looks at a sheet: at the table in which a cell stands, or at the first. */
  look = (sheet: string, cell = ""): void => {
    this.sheet = sheet;
    this.table = tableAt(tablesOf(this.mapping, sheet), cell);
  };

  #propose(mapping: FileMapping, remembered: boolean): void {
    this.mapping = mapping;
    this.remembered = remembered;
    // Its tables may be others than before.
    this.table = 0;
  }

  /** Forgets how files of this shape were read, for this once. */
  proposeAnew = async (): Promise<void> => {
    await this.#doing("proposing", () => this.#about((file) => call("sheet_propose", { file, anew: true })), (answer) => {
      this.#propose(answer.mapping, false);
    });
  };

  /** Reads the sheet that is looked at as another kind, as it is proposed for that kind. */
  setKind = async (kind: string): Promise<void> => {
    const sheet = this.staged;
    if (!sheet) return;
    await this.#doing("proposing", () => this.#about((file) => call("sheet_propose", { file, kind, anew: true })), (answer) => {
      this.setSheet(tablesOf(answer.mapping, sheet.name)[this.table] ?? this.#asKind(plainSheet(sheet, kind)));
    });
  };

  /** A table that nothing is proposed for keeps its rows; its columns are named anew. */
  #asKind(plain: SheetMapping): SheetMapping {
    const layout = this.shown?.layout;
    return this.table > 0 && layout?.is === "list" ? { ...plain, layout: { ...layout, columns: [], carried: [] } } : plain;
  }

  /** Reads the table that is looked at in another way. */
  setSheet = (sheet: SheetMapping): void => {
    if (this.mapping && this.file) this.mapping = withSheet(this.mapping, sheet, this.file.sheets.map((each) => each.name), this.table);
  };

  /** Takes the sheet that is looked at in, or leaves it out. */
  setTaken = (taken: boolean, kind: string): void => {
    const sheet = this.staged;
    if (!sheet || !this.mapping) return;
    if (taken) {
      const parked = this.#parked.get(sheet.name) ?? [plainSheet(sheet, kind)];
      const order = this.file?.sheets.map((each) => each.name) ?? [];
      this.mapping = parked.reduce((mapping, table, place) => withSheet(mapping, table, order, place), this.mapping);
      return;
    }
    if (this.tables.length > 0) this.#parked.set(sheet.name, this.tables);
    this.table = 0;
    this.mapping = { ...this.mapping, sheets: this.mapping.sheets.filter((each) => each.sheet !== sheet.name) };
  };

  #arguments(file: string, mapping: FileMapping) {
    const let_pass = this.let_pass.trim() === "" ? null : this.let_pass.trim();
    return { file, mapping, clashing_as_drafts: this.clashing_as_drafts, let_pass, locale: getLocale() };
  }

  /** Says what the import would do. */
  preview = async (): Promise<void> => {
    const { mapping, question } = this;
    if (!mapping || mapping.sheets.length === 0) return;
    await this.#doing("previewing", (options) => this.#about((file) => call("sheet_preview", this.#arguments(file, mapping), options)), (report) => {
      this.report = report;
      this.#reported = question;
    });
  };

  /** Writes. A second try after a lost answer writes nothing twice. */
  carryOut = async (): Promise<boolean> => {
    const { mapping, question } = this;
    if (!mapping) return false;
    if (this.#tried?.question !== question) this.#tried = { question, id: newIdentifier() };
    const ask = (options: { operation: string }) => this.#about((file) => call("sheet_import", this.#arguments(file, mapping), options));
    const take = (report: SheetReport) => {
      this.done = report;
      this.#tried = null;
      this.outdate();
    };
    return this.#doing("importing", ask, take, this.#tried.id);
  };

  /** The museum changed: what a report says may not hold any more. */
  outdate = (): void => {
    this.#reported = "";
    this.#given_up = null;
  };

  /** Rows of the sheet that is looked at, from a row on. */
  rowsFrom = async (from: number): Promise<SampleRow[]> => {
    const sheet = this.staged?.name ?? "";
    return (await this.#about((file) => call("sheet_rows", { file, sheet, from }))).rows;
  };

  /** Begins anew. */
  clear = (): void => {
    this.#turn += 1;
    this.work = null;
    this.#source = null;
    this.file = this.mapping = this.report = this.done = this.refusal = this.unreadable = null;
    this.remembered = this.clashing_as_drafts = this.#stopped = false;
    this.let_pass = "";
    this.#parked.clear();
  };
}

/** The one import that a page is at. */
export const desk = new ImportDesk();
