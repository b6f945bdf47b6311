// Workspaces of the fake backend: those that were open, and what becomes of their list.
import type { RecentView, WorkspaceCreateRequest, WorkspacePlaces } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

export class FakePlaces {
  readonly #stores = new Map<string, FakeStore>();
  readonly #paths: string[] = [];
  #open: string | null = null;

  /** Notes the store that is open now, and answers it. */
  enter(store: FakeStore): FakeStore {
    this.#stores.set(store.path, store);
    this.forget(store.path);
    this.#paths.unshift(store.path);
    this.#open = store.path;
    return store;
  }

  /** Keeps a store that nobody has opened yet. */
  keep(store: FakeStore): void {
    if (this.#stores.has(store.path)) throw refuse("workspace.path_taken", `There is already a file ${store.path}, and it was left as it is.`);
    this.#stores.set(store.path, store);
  }

  get closed(): boolean {
    return this.#open === null;
  }

  close(): void {
    this.#open = null;
  }

  forget(path: string): void {
    const at = this.#paths.indexOf(path);
    if (at >= 0) this.#paths.splice(at, 1);
  }

  /** Takes a workspace away, as if somebody had removed its file. */
  remove(path: string): void {
    this.#stores.delete(path);
  }

  at(path: string): FakeStore {
    const found = this.#stores.get(path);
    if (!found) throw refuse("workspace.not_there", `There is no workspace ${path}; choose another file, or create one.`);
    return found;
  }

  /** What a backup has, in the place of what is at the path. */
  restore(path: string, from: string): FakeStore {
    const store = this.at(from);
    this.#stores.delete(from);
    store.path = path;
    return store;
  }

  /** The path of a new one. */
  fresh({ name, folder }: Pick<WorkspaceCreateRequest, "name" | "folder">): string {
    if (!folder.startsWith("/")) throw refuse("workspace.folder_invalid", `A workspace cannot be kept in ${folder}.`);
    const path = `${folder.replace(/\/$/, "")}/${name}.partwright`;
    if (this.#stores.has(path)) throw refuse("workspace.path_taken", `There is already a file ${path}, and it was left as it is.`);
    return path;
  }

  list(): WorkspacePlaces {
    const view = (path: string): RecentView => {
      const name = path.split("/").at(-1)?.replace(/\.partwright$/, "") ?? path;
      return { name, path, there: this.#stores.has(path), open: path === this.#open };
    };
    return { recent: this.#paths.map(view), folder: "/boards", person: "Ada Winter" };
  }
}
