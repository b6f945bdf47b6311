// The categories and their subcategories, as every picker offers them.
import type { Backend } from "../../backend/backend";
import type { CategoryView, SubcategoryView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** A subcategory together with the code that part numbers start with, such as `EL-RES`. */
export type SubcategoryChoice = SubcategoryView & { fullCode: string; categoryName: string };

export class CategoryState {
  categories = $state.raw<CategoryView[]>([]);
  error = $state.raw<WireError | null>(null);
  subcategories = $derived(this.categories.flatMap(choicesOf));
  assemblies = $derived(this.subcategories.filter((subcategory) => subcategory.assembly));
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.categories = await this.#backend.call("category_list", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** The subcategory's name for a code like `EL-RES`; the code itself where it is not known. */
  nameOf(fullCode: string): string {
    return this.subcategories.find((subcategory) => subcategory.fullCode === fullCode)?.name ?? fullCode;
  }
}

export function choicesOf(category: CategoryView): SubcategoryChoice[] {
  return category.subcategories.map((subcategory) => ({
    ...subcategory,
    fullCode: `${category.code}-${subcategory.code}`,
    categoryName: category.name,
  }));
}
