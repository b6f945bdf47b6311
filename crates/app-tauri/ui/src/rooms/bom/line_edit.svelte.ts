// One BOM line while somebody edits it: what was typed, and why it was refused.
import type { BomLineChangeRequest, BomLineView, WireError } from "../../bindings/wire";
import { naturally } from "../../format";

export type LineField = "find_number" | "quantity" | "unit" | "designators" | "note";

export class LineEdit {
  readonly key: string;
  readonly line: BomLineView;
  /** Where the caret starts. */
  readonly focus: LineField;
  quantity = $state("");
  unit = $state("");
  designators = $state("");
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
    this.dnp = line.dnp;
    this.findNumber = line.find_number;
    this.note = line.note;
    this.#untouched = this.request();
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
      dnp: this.dnp,
      find_number: this.findNumber.trim(),
      note: this.note.trim(),
    };
  }
}
