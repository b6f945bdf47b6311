// Parts that are marked in a list, to do something with all of them.
import { SvelteMap } from "svelte/reactivity";
import type { PartRow } from "../../bindings/wire";

export class PartMarks {
  readonly #marked = new SvelteMap<string, PartRow>();
  /** Where the last mark was set: one that is set with Shift goes from there. */
  #last: number | null = null;

  get count(): number {
    return this.#marked.size;
  }

  get ids(): string[] {
    return [...this.#marked.keys()];
  }

  has(row: PartRow): boolean {
    return this.#marked.has(row.id);
  }

  /** Marks a row or takes its mark away. */
  toggle(row: PartRow, index: number): void {
    if (!this.#marked.delete(row.id)) this.#marked.set(row.id, row);
    this.#last = index;
  }

  /** Marks the rows from the last mark to this one, as far as they were read. */
  extend(index: number, rowAt: (index: number) => PartRow | undefined): void {
    const from = this.#last ?? index;
    for (let at = Math.min(from, index); at <= Math.max(from, index); at += 1) {
      const row = rowAt(at);
      if (row) this.#marked.set(row.id, row);
    }
    this.#last = index;
  }

  add(rows: readonly PartRow[]): void {
    for (const row of rows) this.#marked.set(row.id, row);
  }

  clear(): void {
    this.#marked.clear();
    this.#last = null;
  }
}
