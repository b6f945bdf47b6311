// A backup that is to take the place of a workspace: which there are, which one it is, what goes and what comes.
import type { Backend } from "../../backend/backend";
import type { BackupView, WorkspaceCopy } from "../../bindings/wire";

export class RestoreState {
  /** The workspace that is replaced, and the backup, as they stand in the fields. */
  path = $state("");
  from = $state("");
  /** The backups of that workspace that are known, the newest first. */
  copies = $state.raw<BackupView[]>([]);
  #looked = $state.raw<{ at: string; copy: WorkspaceCopy } | null>(null);
  readonly #backend: Backend;

  /** What is in the backup; null while that is not known, or there is none. Why there is none is said by who restores it. */
  comes: WorkspaceCopy | null = $derived(this.#looked?.at === this.from.trim() ? this.#looked.copy : null);

  constructor(backend: Backend, path: string, from: string) {
    this.#backend = backend;
    [this.path, this.from] = [path, from];
  }

  /** Reads which backups of the workspace there are, also of one that is damaged or gone; `proposes` the newest of them. */
  async load(proposes: boolean): Promise<void> {
    const path = this.path.trim();
    if (path !== "") this.copies = await this.#backend.call("workspace_copies", { path });
    if (proposes && this.from === "") this.from = this.copies[0]?.path ?? "";
  }

  /** Looks what is in the backup. */
  async look(): Promise<void> {
    const at = this.from.trim();
    if (!at.endsWith(".partwright")) return;
    const copy = await this.#backend.call("workspace_copy", { path: at }).catch(() => null);
    if (copy) this.#looked = { at, copy };
  }
}
