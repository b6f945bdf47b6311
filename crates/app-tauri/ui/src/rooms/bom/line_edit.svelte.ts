// One BOM line while somebody edits it: what was typed, and why it was refused.
import type { BomLineChangeRequest, BomLineContent, BomLineView, WireError } from "../../bindings/wire";
import { naturally } from "../../format";
import { text } from "../../text";
import { Typed } from "../../widgets/typed.svelte";
import type { LineCheck } from "./line_check.svelte";

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

/** What a line says, field by field, as the fields show it. */
const shown = {
  quantity: (line: BomLineView) => line.quantity,
  unit: (line: BomLineView) => line.unit,
  designators: (line: BomLineView) => naturally(line.designators).join(", "),
  find_number: (line: BomLineView) => line.find_number,
  note: (line: BomLineView) => line.note,
};
/** The same of what is ticked. */
const ticked = {
  quantity_intended: (line: BomLineView) => line.quantity_intended,
  dnp: (line: BomLineView) => line.dnp,
};
const texts = Object.keys(shown) as (keyof typeof shown)[];
const ticks = Object.keys(ticked) as (keyof typeof ticked)[];
type Texts = Record<keyof typeof shown, Typed<string>>;
type Ticks = Record<keyof typeof ticked, Typed<boolean>>;

export class LineEdit {
  readonly key: string;
  /** The line as it is by now. */
  line = $state.raw() as BomLineView;
  /** Where the caret starts. */
  readonly focus: LineField;
  error = $state.raw<WireError | null>(null);
  saving = $state(false);
  /** Whether somebody removed the line meanwhile. */
  gone = $state(false);
  readonly #texts: Texts;
  readonly #ticks: Ticks;
  readonly #check: LineCheck;
  /** Whether somebody wrote a quantity; else it follows the designators. */
  #counted = $state(true);

  constructor(key: string, line: BomLineView, focus: LineField, check: LineCheck) {
    this.#check = check;
    this.key = key;
    this.line = line;
    this.focus = focus;
    this.#texts = Object.fromEntries(texts.map((field) => [field, new Typed(shown[field](line))])) as Texts;
    this.#ticks = Object.fromEntries(ticks.map((field) => [field, new Typed(ticked[field](line))])) as Ticks;
  }

  get quantity(): string {
    return this.#follows ? (this.#check.quantity ?? this.#texts.quantity.value) : this.#texts.quantity.value;
  }
  set quantity(value: string) {
    this.#counted = false;
    this.#texts.quantity.value = value;
  }
  get unit(): string {
    return this.#texts.unit.value;
  }
  set unit(value: string) {
    this.#texts.unit.value = value;
  }
  get designators(): string {
    return this.#texts.designators.value;
  }
  set designators(value: string) {
    this.#texts.designators.value = value;
  }
  get findNumber(): string {
    return this.#texts.find_number.value;
  }
  set findNumber(value: string) {
    this.#texts.find_number.value = value;
  }
  get note(): string {
    return this.#texts.note.value;
  }
  set note(value: string) {
    this.#texts.note.value = value;
  }
  get dnp(): boolean {
    return this.#ticks.dnp.value;
  }
  set dnp(value: boolean) {
    this.#ticks.dnp.value = value;
  }
  /** Whether the quantity is meant to differ from the count of designators. */
  get intended(): boolean {
    return this.#ticks.quantity_intended.value;
  }
  set intended(value: boolean) {
    this.#ticks.quantity_intended.value = value;
  }

  /** Whether the quantity is what the designators count, as it is in a new line: they were changed, and it was not. */
  get #follows(): boolean {
    const { designators } = this.#texts;
    return this.#counted && !this.intended && designators.changed && designators.said !== "";
  }

  /** Asks whether the line may say this, once the typing pauses; what was refused before was something else. */
  typed(): void {
    this.error = null;
    this.#check.type(this.#content("said"));
  }

  /** Why saving was refused, or would be. */
  get complaint(): WireError | null {
    return this.error ?? this.#check.found;
  }

  /** Whether the question arises: the line says so already, or the two disagree. */
  get mayIntend(): boolean {
    return this.line.quantity_intended || this.intended || asksForIntention(this.complaint);
  }

  get changed(): boolean {
    return [...Object.values(this.#texts), ...Object.values(this.#ticks)].some((field) => field.changed);
  }

  /** What somebody else changed that is changed here too, a sentence each. */
  get conflicts(): string[] {
    const fields = { ...this.#texts, ...this.#ticks };
    return [...texts, ...ticks].flatMap((field) => {
      const { conflict } = fields[field];
      return conflict ? [text.frame.conflict.saysOf(text.bom.fields[field], said(conflict.was), said(conflict.now))] : [];
    });
  }

  /** Meets the line as somebody else left it; what was not touched here follows. */
  meet(line: BomLineView): void {
    this.line = line;
    for (const field of texts) this.#texts[field].meet(shown[field](line));
    for (const field of ticks) this.#ticks[field].meet(ticked[field](line));
  }

  keepMine(): void {
    for (const field of [...Object.values(this.#texts), ...Object.values(this.#ticks)]) field.keepMine();
  }

  takeTheirs(): void {
    this.#check.stop();
    this.error = null;
    this.#counted = true;
    for (const field of [...Object.values(this.#texts), ...Object.values(this.#ticks)]) field.takeTheirs();
  }

  /** What would be saved, in place of what was seen; quantities stay the texts they were typed as. */
  request(): BomLineChangeRequest {
    this.#check.stop();
    const says = this.#content("said");
    return { line: this.line.id, ...says, seen: this.#content("seen") };
  }

  #content(of: "said" | "seen"): BomLineContent {
    const { quantity, unit, designators, find_number, note } = this.#texts;
    const { quantity_intended, dnp } = this.#ticks;
    return {
      quantity: of === "said" && this.#follows ? null : quantity[of],
      unit: unit[of],
      designators: designators[of],
      quantity_intended: quantity_intended[of],
      dnp: dnp[of],
      find_number: find_number[of],
      note: note[of],
      // They are seen elsewhere, and go with the line unchanged.
      properties: this.line.properties,
    };
  }
}

function said(value: string | boolean): string {
  if (typeof value === "string") return value;
  return value ? text.yes : text.no;
}
