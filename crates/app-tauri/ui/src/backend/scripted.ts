// A backend for tests that answers when the test says so: calls wait until they are answered or refused.
import type { Changes, Progress } from "../bindings/wire";
import type { Answer, Backend, Bytes, CommandName, Request } from "./backend";

type Waiting = {
  name: CommandName;
  request: unknown;
  bytes: Uint8Array | undefined;
  resolve: (answer: never) => void;
  reject: (reason: unknown) => void;
};

export class ScriptedBackend implements Backend {
  readonly waiting: Waiting[] = [];
  readonly #listeners = new Set<(changes: Changes) => void>();
  readonly #openers = new Set<() => void>();
  readonly #closers = new Set<() => void>();
  readonly #followers = new Set<(progress: Progress) => void>();

  call<K extends CommandName>(name: K, request: Request<K>, ...[bytes]: Bytes<K>): Promise<Answer<K>> {
    return new Promise<Answer<K>>((resolve, reject) => {
      this.waiting.push({ name, request, bytes: bytes as Uint8Array | undefined, resolve, reject });
    });
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onOpened(listener: () => void): () => void {
    this.#openers.add(listener);
    return () => this.#openers.delete(listener);
  }

  onClosing(listener: () => void): () => void {
    this.#closers.add(listener);
    return () => this.#closers.delete(listener);
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  /** Tells how far a task is. */
  progress(progress: Progress): void {
    for (const follower of this.#followers) follower(progress);
  }

  /** Tells that another window opened another workspace. */
  opened(): void {
    for (const listener of this.#openers) listener();
  }

  /** Tells that somebody wants to close the window. */
  closing(): void {
    for (const listener of this.#closers) listener();
  }

  change(...rooms: string[]): void {
    for (const listener of this.#listeners) listener({ rooms, ids: [] });
  }

  /** The request of the call at this place, the oldest that waits being 0. */
  asked<K extends CommandName>(name: K, place = 0): Request<K> {
    const call = this.waiting.filter((waiting) => waiting.name === name)[place];
    if (!call) throw new Error(`no ${name} waits at ${place}; waiting: ${this.waiting.map((w) => w.name).join(", ")}`);
    return call.request as Request<K>;
  }

  /** The bytes beside the oldest call of that name. */
  bytes(name: CommandName): Uint8Array | undefined {
    return this.waiting.find((waiting) => waiting.name === name)?.bytes;
  }

  /** Answers a waiting call and lets everything that follows from it happen. */
  async answer<K extends CommandName>(name: K, answer: Answer<K>, place = 0): Promise<void> {
    this.#take(name, place).resolve(answer as never);
    await settled();
  }

  async refuse(name: CommandName, code: string, message = `refused with ${code}`, place = 0): Promise<void> {
    this.#take(name, place).reject({ code, message, fields: {} });
    await settled();
  }

  #take(name: CommandName, place: number): Waiting {
    const found = this.waiting.filter((waiting) => waiting.name === name)[place];
    if (!found) throw new Error(`no ${name} waits at ${place}`);
    this.waiting.splice(this.waiting.indexOf(found), 1);
    return found;
  }
}

/** Lets all promises that can settle do so, without any clock. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
