// The workspace that is open: its name, its file, the person at the keyboard; and those that were open before.
import type { Backend } from "../../backend/backend";
import type {
  RecentView,
  Wanted,
  WireError,
  WorkspaceChoice,
  WorkspaceCreateRequest,
  WorkspaceMoved,
  WorkspaceRestored,
  WorkspaceSalvaged,
  WorkspacePlaces,
  WorkspaceView,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import { lastName } from "../../format";
import { OpeningState } from "./opening.svelte";
import { Task } from "./task.svelte";

export class WorkspaceState {
  view = $state.raw<WorkspaceView | null>(null);
  error = $state.raw<WireError | null>(null);
  /** What was open at this machine, and what is proposed for a new one; null until it is known. */
  places = $state.raw<WorkspacePlaces | null>(null);
  /** True while another workspace is being opened. */
  opening = $state(false);
  /** Grows with every workspace opened, so that pages start afresh. */
  opened = $state(0);
  /** How far that is. */
  readonly entrance: OpeningState;
  readonly move: Task<WorkspaceMoved>;
  readonly restoring: Task<WorkspaceRestored>;
  readonly salvage: Task<WorkspaceSalvaged>;
  readonly #backend: Backend;

  /** Whether none is open because the last one was closed. */
  closed: boolean = $derived(this.view === null && this.error?.code === "workspace.closed");

  /** The one that was to be open and is not where it was; `known` if it was open at this machine before. */
  lost: { path: string; name: string; known: boolean } | null = $derived.by(() => {
    if (this.view !== null || this.error?.code !== "workspace.not_there") return null;
    const path = this.error.fields["path"] ?? "";
    return { path, name: lastName(path).replace(/\.partwright$/, ""), known: this.places?.recent.some((recent) => recent.path === path) ?? false };
  });

  /** The recent ones that can be opened from here. */
  others: RecentView[] = $derived((this.places?.recent ?? []).filter(({ there, open }) => there && !open));

  constructor(backend: Backend) {
    this.#backend = backend;
    this.entrance = new OpeningState(backend);
    this.move = new Task(backend);
    this.restoring = new Task(backend);
    this.salvage = new Task(backend);
  }

  async load(): Promise<void> {
    try {
      const shown = this.#backend.call("workspace_show", {});
      // The first answer comes when the workspace is open.
      this.view = await (this.view === null ? this.entrance.during(shown) : shown);
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** Looks which workspace is open by now; answers whether it is another one. */
  async follow(): Promise<boolean> {
    const before = this.view?.path;
    await this.load();
    if (this.error) this.view = null;
    if (this.view?.path === before) return false;
    this.opened += 1;
    return true;
  }

  /** Puts a backup in the place of a workspace, and enters it; the task says how far that is and how it ended. */
  async restore(path: string, from: string): Promise<WorkspaceRestored | null> {
    this.opening = true;
    try {
      await this.restoring.run((task) => this.#backend.call("workspace_restore", { task, path: path.trim(), from: from.trim() }));
      const restored = this.restoring.answer;
      if (restored) {
        this.view = restored.workspace;
        this.error = null;
        this.opened += 1;
      } else {
        // What was open was closed meanwhile, and opened anew as it was.
        await this.load();
      }
      return restored;
    } finally {
      this.opening = false;
    }
  }

  async loadPlaces(): Promise<void> {
    this.places = await this.#backend.call("workspace_places", {});
  }

  /** Opens the demo or one's own workspace in place of this one. */
  open(workspace: WorkspaceChoice): Promise<WorkspaceView> {
    return this.#enter(() => this.#backend.call("workspace_open", { workspace }));
  }

  /** Opens the workspace in a file in place of this one. */
  openAt(path: string): Promise<WorkspaceView> {
    return this.#enter(() => this.#backend.call("workspace_open_at", { path: path.trim() }));
  }

  /** Makes a workspace and opens it in place of this one. */
  create(request: WorkspaceCreateRequest): Promise<WorkspaceView> {
    return this.#enter(() => this.#backend.call("workspace_create", request));
  }

  /** Takes the open workspace to another folder; the task says how far that is and how it ended. */
  async moveTo(folder: string): Promise<WorkspaceMoved | null> {
    await this.move.run((task) => this.#backend.call("workspace_move", { task, folder: folder.trim() }));
    const moved = this.move.answer;
    // Also after a failure: it was opened anew, wherever it is.
    if (moved) this.view = moved.workspace;
    else await this.load();
    this.opened += 1;
    await this.loadPlaces();
    return moved;
  }

  /** Puts what can be read of a damaged workspace into a new one; the task says how far that is and how it ended. */
  async salvageTo(path: string, to: string): Promise<void> {
    await this.salvage.run((task) => this.#backend.call("workspace_salvage", { task, path: path.trim(), to: to.trim() }));
  }

  async close(): Promise<void> {
    this.places = await this.#backend.call("workspace_close", {});
    this.view = null;
    await this.load();
    this.opened += 1;
  }

  /** Takes a workspace off the list of recent ones. */
  async forget(path: string): Promise<void> {
    this.places = await this.#backend.call("workspace_forget", { path });
  }

  /** The path that somebody chooses in the system's dialog, which begins in a folder; null when they choose none. */
  choose(wanted: Wanted, from: string): Promise<string | null> {
    return this.#backend.call("workspace_choose", { wanted, from });
  }

  /** Changes the name under which the audit remembers this person. */
  async renamePerson(name: string): Promise<void> {
    const person = await this.#backend.call("person_rename", { name });
    if (this.view) this.view = { ...this.view, person };
  }

  async #enter(ask: () => Promise<WorkspaceView>): Promise<WorkspaceView> {
    this.opening = true;
    try {
      this.view = await this.entrance.during(ask());
      this.error = null;
      this.opened += 1;
      return this.view;
    } finally {
      this.opening = false;
    }
  }
}
