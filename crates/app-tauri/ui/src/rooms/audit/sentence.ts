// Audit entries as sentences a person would say, with the part numbers in them told apart.
import type { AuditUnitView } from "../../bindings/wire";
import { text } from "../../text";

/** What the person did: "created a part"; an operation nobody translated is shown by its own words. */
export function did(unit: AuditUnitView): string {
  return text.activity.operations[unit.operation] ?? unit.operation.replace(/[._]/g, " ");
}

export type Piece = { words: string; number: boolean };

/** A title in pieces, so that each part number in it can lead to its part. */
export function pieces(title: string): Piece[] {
  return title
    .split(/\b([A-Z][A-Z0-9]{1,4}-[A-Z][A-Z0-9]{1,4}-\d{6,})\b/)
    .map((words, place) => ({ words, number: place % 2 === 1 }))
    .filter((piece) => piece.words !== "");
}

/** An entry's second half: "BOM line added", "property changed". */
export function changeOf(entry: AuditUnitView["entries"][number]): string {
  return `${text.activity.rooms[entry.room] ?? entry.room} ${text.activity.actions[entry.action]}`;
}
