// What every page shares: the backend, the address, the workspace, the categories, the notices, what can be done.
import { getContext, setContext } from "svelte";
import type { Backend } from "./backend/backend";
import type { Changes, WireError } from "./bindings/wire";
import { wireError } from "./errors";
import { Actions, ActionKeys } from "./frame/actions.svelte";
import { pageButtons } from "./frame/page_buttons";
import { frameActions } from "./frame/frame_actions";
import { Palette } from "./frame/palette.svelte";
import { RecentParts } from "./frame/recent_parts";
import { Running } from "./frame/running.svelte";
import { ThemeState } from "./frame/theme.svelte";
import { Trail } from "./frame/trail.svelte";
import { Unsaved, whileSaving } from "./frame/unsaved.svelte";
import { Waits } from "./frame/waits.svelte";
import { ReviewListState } from "./rooms/approval/review_list.svelte";
import { UndoState } from "./rooms/audit/undo.svelte";
import { CategoryState } from "./rooms/category/category.svelte";
import { PeopleState } from "./rooms/person/people.svelte";
import { WorkspaceState } from "./rooms/workspace/workspace.svelte";
import { routeHash, type ListPage, type Route, type Router } from "./router.svelte";
import { text } from "./text";
import { ToastState } from "./widgets/toast.svelte";

/** The dialogs that can be asked for from anywhere. */
export type Asked = "part" | "create" | "open" | "move" | "restore" | "salvage" | "verify" | "keys";
/** Those that lead to another workspace than the one that is open. */
const leading: readonly Asked[] = ["create", "open", "restore", "salvage"];

/** So many of a kind are kept: a page of which there are many names what it keeps by its kind and which of it. */
const keptAtMost = 24;

/** What a page keeps may have something unsaved in it. */
type Keeping = { unsaved?: () => string | null; saving?: () => boolean; discard?: () => void };

export class Application {
  readonly backend: Backend;
  readonly router: Router;
  readonly toasts = new ToastState();
  readonly workspace: WorkspaceState;
  readonly categories: CategoryState;
  readonly people: PeopleState;
  readonly reviews: ReviewListState;
  readonly actions = new Actions();
  readonly keys = new ActionKeys(this.actions);
  readonly trail: Trail;
  readonly unsaved = new Unsaved();
  readonly running: Running;
  /** What changes wait for; all of them go through it. */
  readonly waits: Waits;
  readonly theme: ThemeState;
  readonly recentParts: RecentParts;
  readonly palette: Palette;
  /** The dialog that was asked for. */
  asked = $state<Asked | null>(null);
  /** What it is about, where that was said: the path of a backup. */
  askedOf = $state<string | null>(null);
  /** The error of which somebody wants to read all. */
  explained = $state.raw<WireError | null>(null);
  /** A search that was asked for and that its list has not taken yet: its words, or null for none. */
  #search = $state.raw<{ page: ListPage; words: string | null } | null>(null);
  readonly undo: UndoState;
  /** The path to which something was exported last; the next export is proposed beside it. */
  exportedTo: string | null = null;
  readonly #kept = new Map<string, { opened: number; thing: unknown; end: () => void }>();
  #ready = false;

  constructor(backend: Backend, router: Router, on: Window = window) {
    this.router = router;
    this.running = new Running(router, this.toasts, this.unsaved);
    this.waits = new Waits(backend, this.running);
    backend = this.waits;
    this.backend = backend;
    this.workspace = new WorkspaceState(backend);
    this.categories = new CategoryState(backend);
    this.people = new PeopleState(backend);
    this.reviews = new ReviewListState(backend);
    this.undo = new UndoState(backend, this.toasts, this.running);
    this.trail = new Trail(
      () => router.route,
      () => this.workspace.error !== null && this.workspace.view === null,
    );
    this.theme = new ThemeState(on);
    this.recentParts = new RecentParts(backend, on.localStorage);
    this.palette = new Palette(backend, this.actions, this.recentParts);
    this.actions.add(() => frameActions(this));
    router.leave = (to, go) => this.unsaved.leave(to, go);
  }

  /** Reads what the frame shows and follows the changes; the answer stops it. */
  start(): () => void {
    const stops = [
      this.router.start(),
      this.theme.follow(),
      this.backend.onOpened(() => void this.attempt(() => this.#follow())),
      this.backend.onClosing(() => this.close()),
      this.backend.onChanged(() => void this.toasts.review()),
      this.backend.onDaily(({ error }) => {
        if (error) this.toasts.error({ ...error, message: text.backup.dailyFailed(error.message) });
      }),
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

  /** Opens the palette. */
  find(): void {
    const page = document.querySelector("main");
    void this.palette.show(this.workspace.view?.path, page ? pageButtons(page) : []);
  }

  /** Asks with one of the dialogs, once nothing would be lost by it; `about` is what it begins with. */
  ask(what: Asked, about: string | null = null): void {
    const show = () => {
      [this.asked, this.askedOf, this.explained] = [what, about, null];
    };
    if (leading.includes(what)) this.unsaved.end("switch", show);
    else show();
  }

  /** Goes to the part list and into its search, with these words; without any, into that of the list that is shown. */
  searchParts(words: string | null = null): void {
    const here = this.router.route.page;
    const page = words === null && here === "assemblies" ? here : "parts";
    this.#search = { page, words };
    if (here !== page) this.router.open({ page });
  }

  /** The search that somebody has asked for in this list since it asked last. */
  hearSearch(page: ListPage): { words: string | null } | null {
    const asked = this.#search;
    if (asked?.page !== page) return null;
    this.#search = null;
    return asked;
  }

  /** Opens a page in a window of its own. */
  openWindow(route: Route): void {
    void this.attempt(() => this.backend.call("window_open", { address: routeHash(route) }));
  }

  /** Closes this window, once nothing would be lost by it. */
  close(): void {
    this.unsaved.end("close", () => void this.attempt(() => this.backend.call("window_close", {})));
  }

  /** Follows to the workspace that another window has opened. */
  async #follow(): Promise<void> {
    const { workspace } = this;
    // What this window does itself, it sees by itself.
    if (workspace.opening || workspace.move.running) return;
    if (!(await workspace.follow())) return;
    this.router.replace({ page: "parts" });
    if (workspace.view) this.toasts.say(text.workspace.openedElsewhere(workspace.view.name));
    await this.readFrame();
  }

  /** What a page made under this name before, in this workspace: so that coming back finds all as it was left. */
  keep<T>(name: string, make: () => T): T {
    const { opened } = this.workspace;
    const before = this.#kept.get(name);
    if (before) this.#kept.delete(name);
    if (before?.opened === opened) {
      // The newest stands last.
      this.#kept.set(name, before);
      return before.thing as T;
    }
    before?.end();
    this.#forget(kindOf(name));
    const kept = { opened, thing: undefined as unknown, end: () => {} };
    // Under a root of its own, or what is derived in it would stop with the page that happened to make it.
    const end = $effect.root(() => {
      kept.thing = make();
    });
    const { unsaved, saving, discard } = kept.thing as Keeping;
    const release = unsaved
      ? this.unsaved.hold({
          what: () => unsaved.call(kept.thing),
          discard: () => discard?.call(kept.thing),
          settle: () => whileSaving(() => saving?.call(kept.thing) ?? false),
          // It waits for whoever comes back.
          stays: () => true,
        })
      : () => {};
    kept.end = () => {
      release();
      end();
    };
    this.#kept.set(name, kept);
    return kept.thing as T;
  }

  /** Forgets what is of another workspace, and the oldest of a kind that is many; never what has something unsaved. */
  #forget(kind: string): void {
    let many = [...this.#kept.keys()].filter((name) => kindOf(name) === kind).length;
    for (const [name, { opened, thing, end }] of this.#kept) {
      const isOurs = opened === this.workspace.opened;
      const isTooMany = kindOf(name) === kind && many >= keptAtMost && !(thing as Keeping).unsaved?.call(thing);
      if (isOurs && !isTooMany) continue;
      if (kindOf(name) === kind) many -= 1;
      end();
      this.#kept.delete(name);
    }
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

/** `bom` of `bom 0198…`. */
function kindOf(name: string): string {
  return name.split(" ", 1)[0] ?? name;
}

const key = Symbol("application");

export function provideApplication(application: Application): void {
  setContext(key, application);
}

export function useApplication(): Application {
  return getContext<Application>(key);
}
