// What every page shares: the backend, the address, the workspace, the categories, the notices.
import { getContext, setContext } from "svelte";
import type { Backend } from "./backend/backend";
import type { Changes } from "./bindings/wire";
import { wireError } from "./errors";
import { ReviewListState } from "./rooms/approval/review_list.svelte";
import { UndoState } from "./rooms/audit/undo.svelte";
import { CategoryState } from "./rooms/category/category.svelte";
import { PeopleState } from "./rooms/person/people.svelte";
import { WorkspaceState } from "./rooms/workspace/workspace.svelte";
import type { Router } from "./router.svelte";
import { ToastState } from "./widgets/toast.svelte";

export class Application {
  readonly backend: Backend;
  readonly router: Router;
  readonly toasts = new ToastState();
  readonly workspace: WorkspaceState;
  readonly categories: CategoryState;
  readonly people: PeopleState;
  readonly reviews: ReviewListState;
  /** How often somebody has asked for the search, and how often they were heard. */
  #searches = $state(0);
  #searchesHeard = 0;
  readonly undo: UndoState;
  /** The path to which something was exported last; the next export is proposed beside it. */
  exportedTo: string | null = null;
  readonly #kept = new Map<string, { opened: number; thing: unknown; end: () => void }>();
  #ready = false;

  constructor(backend: Backend, router: Router) {
    this.backend = backend;
    this.router = router;
    this.workspace = new WorkspaceState(backend);
    this.categories = new CategoryState(backend);
    this.people = new PeopleState(backend);
    this.reviews = new ReviewListState(backend);
    this.undo = new UndoState(backend, this.toasts);
  }

  /** Reads what the frame shows and follows the changes; the answer stops it. */
  start(): () => void {
    const stops = [
      this.router.start(),
      this.live(["person", "part", "category"], (changes) => {
        void this.workspace.load();
        if (changes.rooms.includes("category")) void this.categories.load();
      }),
      this.live(["person", "approval", "revision"], () => {
        void this.people.load();
        void this.reviews.load();
      }),
    ];
    void this.workspace.load();
    void this.attempt(() => this.readFrame());
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Reads what the frame shows of a workspace, apart from the workspace itself. */
  async readFrame(): Promise<void> {
    const { categories, people, reviews, workspace } = this;
    await Promise.all([categories.load(), people.load(), reviews.load(), workspace.loadPlaces()]);
  }

  /** Goes to the part list and into its search. */
  search(): void {
    if (this.router.route.page !== "parts") this.router.open({ page: "parts" });
    this.#searches += 1;
  }

  /** Whether somebody has asked for the search since this was asked last. */
  hearSearch(): boolean {
    const isNew = this.#searches > this.#searchesHeard;
    this.#searchesHeard = this.#searches;
    return isNew;
  }

  /** What a page made under this name before, in this workspace: so that coming back finds all as it was left. */
  keep<T>(name: string, make: () => T): T {
    const { opened } = this.workspace;
    const before = this.#kept.get(name);
    if (before?.opened === opened) return before.thing as T;
    before?.end();
    const kept = { opened, thing: undefined as unknown, end: () => {} };
    // Under a root of its own, or what is derived in it would stop with the page that happened to make it.
    kept.end = $effect.root(() => {
      kept.thing = make();
    });
    this.#kept.set(name, kept);
    return kept.thing as T;
  }

  /** Shows whatever nobody caught like every other error; the answer stops it. */
  hearErrors(on: Window): () => void {
    const rejected = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      this.toasts.error(wireError(event.reason));
    };
    const thrown = (event: ErrorEvent) => {
      this.toasts.error(wireError(event.error ?? event.message));
    };
    on.addEventListener("unhandledrejection", rejected);
    on.addEventListener("error", thrown);
    return () => {
      on.removeEventListener("unhandledrejection", rejected);
      on.removeEventListener("error", thrown);
    };
  }

  /** Calls back for each committed unit that touched one of the rooms; the answer stops it. */
  live(rooms: readonly string[], reload: (changes: Changes) => void): () => void {
    return this.backend.onChanged((changes) => {
      if (changes.rooms.length === 0 || changes.rooms.some((room) => rooms.includes(room))) reload(changes);
    });
  }

  /** Does something that may be refused; a refusal becomes a notice and `undefined`. */
  async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (reason) {
      this.toasts.error(wireError(reason));
      return undefined;
    }
  }

  /** Tells the shell, once, that the first data is on the screen: two frames after it is in the page. */
  drawn(rows: number): void {
    if (this.#ready) return;
    this.#ready = true;
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        void this.attempt(() => this.backend.call("window_ready", { rows }));
      });
    });
  }
}

const key = Symbol("application");

export function provideApplication(application: Application): void {
  setContext(key, application);
}

export function useApplication(): Application {
  return getContext<Application>(key);
}
