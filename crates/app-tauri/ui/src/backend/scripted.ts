// A backend for tests that answers when the test says so: calls wait until they are answered or refused.
import type { Changes, Daily, Progress, WireError } from "../bindings/wire";
import type { Answer, Backend, Bytes, CommandName, Request } from "./backend";
import { Listeners } from "./listeners";

type Waiting = {
  name: CommandName;
  request: unknown;
  bytes: Uint8Array | undefined;
  resolve: (answer: never) => void;
  reject: (reason: unknown) => void;
};

export class ScriptedBackend implements Backend {
  readonly waiting: Waiting[] = [];
  readonly #changed = new Listeners<[Changes]>();
  readonly #progress = new Listeners<[Progress]>();
  readonly #daily = new Listeners<[Daily]>();
  readonly #opened = new Listeners<[]>();
  readonly #closing = new Listeners<[]>();

  call<K extends CommandName>(name: K, request: Request<K>, ...[bytes]: Bytes<K>): Promise<Answer<K>> {
    return new Promise<Answer<K>>((resolve, reject) => {
      this.waiting.push({ name, request, bytes: bytes as Uint8Array | undefined, resolve, reject });
    });
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    return this.#changed.add(listener);
  }

  onOpened(listener: () => void): () => void {
    return this.#opened.add(listener);
  }

  onClosing(listener: () => void): () => void {
    return this.#closing.add(listener);
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#progress.add(listener);
  }

  onDaily(listener: (daily: Daily) => void): () => void {
    return this.#daily.add(listener);
  }

  /** Tells how a backup went that was made by itself. */
  daily(error: WireError | null): void {
    this.#daily.tell({ error });
  }

  /** Tells how far a task is. */
  progress(progress: Progress): void {
    this.#progress.tell(progress);
  }

  change(...rooms: string[]): void {
    this.#changed.tell({ rooms, ids: [] });
  }

  /** Tells that another window opened another workspace. */
  opened(): void {
    this.#opened.tell();
  }

  /** Tells that somebody wants to close the window. */
  closing(): void {
    this.#closing.tell();
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

  async refuse(name: CommandName, code: string, message = `refused with ${code}`, place = 0, fields: Record<string, string> = {}): Promise<void> {
    this.#take(name, place).reject({ code, message, fields });
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
