// KiCad: whether it is served, what it is offered, and how parts are shown there.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import { Runs } from "../../backend/runs";
import type { KicadCount, KicadMapping, KicadMappingView, KicadView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class KicadState {
  view = $state.raw<KicadView | null>(null);
  mappings = $state.raw<KicadMappingView[]>([]);
  counts = $state.raw<KicadCount[] | null>(null);
  error = $state.raw<WireError | null>(null);
  /** Of the mappings alone: how it stands with the server is asked all the time, and says nothing of them. */
  mappingError = $state.raw<WireError | null>(null);
  countError = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  /** A count ends the one before it, and none of another window. */
  readonly #runs = new Runs();
  readonly load = onceMore(() => this.#load());
  readonly look = onceMore(() => this.#look());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async serve(on: boolean, port: string): Promise<void> {
    this.view = await this.#backend.call("kicad_serve", { on, port });
  }

  async renew(): Promise<void> {
    this.view = await this.#backend.call("kicad_renew", {});
  }

  async offer(drafts: boolean): Promise<void> {
    this.view = await this.#backend.call("kicad_offer", { drafts });
  }

  /** Writes the library file, and answers where it is: its ending is added where it is not written. */
  save(path: string): Promise<string> {
    return this.#backend.call("kicad_save", { path });
  }

  async map(mapping: KicadMapping): Promise<void> {
    this.mappings = await this.#backend.call("kicad_map", mapping);
  }

  async unmap(subcategory: string): Promise<void> {
    this.mappings = await this.#backend.call("kicad_unmap", { subcategory });
  }

  /** Counts what is offered. A count in whose place another one came says nothing. */
  async count(): Promise<void> {
    [this.counts, this.countError] = [null, null];
    try {
      this.counts = await this.#backend.call("kicad_count", this.#runs.next());
    } catch (reason) {
      const error = wireError(reason);
      if (error.code !== "store.cancelled") this.countError = error;
    }
  }

  /** Nobody waits for a count that still runs. */
  leave(): void {
    const task = this.#runs.last;
    if (task === null) return;
    void this.#backend.call("task_cancel", { task }).catch((reason: unknown) => {
      this.error = wireError(reason);
    });
  }

  async #load(): Promise<void> {
    await this.#look();
    try {
      this.mappings = await this.#backend.call("kicad_mappings", {});
      this.mappingError = null;
    } catch (reason) {
      this.mappingError = wireError(reason);
    }
  }

  /** How it stands with the server, which no event tells. */
  async #look(): Promise<void> {
    try {
      this.view = await this.#backend.call("kicad_show", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
