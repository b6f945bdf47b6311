// What is remembered at this machine and belongs to no workspace's file: how the window looks, and where one was.

/** A value under a name, as JSON; all windows of the application share it. */
export class Remembered<T> {
  readonly #name: string;
  readonly #storage: Storage;
  readonly #parse: (value: unknown) => T;

  /** `parse` makes something of whatever is there: of nothing, and of what an older version left. */
  constructor(storage: Storage, name: string, parse: (value: unknown) => T) {
    this.#storage = storage;
    this.#name = `partwright.${name}`;
    this.#parse = parse;
  }

  read(): T {
    const text = this.#storage.getItem(this.#name);
    if (text === null) return this.#parse(undefined);
    try {
      return this.#parse(JSON.parse(text));
    } catch {
      // Somebody else wrote it, or half of it: then nothing is remembered.
      return this.#parse(undefined);
    }
  }

  write(value: T): void {
    this.#storage.setItem(this.#name, JSON.stringify(value));
  }

  /** Tells of what another window wrote; the answer stops it. */
  follow(on: Window, listener: (value: T) => void): () => void {
    const hear = (event: StorageEvent) => {
      if (event.key === this.#name) listener(this.read());
    };
    on.addEventListener("storage", hear);
    return () => {
      on.removeEventListener("storage", hear);
    };
  }
}
