// Owns what is held: the change somebody is making and what the rules last said of it. Answers that come
// late are dropped; the rules are asked once the hand rests for a moment.
import type { TimelineChange, TimelineRow, TimelineVerdict } from "./model";
import { isChange, nudged, type Pressed } from "./moves";

const REST_MILLISECONDS = 60;

export class Holding {
  change = $state.raw<TimelineChange | null>(null);
  verdict = $state.raw<TimelineVerdict | null>(null);
  #timer: number | undefined;
  #round = 0;
  #asked: Promise<TimelineVerdict> | null = null;

  constructor(
    private readonly judge: () => (change: TimelineChange) => Promise<TimelineVerdict>,
    private readonly told: (change: TimelineChange | null, verdict: TimelineVerdict | null) => void,
  ) {}

  /** Holds a change; the rules are asked soon. */
  hold(next: TimelineChange): void {
    const now = this.change;
    if (now && now.starts === next.starts && now.ends === next.ends && now.row === next.row && now.block === next.block) return;
    this.change = next;
    this.verdict = null;
    this.#asked = null;
    this.#round += 1;
    window.clearTimeout(this.#timer);
    this.told(next, null);
    if (isChange(next)) this.#timer = window.setTimeout(() => void this.#ask(), REST_MILLISECONDS);
  }

  /** Moves what is held, or takes `start` up, by a key. Answers whether the key meant something. */
  nudge(start: TimelineChange, pressed: Pressed, rows: readonly TimelineRow[]): boolean {
    const from = this.change && this.change.block.item === start.block.item ? this.change : start;
    const next = nudged(from, pressed, rows);
    if (next) this.hold(next);
    return next !== null;
  }

  #ask(): Promise<TimelineVerdict> {
    window.clearTimeout(this.#timer);
    if (this.#asked) return this.#asked;
    const asked = this.change;
    if (!asked) return Promise.reject(new Error("nothing is held"));
    const round = this.#round;
    this.#asked = this.judge()(asked);
    void this.#asked.then((verdict) => {
      if (round !== this.#round) return;
      this.verdict = verdict;
      this.told(asked, verdict);
    });
    return this.#asked;
  }

  /** What the rules say of what is held now, asked at once if they were not. */
  settled(): Promise<TimelineVerdict> {
    return this.verdict ? Promise.resolve(this.verdict) : this.#ask();
  }

  /** Lets go: everything is where it was. */
  release(): void {
    window.clearTimeout(this.#timer);
    this.#round += 1;
    this.#asked = null;
    if (this.change) this.told(null, null);
    this.change = null;
    this.verdict = null;
  }
}
