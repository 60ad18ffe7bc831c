// Owns the lists a run picks from, each read live and made into choices.
import { live } from "../../lib/live.svelte";
import type { LoadDraft } from "../../contract/LoadDraft";
import type { Choice } from "../../kit/matching";
import { codeWord } from "../../lib/words";

/** What a run picks from. */
export interface Lists {
  readonly sites: readonly Choice[];
  readonly vehicles: readonly Choice[];
  readonly kits: readonly Choice[];
  /** What a kit holds. */
  kitLoad(id: string | null | undefined): readonly LoadDraft[];
  /** People with a driving licence first. */
  readonly drivers: readonly Choice[];
  readonly people: readonly Choice[];
  readonly departments: readonly Choice[];
  /** Whether they have been read. */
  readonly read: boolean;
  /** The place of a vehicle among all: its marker's shape and number. */
  vehicleNumber(id: string | null | undefined): number;
}

/** Reads the lists; call it while a component is set up. */
export function useLists(): Lists {
  const sites = live("site_list", () => ({}), ["touring"]);
  const vehicles = live("vehicle_list", () => ({}), ["touring"]);
  const kits = live("kit_list", () => ({}), ["touring"]);
  const people = live("person_list", () => ({}), ["people"]);
  const departments = live("department_list", () => ({}), ["museum"]);
  const active = <T extends { active: boolean }>(rows: readonly T[] | undefined) => (rows ?? []).filter((row) => row.active);
  const person = (row: { id: string; name: string; kind: string; licence_class: string | null }): Choice => ({
    value: row.id,
    label: row.name,
    note: row.licence_class ?? codeWord("caravan_person", row.kind),
  });
  return {
    get sites() {
      return active(sites.data).map((row) => ({
        value: row.id,
        label: row.name,
        note: row.district_name,
        words: row.spelling,
      }));
    },
    get vehicles() {
      return active(vehicles.data).map((row) => ({ value: row.id, label: row.name, note: `${row.plate} ${row.licence_class}` }));
    },
    get kits() {
      return active(kits.data).map((row) => ({ value: row.id, label: row.name }));
    },
    kitLoad(id) {
      const kit = (kits.data ?? []).find((row) => row.id === id);
      return (kit?.items ?? []).map(({ name, quantity }) => ({ name, quantity }));
    },
    get drivers() {
      return active(people.data).filter((row) => row.licence_class !== null).map(person);
    },
    get people() {
      return active(people.data).map(person);
    },
    get departments() {
      return active(departments.data).map((row) => ({ value: row.id, label: row.name }));
    },
    get read() {
      return vehicles.data !== undefined && people.data !== undefined && sites.data !== undefined;
    },
    vehicleNumber(id) {
      return (vehicles.data ?? []).findIndex((row) => row.id === id) + 1;
    },
  };
}
