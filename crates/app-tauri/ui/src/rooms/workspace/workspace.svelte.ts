// The workspace that is open: its name, its file, the person at the keyboard.
import type { Backend } from "../../backend/backend";
import type { WireError, WorkspaceChoice, WorkspaceView } from "../../bindings/wire";
import { wireError } from "../../errors";

export class WorkspaceState {
  view = $state.raw<WorkspaceView | null>(null);
  error = $state.raw<WireError | null>(null);
  /** True while another workspace is being opened. */
  opening = $state(false);
  /** Grows with every workspace opened, so that pages start afresh. */
  opened = $state(0);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#backend.call("workspace_show", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** Opens the demo or one's own workspace in place of this one. */
  async open(workspace: WorkspaceChoice): Promise<WorkspaceView> {
    this.opening = true;
    try {
      this.view = await this.#backend.call("workspace_open", { workspace });
      this.error = null;
      this.opened += 1;
      return this.view;
    } finally {
      this.opening = false;
    }
  }

  /** Changes the name under which the audit remembers this person. */
  async renamePerson(name: string): Promise<void> {
    const person = await this.#backend.call("person_rename", { name });
    if (this.view) this.view = { ...this.view, person };
  }
}
