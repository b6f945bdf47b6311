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
  /** Grows with every run; what an older one still says is dropped. */
  #round = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Runs work that knows the task's name; a second run waits for nobody and does nothing while one is on its way. */
  async run(work: (task: string) => Promise<T>): Promise<void> {
    if (this.running) return;
    this.#name = crypto.randomUUID();
    await this.#follow(work);
  }

  /** Runs work in the place of what is on its way, whose answer is dropped; the backend ends it for the name they share. */
  async supersede(work: (task: string) => Promise<T>): Promise<void> {
    if (!this.running) this.#name = crypto.randomUUID();
    await this.#follow(work);
  }

  async cancel(): Promise<void> {
    if (!this.running || this.cancelling) return;
    this.cancelling = true;
    const round = this.#round;
    try {
      await this.#backend.call("task_cancel", { task: this.#name });
    } catch (reason) {
      if (round !== this.#round) return;
      this.cancelling = false;
      this.error = wireError(reason);
    }
  }

  async #follow(work: (task: string) => Promise<T>): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.running = true;
    this.cancelling = false;
    this.cancelled = false;
    this.progress = null;
    this.answer = null;
    this.error = null;
    const stop = this.#backend.onProgress((progress) => {
      if (progress.task === this.#name && round === this.#round) this.progress = progress;
    });
    try {
      const answer = await work(this.#name);
      if (round === this.#round) this.answer = answer;
    } catch (reason) {
      if (round !== this.#round) return;
      const error = wireError(reason);
      if (error.code === "store.cancelled") this.cancelled = true;
      else this.error = error;
    } finally {
      stop();
      if (round === this.#round) {
        this.running = false;
        this.cancelling = false;
      }
    }
  }
}
