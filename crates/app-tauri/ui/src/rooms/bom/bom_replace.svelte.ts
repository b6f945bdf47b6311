// Replacing a part everywhere: the preview of a choice, and carrying out exactly that preview.
import type { Backend } from "../../backend/backend";
import type { BomReplacePreview, PartRow, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class BomReplaceState {
  by = $state.raw<PartRow | null>(null);
  preview = $state.raw<BomReplacePreview | null>(null);
  error = $state.raw<WireError | null>(null);
  busy = $state(false);
  readonly #backend: Backend;
  readonly #old: string;

  /** `old` is the part that goes. */
  constructor(backend: Backend, old: string) {
    this.#backend = backend;
    this.#old = old;
  }

  /** Takes the part that comes, and asks what it would do. */
  async choose(by: PartRow): Promise<void> {
    [this.by, this.preview, this.error] = [by, null, null];
    await this.#look(by);
  }

  forget(): void {
    [this.by, this.preview, this.error] = [null, null, null];
  }

  /** Carries out what the preview says, and tells in how many BOMs; null where it was refused. */
  async apply(): Promise<number | null> {
    const { by, preview } = this;
    if (!by || !preview || this.busy) return null;
    this.busy = true;
    try {
      const request = { old: this.#old, new: by.id, fingerprint: preview.fingerprint };
      return (await this.#backend.call("bom_replace", request)).revisions;
    } catch (reason) {
      this.error = wireError(reason);
      // What is shown is not what would be done any more.
      if (this.error.code === "bom.plan_changed") await this.#look(by);
      return null;
    } finally {
      this.busy = false;
    }
  }

  async #look(by: PartRow): Promise<void> {
    try {
      const preview = await this.#backend.call("bom_replace_preview", { old: this.#old, new: by.id });
      if (this.by === by) this.preview = preview;
    } catch (reason) {
      if (this.by === by) this.error = wireError(reason);
    }
  }
}
