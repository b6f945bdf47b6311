// The workspace's settings, and what its categories demand.
import type { Backend } from "../../backend/backend";
import type { LabelScheme, SettingView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import type { CategoryState } from "../category/category.svelte";

export const schemes: readonly LabelScheme[] = ["numeric", "letters", "clear_letters"];

export class SettingsState {
  view = $state.raw<SettingView | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#backend.call("setting_show", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  async change(after: SettingView): Promise<void> {
    this.view = await this.#backend.call("setting_change", after);
  }

  /** Sets what a subcategory demands, written as names between commas. */
  async demand(categories: CategoryState, subcategory: string, written: string): Promise<void> {
    const names = written
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    await this.#backend.call("category_demand", { subcategory, names });
    await categories.load();
  }
}
