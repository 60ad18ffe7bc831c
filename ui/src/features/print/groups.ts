// Owns where a document stands in the list: on the wall, on the desk, on the road.
import type { PrintDocument } from "../../contract/PrintDocument";
import { m } from "../../paraglide/messages.js";

/** A part of the list. */
export interface Group {
  name: string;
  documents: PrintDocument[];
}

const WALL = ["hall-week", "day-board", "exhibition-year"];
const ROAD = ["run-sheet"];

/** The documents in their groups; one that no group names stands on the desk. */
export function grouped(documents: readonly PrintDocument[]): Group[] {
  const wall = documents.filter((each) => WALL.includes(each.document));
  const road = documents.filter((each) => ROAD.includes(each.document));
  const desk = documents.filter((each) => !wall.includes(each) && !road.includes(each));
  return [
    { name: m.print_view_group_wall(), documents: wall },
    { name: m.print_view_group_desk(), documents: desk },
    { name: m.print_view_group_road(), documents: road },
  ].filter((group) => group.documents.length > 0);
}
