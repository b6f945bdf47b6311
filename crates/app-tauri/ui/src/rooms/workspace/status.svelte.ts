// How the workspace's file does, read again and again while somebody looks, and a look through all of it.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { FileCollectView, WireError, WorkspaceChecked, WorkspaceStatusView } from "../../bindings/wire";
import { wireError } from "../../errors";
import type { Running } from "../../frame/running.svelte";
import { text } from "../../text";
import { Task } from "./task.svelte";

export const readEvery = 2000;

export class StatusState {
  view = $state.raw<WorkspaceStatusView | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly check: Task<WorkspaceChecked>;
  /** A hash with which the history once ended, as somebody noted it. */
  noted = $state("");
  /** What the vault had left over, once somebody had it collected. */
  collected = $state.raw<FileCollectView | null>(null);
  collectError = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, running: Running | null = null) {
    this.#backend = backend;
    const done = () => {
      const found = this.check.answer?.problems.length;
      return found === undefined ? null : text.status.checked(found);
    };
    this.check = new Task(backend, running?.follow({ route: { page: "status" }, title: () => text.status.checkRuns, done }));
  }

  /** Reads now and every so often while the page is visible; the answer stops it. */
  watch(page: Document): () => void {
    let pause: ReturnType<typeof setTimeout> | undefined;
    let watched = true;
    const look = async () => {
      clearTimeout(pause);
      await this.load();
      clearTimeout(pause);
      if (watched && !page.hidden) pause = setTimeout(() => void look(), readEvery);
    };
    const turn = () => {
      if (page.hidden) clearTimeout(pause);
      else void look();
    };
    page.addEventListener("visibilitychange", turn);
    void look();
    return () => {
      watched = false;
      clearTimeout(pause);
      page.removeEventListener("visibilitychange", turn);
    };
  }

  startCheck(): Promise<void> {
    const noted = this.noted.trim() || null;
    return this.check.run((task) => this.#backend.call("workspace_check", { task, noted }));
  }

  async collect(): Promise<void> {
    try {
      this.collected = await this.#backend.call("file_collect", {});
      this.collectError = null;
    } catch (reason) {
      this.collectError = wireError(reason);
    }
  }

  async #load(): Promise<void> {
    try {
      this.view = await this.#backend.call("workspace_status", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
