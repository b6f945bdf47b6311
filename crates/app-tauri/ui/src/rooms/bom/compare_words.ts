// What two lines of a comparison say beside each other.
import type { Aspect, DifferenceKind, LineSaysView } from "../../bindings/wire";
import { text } from "../../text";
import { designatorsMoved, propertiesOf } from "./bom_compare.svelte";

/** Two lines, or one of them alone, and in what they differ. */
export type Compared = { before: LineSaysView | null; after: LineSaysView | null; aspects: readonly Aspect[] };

/** What became of a thing that was, or is, or both. */
export const differenceOf = (before: unknown, after: unknown): DifferenceKind =>
  before === null ? "added" : after === null ? "removed" : "changed";

/** What a line says of each thing that has no column of its own. */
export const sayings = {
  revision: (line) => (line.pinned ? text.compare.pinned : text.compare.floating)(line.revision),
  substitutes: (line) => line.substitutes.map((one) => one.number).join(", ") || text.none,
  dnp: (line) => (line.dnp ? text.bom.dnp : text.bom.fitted),
  find_number: (line) => line.find_number || text.none,
  intended: (line) => (line.quantity_intended ? text.compare.intended : text.compare.counted),
  note: (line) => line.note || text.none,
  properties: (line) => propertiesOf(line.properties) || text.none,
} satisfies Partial<Record<Aspect, (line: LineSaysView) => string>>;

/** What a line says of one thing: before and after where that differs, else once. */
export function says(row: Compared, aspect: Aspect, say: (line: LineSaysView) => string): string {
  const { before, after } = row;
  if (before && after) return row.aspects.includes(aspect) ? text.compare.became(say(before), say(after)) : say(after);
  const line = before ?? after;
  return line ? say(line) : "";
}

/** Which designators went and which came, in one text. */
export function movedDesignators({ before, after }: Pick<Compared, "before" | "after">): string {
  const { gone, come } = designatorsMoved(before?.designators ?? [], after?.designators ?? []);
  return [...gone.map((designator) => `−${designator}`), ...come.map((designator) => `+${designator}`)].join(", ");
}

/** What else is different about a line. */
export function restOf(row: Compared): string {
  const of = (aspect: keyof typeof sayings): string => says(row, aspect, sayings[aspect]);
  const said: [Aspect, string][] = [
    ["part", says(row, "part", (line) => line.number)],
    ["revision", of("revision")],
    ["substitutes", `${text.compare.substitutes} ${of("substitutes")}`],
    ["dnp", of("dnp")],
    ["find_number", `${text.bom.find} ${of("find_number")}`],
    ["intended", of("intended")],
    ["note", of("note")],
    ["properties", `${text.compare.properties} ${of("properties")}`],
  ];
  return said
    .filter(([aspect]) => row.aspects.includes(aspect))
    .map(([, words]) => words)
    .join("; ");
}
