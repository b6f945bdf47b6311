// How many parts each subcategory has; asked by the page of categories alone, because it is counted anew each time.
import { SvelteMap } from "svelte/reactivity";
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { CategoryView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class CategoryCounts {
  error = $state.raw<WireError | null>(null);
  readonly #counts = new SvelteMap<string, number>();
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** How many parts a subcategory has; null as long as nobody has counted. */
  of(subcategory: string): number | null {
    return this.#counts.get(subcategory) ?? null;
  }

  /** How many parts all subcategories of a category have together. */
  within(category: CategoryView): number {
    return category.subcategories.reduce((sum, each) => sum + (this.of(each.id) ?? 0), 0);
  }

  async #load(): Promise<void> {
    try {
      const counts = await this.#backend.call("category_count", {});
      for (const { subcategory, parts } of counts) this.#counts.set(subcategory, parts);
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
