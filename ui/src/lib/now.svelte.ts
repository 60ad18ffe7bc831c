// Owns what time it is at the museum: asked once, then counted on by this PC's clock, unless it stands still.
import { call } from "./call";

let base = $state.raw<{ minute: number; fixed: boolean; at: number } | null>(null);
let tickCount = $state(0);

/** Now, in minutes on the museum's wall; null until the museum has answered. */
export function museumNow(): number | null {
  void tickCount;
  if (!base) return null;
  return base.fixed ? base.minute : base.minute + Math.floor((Date.now() - base.at) / 60_000);
}

/** Asks the museum and keeps counting. Answers how to stop. */
export function startClock(): () => void {
  const read = () =>
    call("museum_status", {}).then(
      (status) => (base = { minute: status.now, fixed: status.fixed_clock, at: Date.now() }),
      () => undefined,
    );
  void read();
  const timer = window.setInterval(() => {
    tickCount += 1;
    // A laptop that slept is wrong by hours: the museum is asked again now and then.
    if (tickCount % 10 === 0) void read();
  }, 30_000);
  return () => window.clearInterval(timer);
}
