// The categories of the fake backend: added, changed and removed as in the real one, where a page can tell.
import type { CategoryView, Commands, SubcategoryView } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

type Asked<K extends keyof Commands> = Commands[K]["request"];

export class FakeCategories {
  readonly #now: () => FakeStore;

  constructor(now: () => FakeStore) {
    this.#now = now;
  }

  count(): Commands["category_count"]["answer"] {
    const all = this.#now().categories.flatMap((category) => category.subcategories.map((of) => [category, of] as const));
    return all.map(([category, of]) => ({ subcategory: of.id, parts: this.#parts(category, of) }));
  }

  add({ code, name }: Asked<"category_add">): CategoryView[] {
    const store = this.#now();
    if (!/^[A-Z][A-Z0-9]{1,4}$/i.test(code)) {
      throw refuse("category.code_invalid", `"${code}" is not a code; a code has 2 to 5 capital letters or digits.`);
    }
    const added = { id: store.id(), code: code.toUpperCase(), name, subcategories: [] };
    if (store.categories.some((category) => category.code === added.code)) {
      throw refuse("category.code_taken", "There is already a category with this code; codes are unique.");
    }
    return this.#done("category.add", "created", added, sorted([...store.categories, added]));
  }

  rename({ category, name }: Asked<"category_rename">): CategoryView[] {
    const { categories } = this.#now();
    return this.#done("category.rename", "changed", this.#category(category), categories.map((each) => (each.id === category ? { ...each, name } : each)));
  }

  remove({ category }: Asked<"category_remove">): CategoryView[] {
    const removed = this.#category(category);
    if (removed.subcategories.length > 0) {
      throw refuse("category.not_empty", "A category that has subcategories cannot be removed; remove those first.");
    }
    return this.#done("category.remove", "removed", removed, this.#now().categories.filter((each) => each.id !== category));
  }

  addSubcategory({ category, code, name, assembly, demands }: Asked<"category_subcategory_add">): CategoryView[] {
    const added = { id: this.#now().id(), code: code.toUpperCase(), name, assembly, demands };
    const of = this.#category(category);
    if (of.subcategories.some((each) => each.code === added.code)) {
      throw refuse("category.code_taken", "There is already a category with this code; codes are unique.");
    }
    return this.#below("category.add_subcategory", "created", of, sorted([...of.subcategories, added]));
  }

  changeSubcategory({ subcategory, name, assembly, demands }: Asked<"category_subcategory_change">): CategoryView[] {
    if (new Set(demands.map((demand) => demand.toLowerCase())).size < demands.length) {
      throw refuse("category.demand_twice", "A subcategory demands each property once.");
    }
    const of = this.#above(subcategory);
    const after = of.subcategories.map((each) => (each.id === subcategory ? { ...each, name, assembly, demands } : each));
    return this.#below("category.change_subcategory", "changed", of, after);
  }

  removeSubcategory({ subcategory }: Asked<"category_subcategory_remove">): CategoryView[] {
    const of = this.#above(subcategory);
    const removed = of.subcategories.find((each) => each.id === subcategory);
    if (removed && this.#parts(of, removed) > 0) {
      throw refuse("category.in_use", "A subcategory that has parts cannot be removed; parts keep their place.");
    }
    const left = of.subcategories.filter((each) => each.id !== subcategory);
    return this.#below("category.remove_subcategory", "removed", of, left);
  }

  #parts(category: CategoryView, of: SubcategoryView): number {
    return this.#now().parts.filter((part) => part.row.category === `${category.code}-${of.code}`).length;
  }

  #category(id: string): CategoryView {
    const found = this.#now().categories.find((category) => category.id === id);
    if (!found) throw refuse("category.not_found", "There is no such category; choose one from the list.");
    return found;
  }

  #above(subcategory: string): CategoryView {
    const found = this.#now().categories.find((category) => category.subcategories.some((each) => each.id === subcategory));
    if (!found) throw refuse("category.not_found", "There is no such category; choose one from the list.");
    return found;
  }

  #below(operation: string, action: "created" | "changed" | "removed", of: CategoryView, subcategories: SubcategoryView[]): CategoryView[] {
    const after = this.#now().categories.map((each) => (each.id === of.id ? { ...each, subcategories } : each));
    return this.#done(operation, action, of, after);
  }

  #done(operation: string, action: "created" | "changed" | "removed", of: CategoryView, after: CategoryView[]): CategoryView[] {
    const store = this.#now();
    store.categories = after;
    store.record(operation, [{ room: "category", subject: of.id, action, title: `${of.code} ${of.name}` }]);
    return after;
  }
}

function sorted<T extends { code: string }>(list: T[]): T[] {
  return list.sort((a, b) => (a.code < b.code ? -1 : 1));
}
