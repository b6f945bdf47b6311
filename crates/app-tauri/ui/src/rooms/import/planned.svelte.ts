// An import as its plan: asked for as often as what is asked changes, shown, then carried out exactly as it was shown.
import type { Backend } from "../../backend/backend";
import type { Run } from "../../backend/runs";
import type { ImportRowsRequest, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { Task, type Follow } from "../workspace/task.svelte";
import type { RowSaid } from "./import_outline";

/** `choose`: nothing to import yet. `preview`: the plan for it. `applying`: being written. `done`: written. */
export type ImportStep = "choose" | "preview" | "applying" | "done";

/** Work that knows the name of its run. */
export type Work<T> = (task: string) => Promise<T>;

/** Work that comes in the place of an older run. */
export type WorkAgain<T> = (run: Run) => Promise<T>;

/** What a page shows of any of them. */
export type AnyImport = {
  readonly step: ImportStep;
  readonly previewing: boolean;
  readonly cancelled: boolean;
  readonly error: WireError | null;
  readonly canApply: boolean;
  readonly planning: Pick<Task<unknown>, "running" | "progress" | "cancelling" | "cancel">;
  readonly writing: Pick<Task<unknown>, "cancelled" | "progress" | "cancelling" | "cancel">;
  plan(): Promise<void>;
  reset(): void;
};

/** `P` is what the plan says, `D` what was done. */
export abstract class PlannedImport<P extends { fingerprint: string }, D> {
  step = $state<ImportStep>("choose");
  preview = $state.raw<P | null>(null);
  /** True while the plan on the screen is older than what was asked for. */
  previewing = $state(false);
  /** True when the plan that was asked for last was cancelled. */
  cancelled = $state(false);
  error = $state.raw<WireError | null>(null);
  readonly planning: Task<P>;
  readonly writing: Task<D>;

  protected readonly backend: Backend;
  #generation = 0;

  /** A plan ends with the page that shows it; what is written goes on without, and is followed. */
  constructor(backend: Backend, follows: Follow | null = null) {
    this.backend = backend;
    this.planning = new Task(backend);
    this.writing = new Task(backend, follows);
  }

  /** Whether there is a plan that can be carried out. */
  abstract get canApply(): boolean;

  /** Asks for the plan; null as long as it is not said what to import. */
  protected abstract asking(): WorkAgain<P> | null;

  /** Carries the plan of that name out. */
  protected abstract doing(fingerprint: string): Work<D> | null;

  /** Told when there is another plan. */
  protected abstract shown(preview: P): void;

  /** Asks for the plan; answers to older questions are dropped. */
  async plan(): Promise<void> {
    const generation = this.forget();
    const ask = this.asking();
    this.previewing = ask !== null;
    if (!ask) return;
    const { planning } = this;
    await planning.supersede(ask);
    if (!this.isNewest(generation)) return;
    this.previewing = false;
    this.cancelled = planning.cancelled;
    if (planning.cancelled) return;
    this.error = planning.error;
    const preview = planning.answer;
    if (!preview) return;
    this.preview = preview;
    this.shown(preview);
  }

  /** Writes exactly the plan that is on the screen; answers what came of it, or null when it was refused or cancelled. */
  async apply(): Promise<D | null> {
    const work = this.canApply && this.preview ? this.doing(this.preview.fingerprint) : null;
    if (!work) return null;
    const { writing } = this;
    this.step = "applying";
    await writing.run(work);
    if (writing.answer) {
      this.step = "done";
      return writing.answer;
    }
    this.step = "preview";
    this.error = writing.error;
    return null;
  }

  /** Waits for no plan any more; the one that is made is ended. */
  stop(): void {
    this.forget();
    void this.planning.cancel();
  }

  /** Back to the start; nothing was written. */
  reset(): void {
    this.stop();
    this.step = "choose";
    this.preview = null;
    this.error = null;
    this.previewing = false;
  }

  /** Reads some of the plan; when it is not the last any more, the plan is made anew. */
  protected async read(want: () => Promise<void>): Promise<void> {
    try {
      await want();
    } catch (reason) {
      const error = wireError(reason);
      if (error.code === "import.plan_changed" && this.step === "preview") await this.plan();
      else this.error = error;
    }
  }

  /** What rows of the plan say. */
  protected async rowsAt(which: Omit<ImportRowsRequest, "fingerprint">): Promise<[place: number, said: RowSaid][]> {
    const read = await this.backend.call("import_rows", { fingerprint: this.preview?.fingerprint ?? "", ...which });
    return read.map(({ place, item, problems }) => [place, { item, problems }]);
  }

  /** Begins another question, and drops the answers to those before it. */
  protected forget(): number {
    this.cancelled = false;
    this.#generation += 1;
    return this.#generation;
  }

  /** Whether nothing else was asked since. */
  protected isNewest(generation: number): boolean {
    return generation === this.#generation;
  }
}
