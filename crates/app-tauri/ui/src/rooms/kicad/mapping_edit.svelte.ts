// A mapping while it is being changed: as it is typed, and as it is saved.
import type { KicadMapping, KicadMappingView } from "../../bindings/wire";

type Row = { key: number; property: string; visible: boolean };

export class MappingEdit {
  readonly codes: string;
  readonly said: boolean;
  readonly #begun: string;
  mapping: KicadMapping = $state() as KicadMapping;
  rows = $state<Row[]>([]);
  #next = 0;

  constructor({ codes, said, mapping }: KicadMappingView) {
    this.codes = codes;
    this.said = said;
    this.mapping = { ...mapping };
    for (const field of mapping.fields) this.add(field.property, field.visible);
    this.#begun = JSON.stringify(this.written);
  }

  /** Whether it says something else than when it was begun. */
  get changed(): boolean {
    return JSON.stringify(this.written) !== this.#begun;
  }

  add(property = "", visible = false): void {
    this.rows.push({ key: this.#next++, property, visible });
  }

  remove(row: Row): void {
    this.rows = this.rows.filter((other) => other.key !== row.key);
  }

  /** What is saved: rows in which nothing was written are none. */
  get written(): KicadMapping {
    const fields = this.rows.filter((row) => row.property.trim() !== "");
    return { ...this.mapping, fields: fields.map(({ property, visible }) => ({ property, visible })) };
  }
}
