// Owns live readings: a query that is asked again when its arguments or the museum change.
import type { Area } from "../contract/Area";
import { type Answer, type Arguments, call, type CommandName, Refusal } from "./call";
import { onChange } from "./changes";

/** A live reading. While it is read again the last answer stays. */
export interface Live<T> {
  readonly data: T | undefined;
  readonly refusal: Refusal | undefined;
  /** Asked and not answered yet. */
  readonly reading: boolean;
  again(): void;
}

/**
 * Asks `name` with what `ask` answers (nothing while it answers null), again when that changes and when one
 * of `areas` changes (any, where they are left out). Call it while a component is set up.
 */
export function live<N extends CommandName>(
  name: N,
  ask: () => Arguments<N> | null,
  areas?: readonly Area[],
): Live<Answer<N>> {
  let data = $state.raw<Answer<N> | undefined>();
  let refusal = $state.raw<Refusal | undefined>();
  let reading = $state(false);
  let round = $state(0);
  let newest = 0;
  const again = () => {
    round += 1;
  };
  $effect(() => onChange((changed) => {
    if (changed === "all" || areas === undefined || areas.some((area) => changed.has(area))) again();
  }));
  $effect(() => {
    void round;
    const asked = ask();
    newest += 1;
    const mine = newest;
    if (asked === null) {
      reading = false;
      return;
    }
    reading = true;
    call(name, asked).then(
      (answer) => {
        if (mine !== newest) return;
        data = answer;
        refusal = undefined;
        reading = false;
      },
      (raw: unknown) => {
        if (mine !== newest) return;
        refusal = raw instanceof Refusal ? raw : Refusal.from(raw);
        reading = false;
      },
    );
  });
  return {
    get data() {
      return data;
    },
    get refusal() {
      return refusal;
    },
    get reading() {
      return reading;
    },
    again,
  };
}
