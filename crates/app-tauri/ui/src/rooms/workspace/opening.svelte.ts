// The workspace that is being opened: which one it is and how far that is, once it takes longer than a blink.
import type { Backend } from "../../backend/backend";
import type { WorkspaceOpening } from "../../bindings/wire";
import { patience } from "../../frame/patience.svelte";

/** So often it is looked how far it is. */
export const lookEvery = 400;

export class OpeningState {
  view = $state.raw<WorkspaceOpening | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Looks how far it is for as long as that is on its way, and answers what it answers. */
  async during<T>(work: Promise<T>): Promise<T> {
    let open = false;
    let pause: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const view = await this.#backend.call("workspace_opening", {});
        if (open) return;
        this.view = view;
      } catch {
        // Whatever is wrong, the work itself says so.
        return;
      }
      pause = setTimeout(() => void look(), lookEvery);
    };
    pause = setTimeout(() => void look(), patience);
    try {
      return await work;
    } finally {
      open = true;
      clearTimeout(pause);
      this.view = null;
    }
  }
}
