// Audit entries as sentences a person would say.
import type { AuditDifference, AuditUnitView } from "../../bindings/wire";
import { text } from "../../text";
import { pieces, type Piece } from "../../widgets/pieces";

/** What somebody did, after their name: "created a part"; an operation nobody translated is shown by its own words. */
export function spoken(operation: string): string {
  return text.activity.operations[operation] ?? operation.replace(/[._]/g, " ");
}

/** What the person did; of an undo and a redo, also to what. */
export function did(unit: AuditUnitView): string {
  if (!unit.origin) return spoken(unit.operation);
  return text.activity.of(spoken(unit.operation), spoken(unit.origin.operation), unit.origin.sequence);
}

/** What a change touched, by its first entry; not of an undo or a redo, which say already what they were of. */
export function touched(unit: AuditUnitView): Piece[] {
  const [first] = unit.entries;
  return first && !unit.origin ? pieces(first.title) : [];
}

/** An entry's second half: "BOM line added", "property changed". */
export function changeOf(entry: AuditUnitView["entries"][number]): string {
  return `${text.activity.rooms[entry.room] ?? entry.room} ${text.activity.actions[entry.action]}`;
}

/** The name of a field: "designators", "unit of a number". */
export function fieldOf(difference: AuditDifference): string {
  return text.activity.fields[difference.field] ?? difference.field.replace(/_/g, " ");
}
