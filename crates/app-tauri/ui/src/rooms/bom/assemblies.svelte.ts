// All assemblies, a group for each subcategory that is marked as one.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { PartRow, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import type { SubcategoryChoice } from "../category/category.svelte";

export const groupPageSize = 100;

export type AssemblyGroup = { subcategory: SubcategoryChoice; rows: PartRow[]; total: number; next: string | null };

export class AssembliesState {
  groups = $state.raw<AssemblyGroup[] | null>(null);
  error = $state.raw<WireError | null>(null);
  total = $derived((this.groups ?? []).reduce((sum, group) => sum + group.total, 0));
  readonly #backend: Backend;
  readonly #subcategories: () => readonly SubcategoryChoice[];
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, subcategories: () => readonly SubcategoryChoice[]) {
    this.#backend = backend;
    this.#subcategories = subcategories;
  }

  /** Reads the next page of one group. */
  async more(fullCode: string): Promise<void> {
    const group = this.groups?.find((candidate) => candidate.subcategory.fullCode === fullCode);
    if (!group || group.next === null) return;
    try {
      const page = await this.#page(fullCode, group.next);
      const longer = { ...group, rows: group.rows.concat(page.rows), total: page.total, next: page.next };
      this.groups = this.groups?.map((other) => (other === group ? longer : other)) ?? null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  async #load(): Promise<void> {
    try {
      const pages = this.#subcategories().map(async (subcategory) => {
        return { subcategory, ...(await this.#page(subcategory.fullCode, null)) };
      });
      this.groups = (await Promise.all(pages)).filter((group) => group.total > 0);
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  #page(category: string, after: string | null) {
    return this.#backend.call("part_list", {
      category,
      sort: "number",
      descending: false,
      after,
      limit: groupPageSize,
    });
  }
}
