// The categories and their subcategories, as every picker offers them.
import type { Backend } from "../../backend/backend";
import type { CategoryView, SubcategoryView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** A subcategory together with the code that part numbers start with, such as `EL-RES`. */
export type SubcategoryChoice = SubcategoryView & { fullCode: string; categoryName: string };

export type SubcategoryContent = Pick<SubcategoryView, "name" | "assembly" | "demands">;

export class CategoryState {
  categories = $state.raw<CategoryView[]>([]);
  error = $state.raw<WireError | null>(null);
  /** Whether they were read: until then none of them is known, which is not the same as none. */
  loaded = $state(false);
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
      this.loaded = true;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  async add(code: string, name: string): Promise<void> {
    this.categories = await this.#backend.call("category_add", { code, name });
  }

  async rename(category: string, name: string, seen: string): Promise<void> {
    this.categories = await this.#backend.call("category_rename", { category, name, seen });
  }

  async remove(category: string): Promise<void> {
    this.categories = await this.#backend.call("category_remove", { category });
  }

  async addSubcategory(category: string, code: string, name: string): Promise<void> {
    const request = { category, code, name, assembly: false, demands: [] };
    this.categories = await this.#backend.call("category_subcategory_add", request);
  }

  /** Changes some of what a subcategory was seen to say; the rest stays as it is, whatever that is by now. */
  async changeSubcategory(of: SubcategoryView, change: Partial<SubcategoryContent>): Promise<void> {
    const { id: subcategory, name, assembly, demands } = of;
    const seen = { name, assembly, demands };
    const request = { subcategory, ...seen, ...change, seen };
    this.categories = await this.#backend.call("category_subcategory_change", request);
  }

  async removeSubcategory(subcategory: string): Promise<void> {
    this.categories = await this.#backend.call("category_subcategory_remove", { subcategory });
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
