// Proves that an exhibition keeps its days in order and draws its phases to scale.
import { expect, test } from "vitest";
import { newExhibition, phaseLines, stretches, withDay } from "./exhibition";

const DAY = 1440;
const phases = { installs_from: 10 * DAY, opens_on: 12 * DAY, closes_on: 15 * DAY, deinstalls_until: 16 * DAY };

test("days keep their order: those before and after go along", () => {
  expect(withDay(phases, "opens_on", 20 * DAY)).toEqual({ installs_from: 10 * DAY, opens_on: 20 * DAY, closes_on: 20 * DAY, deinstalls_until: 20 * DAY });
  expect(withDay(phases, "closes_on", 11 * DAY)).toEqual({ installs_from: 10 * DAY, opens_on: 11 * DAY, closes_on: 11 * DAY, deinstalls_until: 16 * DAY });
});

test("phases are stretches to scale, cut at the edges; a phase without days is none", () => {
  expect(stretches(phases, 10 * DAY, 20 * DAY).map(({ kind, left, width }) => [kind, left.toFixed(1), width.toFixed(1)])).toEqual([
    ["installing", "0.0", "0.2"],
    ["open", "0.2", "0.4"],
    ["deinstalling", "0.6", "0.1"],
  ]);
  expect(stretches(phases, 13 * DAY, 14 * DAY)).toEqual([{ kind: "open", left: 0, width: 1 }]);
  expect(phaseLines({ ...phases, installs_from: 12 * DAY, deinstalls_until: 15 * DAY })).toHaveLength(1);
});

test("a new one has its four days in order", () => {
  const { installs_from, opens_on, closes_on, deinstalls_until } = newExhibition(29630880 + 530).phases;
  expect([installs_from, opens_on, closes_on, deinstalls_until]).toEqual([installs_from, opens_on, closes_on, deinstalls_until].sort((one, other) => one - other));
  expect([installs_from, opens_on, closes_on, deinstalls_until].every((day) => day % DAY === 0)).toBe(true);
});
