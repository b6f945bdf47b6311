// Changes of a workspace are written one after the other. One that is made while long work writes waits for that, and whoever
// made it is told so: every change that the window makes comes through here.
import type { Answer, Backend, Bytes, CommandName, Request } from "../backend/backend";
import { changesWorkspace } from "../backend/quiet";
import type { Changes, Daily, Progress } from "../bindings/wire";
import { wireError } from "../errors";
import type { Run, Running } from "./running.svelte";

/** How long a change is on its way before it is said which run of this window it waits for. */
export const waitsAfter = 1_000;
/** The same where none is known: it may only be slow. */
export const wondersAfter = 5_000;
/** How the store refuses what has waited too long, for others here or for another program; it has done nothing of it. */
const tooLong = ["store.exhausted", "store.busy"];

class Change {
  /** How long it has been on its way, in steps. */
  age = $state<"new" | "late" | "long">("new");

  /** `task` is the name of its run, where it is long work itself. */
  constructor(readonly task: string | null) {}
}

export class Waits implements Backend {
  /** The changes that are on their way, the oldest first. */
  #changes = $state.raw<readonly Change[]>([]);
  readonly #backend: Backend;
  readonly #running: Running;

  /** What a change waits for: a run of this window, or what nobody here knows; null while none waits. */
  wait: { run: Run | null } | null = $derived.by(() => {
    for (const change of this.#changes) {
      const run = change.age === "new" ? null : this.#before(change);
      if (run) return { run };
      // Of long work it is seen how far it is.
      if (change.age === "long" && !this.#runOf(change)) return { run: null };
    }
    return null;
  });

  constructor(backend: Backend, running: Running) {
    this.#backend = backend;
    this.#running = running;
  }

  call<K extends CommandName>(name: K, request: Request<K>, ...bytes: Bytes<K>): Promise<Answer<K>> {
    const ask = () => this.#backend.call(name, request, ...bytes);
    if (!changesWorkspace(name)) return ask();
    return this.#patiently(new Change("task" in request && typeof request.task === "string" ? request.task : null), ask);
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    return this.#backend.onChanged(listener);
  }

  onOpened(listener: () => void): () => void {
    return this.#backend.onOpened(listener);
  }

  onClosing(listener: () => void): () => void {
    return this.#backend.onClosing(listener);
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#backend.onProgress(listener);
  }

  onDaily(listener: (daily: Daily) => void): () => void {
    return this.#backend.onDaily(listener);
  }

  /**
   * The store lets nobody wait for ever: it refuses what has waited too long for another program, ten seconds, or for others
   * here, thirty, and has done nothing of it. As long as a run of this window is waited for, it is asked again. Long work is
   * not, because somebody may have cancelled it meanwhile.
   */
  async #patiently<T>(change: Change, ask: () => Promise<T>): Promise<T> {
    this.#changes = [...this.#changes, change];
    const late = setTimeout(() => (change.age = "late"), waitsAfter);
    const long = setTimeout(() => (change.age = "long"), wondersAfter);
    try {
      for (;;) {
        const waited = this.#before(change) !== null;
        try {
          return await ask();
        } catch (reason) {
          const again = change.task === null && (waited || this.#before(change) !== null);
          if (!again || !tooLong.includes(wireError(reason).code)) throw reason;
        }
      }
    } finally {
      clearTimeout(late);
      clearTimeout(long);
      this.#changes = this.#changes.filter((other) => other !== change);
    }
  }

  /** The run that was begun before a change and is not done. */
  #before(change: Change): Run | null {
    const before = this.#changes.slice(0, this.#changes.indexOf(change));
    return before.map((other) => this.#runOf(other)).find((run) => run !== null) ?? null;
  }

  #runOf({ task }: Change): Run | null {
    return this.#running.list.find((run) => task !== null && run.task.name === task) ?? null;
  }
}
