// One BOM line while somebody edits it: what was typed, and why it was refused.
import type { BomLineChangeRequest, BomLineView, WireError } from "../../bindings/wire";
import { naturally } from "../../format";

export type LineField = "find_number" | "quantity" | "unit" | "designators" | "note";

/** Whether this refusal can be answered by saying that the quantity is meant as it is. */
export function asksForIntention(error: WireError | null): boolean {
  return error?.code === "bom.quantity_disagrees" || error?.code === "bom.quantity_not_each";
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
    };
  }
}
