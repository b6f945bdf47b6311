// Long work that a page starts under a name of its own, follows, and may cancel.
import type { Backend } from "../../backend/backend";
import type { Progress, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class Task<T> {
  running = $state(false);
  /** True from the wish to cancel to the end, which may come before the wish is heard. */
  cancelling = $state(false);
  /** True when the last run ended because it was cancelled. */
  cancelled = $state(false);
  progress = $state.raw<Progress | null>(null);
  answer = $state.raw<T | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  #name = "";

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Runs work that knows the task's name; a second run waits for nobody and does nothing while one is on its way. */
  async run(work: (task: string) => Promise<T>): Promise<void> {
    if (this.running) return;
    this.#name = crypto.randomUUID();
    this.running = true;
    this.cancelled = false;
    this.progress = null;
    this.answer = null;
    this.error = null;
    const stop = this.#backend.onProgress((progress) => {
      if (progress.task === this.#name) this.progress = progress;
    });
    try {
      this.answer = await work(this.#name);
    } catch (reason) {
      const error = wireError(reason);
      if (error.code === "store.cancelled") this.cancelled = true;
      else this.error = error;
    } finally {
      stop();
      this.running = false;
      this.cancelling = false;
    }
  }

  async cancel(): Promise<void> {
    if (!this.running || this.cancelling) return;
    this.cancelling = true;
    try {
      await this.#backend.call("task_cancel", { task: this.#name });
    } catch (reason) {
      this.cancelling = false;
      this.error = wireError(reason);
    }
  }
}
