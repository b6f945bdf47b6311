// The workflows of the workspace: their versions, the one that is looked at, and one that is being drawn.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { WireError, WorkflowView } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import { WorkflowDrawing } from "./drawing.svelte";

export class WorkflowsState {
  list = $state.raw<WorkflowView[]>([]);
  error = $state.raw<WireError | null>(null);
  drawing = $state.raw<WorkflowDrawing | null>(null);
  readonly load = onceMore(() => this.#load());
  #chosen = $state<string | null>(null);
  readonly #backend: Backend;

  /** The version that is looked at: the one that was chosen, else the one that new revisions follow. */
  shown: WorkflowView | null = $derived(
    this.list.find((workflow) => workflow.id === this.#chosen) ?? this.list.find((workflow) => workflow.current) ?? null,
  );

  /** What is being drawn and not saved, in words. */
  unsaved(): string | null {
    return this.drawing?.changed ? text.frame.unsaved.drawing(this.drawing.name) : null;
  }

  discard(): void {
    this.drawing = null;
  }

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  choose(id: string): void {
    this.#chosen = id;
    this.drawing = null;
  }

  /** Begins to draw, from the version that is looked at. */
  draw(): void {
    if (this.shown) this.drawing = new WorkflowDrawing(this.#backend, this.shown.design);
  }

  /** Saves what is drawn, and shows the version that it became. */
  async save(): Promise<void> {
    if (!this.drawing) return;
    this.list = await this.#backend.call("workflow_save", $state.snapshot(this.drawing.design));
    this.#chosen = null;
    this.drawing = null;
  }

  /** Lets new revisions follow the version that is looked at. */
  async take(): Promise<void> {
    if (this.shown) this.list = await this.#backend.call("workflow_take", { workflow: this.shown.id });
  }

  async #load(): Promise<void> {
    try {
      this.list = await this.#backend.call("workflow_list", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
