// One BOM line while somebody edits it: what was typed, and why it was refused.
import type { BomLineChangeRequest, BomLineView, WireError } from "../../bindings/wire";
import { naturally } from "../../format";

export type LineField = "find_number" | "quantity" | "unit" | "designators" | "note";

/** Whether this refusal can be answered by saying that the quantity is meant as it is. */
export function asksForIntention(error: WireError | null): boolean {
  return error?.code === "bom.quantity_disagrees" || error?.code === "bom.quantity_not_each";
}

const blamed: readonly [code: string, ...fields: (LineField | "part")[]][] = [
  ["bom.cycle", "part"],
  ["bom.designator", "designators"],
  ["bom.find_number", "find_number"],
  ["bom.note", "note"],
  ["bom.quantity_disagrees", "quantity", "designators"],
  ["bom.quantity_invalid", "quantity"],
  ["bom.quantity_not_each", "unit", "designators"],
  ["bom.range", "designators"],
  ["bom.unit", "unit"],
];

/** Whether this refusal is about this field of a line. */
export function blames(error: WireError | null, field: LineField | "part"): boolean {
  return blamed.some(([code, ...fields]) => error?.code.startsWith(code) && fields.includes(field));
}

/** How many designators a list will be read as, with `R1-R4` for four. */
export function designatorCount(list: string): number {
  return list
    .split(/[\s,;]+/)
    .filter(Boolean)
    .reduce((sum, word) => {
      const [, , from, to] = /^([^-]*[^-\d])(\d+)-(?:\1)?(\d+)$/.exec(word) ?? [];
      return sum + Math.max(1, Number(to ?? 0) - Number(from ?? 0) + 1);
    }, 0);
}

export class LineEdit {
  readonly key: string;
  readonly line: BomLineView;
  /** Where the caret starts. */
  readonly focus: LineField;
  quantity = $state("");
  unit = $state("");
  designators = $state("");
  /** Whether the quantity is meant to differ from the count of designators. */
  intended = $state(false);
  dnp = $state(false);
  findNumber = $state("");
  note = $state("");
  error = $state.raw<WireError | null>(null);
  saving = $state(false);
  readonly #untouched: BomLineChangeRequest;

  constructor(key: string, line: BomLineView, focus: LineField) {
    this.key = key;
    this.line = line;
    this.focus = focus;
    this.quantity = line.quantity;
    this.unit = line.unit;
    this.designators = naturally(line.designators).join(", ");
    this.intended = line.quantity_intended;
    this.dnp = line.dnp;
    this.findNumber = line.find_number;
    this.note = line.note;
    this.#untouched = this.request();
  }

  /** Whether the question arises: the line says so already, or saving was refused because the two disagree. */
  get mayIntend(): boolean {
    return this.line.quantity_intended || this.intended || asksForIntention(this.error);
  }

  get changed(): boolean {
    return JSON.stringify(this.request()) !== JSON.stringify(this.#untouched);
  }

  /** What would be saved; quantities stay the texts they were typed as. */
  request(): BomLineChangeRequest {
    return {
      line: this.line.id,
      quantity: this.quantity.trim(),
      unit: this.unit.trim(),
      designators: this.designators.trim(),
      quantity_intended: this.intended,
      dnp: this.dnp,
      find_number: this.findNumber.trim(),
      note: this.note.trim(),
      // They are seen elsewhere, and go with the line unchanged.
      properties: this.line.properties,
    };
  }
}
