// Owns the hand on the timeline: what a pointer presses, drags and draws, and how what is held is settled, taken or
// put back. It asks the grid where things are and tells it where the focus goes.
import { rangeText } from "../../lib/format";
import { m } from "../../paraglide/messages.js";
import { Holding } from "./holding.svelte";
import type { TimelineBlock, TimelineChange, TimelineRow, TimelineVerdict } from "./model";
import { isChange } from "./moves";
import { draggedBy, type Drawn, drawnFrom, drawnTo, graspOf, isDrag, isDrawn, type Press } from "./pointer";
import type { Scale } from "./scale";

/** What the hand needs of the grid around it. */
export interface Reach {
  scale: () => Scale;
  rows: () => readonly TimelineRow[];
  marked: () => readonly string[];
  judge: () => (change: TimelineChange) => Promise<TimelineVerdict>;
  told: (change: TimelineChange | null, verdict: TimelineVerdict | null) => void;
  move: (change: TimelineChange) => Promise<void>;
  create: (drawn: Drawn) => void;
  /** Where a pointer is: the row under it, its place in the track. */
  rowAt: (clientY: number) => TimelineRow | undefined;
  trackX: (clientX: number) => number;
  /** Holds on to a pointer that leaves the grid while it drags. */
  capture: (pointer: number, on: boolean) => void;
  /** The item whose block has the focus, as soon as it is drawn. */
  focus: (item: string) => void;
  announce: (text: string) => void;
  /** A block was clicked, or begins to be dragged. */
  choose: (block: TimelineBlock, dragged: boolean) => void;
}

export class Hand {
  readonly holding: Holding;
  drawing = $state.raw<Drawn | null>(null);
  #press: Press | null = null;

  constructor(private readonly reach: Reach) {
    this.holding = new Holding(reach.judge, reach.told);
  }

  /** What would be held of a block, with what is marked beside it, before anything moves. */
  startOf(block: TimelineBlock): TimelineChange {
    const marked = this.reach.marked();
    const items = marked.includes(block.item) ? [...marked] : [block.item];
    return { block, items, starts: block.starts, ends: block.ends, row: block.row };
  }

  /** A pointer went down on a block that may move. */
  press(block: TimelineBlock, event: PointerEvent): void {
    const box = (event.target as Element).closest("[data-block]")?.getBoundingClientRect();
    const grasp = graspOf(block, box, event.clientX);
    this.#press = { start: this.startOf(block), grasp, x: event.clientX, y: event.clientY, dragging: false };
  }

  /** A pointer went down beside every block. */
  draw(event: PointerEvent): void {
    this.drawing = drawnFrom(this.reach.scale(), this.reach.rowAt(event.clientY), this.reach.trackX(event.clientX));
  }

  move(event: PointerEvent): void {
    const { reach } = this;
    if (this.drawing) this.drawing = drawnTo(reach.scale(), this.drawing, reach.trackX(event.clientX));
    const press = this.#press;
    if (!press || !isDrag(press, event.clientX, event.clientY)) return;
    if (!press.dragging) {
      reach.capture(event.pointerId, true);
      reach.choose(press.start.block, true);
    }
    press.dragging = true;
    const own = reach.rows().find((row) => row.id === press.start.row);
    this.holding.hold(draggedBy(reach.scale(), press, event.clientX, reach.rowAt(event.clientY), own));
  }

  async up(event: PointerEvent): Promise<void> {
    const drawn = this.drawing;
    const press = this.#press;
    this.drawing = null;
    this.#press = null;
    if (drawn && isDrawn(drawn)) this.reach.create(drawn);
    if (!press) return;
    if (!press.dragging) {
      this.reach.choose(press.start.block, false);
      return;
    }
    this.reach.capture(event.pointerId, false);
    await this.settle();
  }

  /** Takes what is held, where nothing stands against it; else the note stays until somebody decides. */
  async settle(): Promise<void> {
    const { holding, reach } = this;
    const held = holding.change;
    if (!held || !isChange(held)) {
      this.putBack();
      return;
    }
    const said = await holding.settled();
    if (holding.change !== held || said.kind !== "free") return;
    const row = reach.rows().find((other) => other.id === held.row)?.name ?? "";
    try {
      await reach.move(held);
      reach.announce(m.kit_timeline_moved({ title: held.block.title, row, time: rangeText(held.starts, held.ends) }));
    } finally {
      holding.release();
      reach.focus(held.block.item);
    }
  }

  putBack(): void {
    const item = this.holding.change?.block.item;
    this.holding.release();
    this.drawing = null;
    this.#press = null;
    if (item) this.reach.focus(item);
  }

  /** Takes a numbered way out. Answers whether there is one. */
  take(number: number): boolean {
    const way = this.holding.verdict?.ways[number - 1];
    if (!way) return false;
    const item = this.holding.change?.block.item;
    this.#press = null;
    this.holding.release();
    if (item) this.reach.focus(item);
    way.run();
    return true;
  }
}
