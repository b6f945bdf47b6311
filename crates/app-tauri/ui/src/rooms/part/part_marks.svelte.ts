// Parts that are marked in a list, to do something with all of them.
import { SvelteMap } from "svelte/reactivity";
import type { PartRow } from "../../bindings/wire";
import type { ListedPart } from "./part_list.svelte";

export class PartMarks {
  readonly #marked = new SvelteMap<string, PartRow>();
  /** The part that was marked last: a mark that is set with Shift goes from where that stands by then. */
  #last: string | null = null;
  /** What the list was narrowed to when they were set. */
  #narrowed = "";

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
  toggle(row: PartRow): void {
    if (!this.#marked.delete(row.id)) this.#marked.set(row.id, row);
    this.#last = row.id;
  }

  /** Marks the rows from the last mark to this one, as far as they were read; this one alone where that is not among them. */
  extend(to: PartRow, index: number, parts: readonly (ListedPart | undefined)[]): void {
    const found = this.#last === null ? -1 : parts.findIndex((part) => part?.row.id === this.#last);
    const from = found < 0 ? index : found;
    this.add(parts.slice(Math.min(from, index), Math.max(from, index) + 1).flatMap((part) => part?.row ?? []));
    this.#last = to.id;
  }

  add(rows: readonly PartRow[]): void {
    for (const row of rows) this.#marked.set(row.id, row);
  }

  /**
   * Takes the marks away once the list is narrowed to something else, and tells how many there were. Mail programs and lists of
   * issues do so too: nobody can see among 300,000 parts what a filter hides, and nothing is done with a part that is not seen.
   * Another order, and whoever goes elsewhere and comes back, keep them.
   */
  follow(narrowed: string): number {
    const gone = narrowed === this.#narrowed ? 0 : this.count;
    this.#narrowed = narrowed;
    if (gone > 0) this.clear();
    return gone;
  }

  clear(): void {
    this.#marked.clear();
    this.#last = null;
  }
}
