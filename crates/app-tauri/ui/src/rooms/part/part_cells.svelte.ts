// What the part list shows beside its rows: properties, and when a part changed last. Read for the rows in view and no others.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { PartRow, PropertyValue, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** How many parts are asked about at once. */
const atOnce = 200;

export type Cells = { properties: ReadonlyMap<string, PropertyValue>; changed: number | null };
type Wanted = { rows: readonly PartRow[]; properties: readonly string[]; changed: boolean };

export class PartCellsState {
  /** What is known, by the part's row: a row that was read anew has nothing yet. */
  #known = $state.raw<ReadonlyMap<string, Cells>>(new Map());
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  /** The columns that what is known answers. */
  #columns = "";
  #wanted: Wanted = { rows: [], properties: [], changed: false };
  /** Grows when what is known is not true any more; an answer from before is dropped. */
  #generation = 0;
  readonly #read = onceMore(() => this.#follow());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  of(row: PartRow): Cells | undefined {
    return this.#known.get(row.id);
  }

  /** Tells which rows somebody looks at, and with which columns. */
  show(rows: readonly PartRow[], properties: readonly string[], changed: boolean): Promise<void> {
    const columns = JSON.stringify([properties, changed]);
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#generation += 1;
      this.#known = new Map();
    }
    this.#wanted = { rows, properties, changed };
    return this.#isAsked ? this.#read() : Promise.resolve();
  }

  /** Something changed: what is in view is read again, and stands as it was until then. */
  reload(): Promise<void> {
    this.#generation += 1;
    const seen = new Set(this.#wanted.rows.map(({ id }) => id));
    this.#known = new Map([...this.#known].filter(([id]) => seen.has(id)));
    return this.#isAsked ? this.#ask(this.#wanted.rows) : Promise.resolve();
  }

  get #isAsked(): boolean {
    return this.#wanted.properties.length > 0 || this.#wanted.changed;
  }

  #follow(): Promise<void> {
    return this.#ask(this.#wanted.rows.filter(({ id }) => !this.#known.has(id)));
  }

  async #ask(rows: readonly PartRow[]): Promise<void> {
    const parts = rows.slice(0, atOnce).map(({ id }) => id);
    if (parts.length === 0) return;
    const generation = this.#generation;
    const { properties, changed } = this.#wanted;
    try {
      const answer = await this.#backend.call("part_cells", { parts, properties: [...properties], changed });
      if (generation !== this.#generation) return;
      const known = new Map(this.#known);
      for (const cells of answer) {
        known.set(cells.part, { properties: new Map(cells.properties.map(({ name, value }) => [name, value])), changed: cells.changed });
      }
      [this.#known, this.error] = [known, null];
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    }
  }
}
