// One property while somebody writes it: its type decides which fields count.
import type { PropertyValue, PropertyView, WireError } from "../../bindings/wire";
import { text } from "../../text";

export type PropertyType = PropertyValue["type"];
export const propertyTypes: readonly PropertyType[] = ["text", "number", "boolean", "date", "link"];

export class PropertyEdit {
  /** The property as it was seen; null for a new one. */
  before = $state.raw<PropertyView | null>(null);
  /** What somebody else made of it meanwhile; undefined where nobody did, null where it is gone. */
  met = $state.raw<PropertyValue | null | undefined>(undefined);
  name = $state("");
  type = $state<PropertyType>("text");
  written = $state("");
  unit = $state("");
  yes = $state(true);
  /** Why it was not saved: refused by the workspace, or a sentence of the form's own. */
  error = $state.raw<WireError | string | null>(null);
  saving = $state(false);
  /** The name with which it began. */
  readonly #proposed: string;

  /** A new property may begin with a name, as that of one that is missing. */
  constructor(before: PropertyView | null, name = "") {
    this.before = before;
    this.name = this.#proposed = name;
    if (!before) return;
    this.name = before.name;
    this.#show(before.value);
  }

  get changed(): boolean {
    return this.before ? !isSame(this.value(), this.before.value) : this.written.trim() !== "" || this.name.trim() !== this.#proposed;
  }

  /** What is there by now, where that is not what was seen: who wrote nothing follows it, else it is a conflict. */
  meet(properties: readonly PropertyView[]): void {
    const { before } = this;
    if (!before || this.saving) return;
    const now = properties.find(({ name }) => name === before.name)?.value ?? null;
    if (now && isSame(now, before.value)) this.met = undefined;
    else if (now && !this.changed) this.#follow(now);
    else this.met = now;
  }

  /** What is written counts, in the knowledge of what is there. */
  keepMine(): void {
    if (this.before && this.met) this.before = { ...this.before, value: this.met };
    else if (this.met === null) this.before = null;
    this.met = undefined;
  }

  /** What somebody else wrote counts. */
  takeTheirs(): void {
    if (this.met) this.#follow(this.met);
  }

  #follow(value: PropertyValue): void {
    if (this.before) this.before = { ...this.before, value };
    this.met = undefined;
    this.#show(value);
  }

  #show(value: PropertyValue): void {
    this.type = value.type;
    this.written = writtenValue(value);
    if (value.type === "number") this.unit = value.unit;
    if (value.type === "boolean") this.yes = value.boolean;
  }

  get complete(): boolean {
    return this.name.trim() !== "" && (this.type === "boolean" || this.written.trim() !== "");
  }

  /** Which property a new one would write over, if saved under its name. */
  overwrites(properties: readonly PropertyView[]): PropertyView | null {
    if (this.before) return null;
    const name = this.name.trim().toLowerCase();
    return properties.find((property) => property.name.toLowerCase() === name) ?? null;
  }

  /** The value to store; a number stays the text it was typed as. */
  value(): PropertyValue {
    const written = this.written.trim();
    switch (this.type) {
      case "text":
        return { type: "text", text: written };
      case "number":
        return { type: "number", number: written, unit: this.unit.trim() };
      case "boolean":
        return { type: "boolean", boolean: this.yes };
      case "date":
        return { type: "date", date: written };
      case "link":
        return { type: "link", link: written };
    }
  }
}

function isSame(one: PropertyValue, other: PropertyValue): boolean {
  return one.type === other.type && saidValue(one) === saidValue(other);
}

/** A value as it is said in a sentence. */
export function saidValue(value: PropertyValue): string {
  if (value.type === "boolean") return value.boolean ? text.yes : text.no;
  return value.type === "number" ? `${value.number} ${value.unit}`.trim() : writtenValue(value);
}

/** A value as it is written in a field. */
export function writtenValue(value: PropertyValue): string {
  switch (value.type) {
    case "text":
      return value.text;
    case "number":
      return value.number;
    case "boolean":
      return "";
    case "date":
      return value.date;
    case "link":
      return value.link;
  }
}
