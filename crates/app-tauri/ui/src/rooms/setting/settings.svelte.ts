// The workspace's settings.
import type { Backend } from "../../backend/backend";
import type { LabelScheme, SettingView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

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

  /** Says some of them anew; what somebody else made of the others meanwhile stays. */
  async change(said: Partial<SettingView>): Promise<void> {
    const seen = this.view;
    if (!seen) return;
    this.view = await this.#backend.call("setting_change", { ...seen, ...said, seen });
  }
}
