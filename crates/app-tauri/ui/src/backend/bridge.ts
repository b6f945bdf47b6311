// The backend of a page in a plain browser over the real commands: for tests, and in no build that ships.
import type { Changes, Daily, Progress } from "../bindings/wire";
import { wireError } from "../errors";
import type { Answer, Backend, Bytes, CommandName, Request } from "./backend";
import { base64 } from "./base64";

export class BridgeBackend implements Backend {
  /** `?token=…`, which the bridge asks everybody for. */
  readonly #token: string;
  readonly #events: EventSource;
  readonly #page: HTMLElement;
  #asking = 0;

  constructor(on: Window) {
    this.#token = on.location.search;
    this.#events = new EventSource(`/events${this.#token}`);
    this.#page = on.document.documentElement;
  }

  async call<K extends CommandName>(name: K, request: Request<K>, ...[bytes]: Bytes<K>): Promise<Answer<K>> {
    const words = JSON.stringify(request);
    this.#count(1);
    try {
      const response = await fetch(`/command/${name}${this.#token}`, {
        method: "POST",
        body: (bytes as Uint8Array<ArrayBuffer> | undefined) ?? words,
        headers: bytes === undefined ? {} : { "partwright-request": base64(new TextEncoder().encode(words)) },
      });
      if (!response.ok) throw await response.json();
      const isWords = response.headers.get("content-type") === "application/json";
      return (await (isWords ? response.json() : response.arrayBuffer())) as Answer<K>;
    } catch (reason) {
      throw wireError(reason);
    } finally {
      this.#count(-1);
    }
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    return this.#hear("changed", listener);
  }

  onOpened(listener: () => void): () => void {
    return this.#hear("opened", listener);
  }

  onClosing(): () => void {
    // A browser closes its windows itself.
    return () => undefined;
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#hear("progress", listener);
  }

  onDaily(listener: (daily: Daily) => void): () => void {
    return this.#hear("daily", listener);
  }

  /** A test sees by `data-asking` that the page waits for an answer. */
  #count(by: 1 | -1): void {
    this.#asking += by;
    this.#page.toggleAttribute("data-asking", this.#asking > 0);
  }

  #hear<T>(event: string, listener: (payload: T) => void): () => void {
    const heard = ({ data }: MessageEvent<string>) => listener(JSON.parse(data) as T);
    this.#events.addEventListener(event, heard);
    return () => this.#events.removeEventListener(event, heard);
  }
}
