// Long work that a page starts, follows and may cancel, each run by a name of its own.
import type { Backend } from "../../backend/backend";
import { Runs, type Run } from "../../backend/runs";
import type { Progress, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** A task, whatever it answers. */
export type AnyTask = Pick<Task<unknown>, "name" | "progress" | "cancelling" | "cancelled" | "error" | "cancel">;

/** Told when a run begins; the answer is called when it has ended, and the task says how. */
export type Follow = (task: AnyTask) => () => void;

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
  readonly #follows: Follow | null;
  readonly #runs = new Runs();
  /** Grows with every run; what an older one still says is dropped. */
  #round = 0;

  /** What ends with the page that began it needs nobody who follows it. */
  constructor(backend: Backend, follows: Follow | null = null) {
    this.#backend = backend;
    this.#follows = follows;
  }

  /** What its last run is called; null before the first. */
  get name(): string | null {
    return this.#runs.last;
  }

  /** Runs work that knows the run's name; a second run waits for nobody and does nothing while one is on its way. */
  async run(work: (task: string) => Promise<T>): Promise<void> {
    if (!this.running) await this.#follow(({ task }) => work(task));
  }

  /** Runs work in the place of what is on its way, whose answer is dropped; the backend ends it. */
  async supersede(work: (run: Run) => Promise<T>): Promise<void> {
    await this.#follow(work);
  }

  async cancel(): Promise<void> {
    const task = this.#runs.last;
    if (!this.running || this.cancelling || task === null) return;
    this.cancelling = true;
    const round = this.#round;
    try {
      await this.#backend.call("task_cancel", { task });
    } catch (reason) {
      if (round !== this.#round) return;
      this.cancelling = false;
      this.error = wireError(reason);
    }
  }

  async #follow(work: (run: Run) => Promise<T>): Promise<void> {
    const run = this.#runs.next();
    this.#round += 1;
    const round = this.#round;
    this.running = true;
    this.cancelling = false;
    this.cancelled = false;
    this.progress = null;
    this.answer = null;
    this.error = null;
    const stop = this.#backend.onProgress((progress) => {
      if (progress.task === run.task && round === this.#round) this.progress = progress;
    });
    const ended = this.#follows?.(this);
    try {
      const answer = await work(run);
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
      ended?.();
    }
  }
}
