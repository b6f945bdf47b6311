// The explosion of a BOM, read page by page as it comes into view.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { ExplodedLineView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export const pageSize = 500;

export class BomExplodedState {
  /** The rows read so far, without gaps, from the first one on. */
  rows = $state.raw<ExplodedLineView[]>([]);
  /** Whether lines that are not fitted are shown. */
  dnp = $state(true);
  /** Whether the last row is there. */
  complete = $state(false);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly #revision: string;
  #next: string | null = null;
  #wantedEnd = 0;
  #filling = false;
  /** Grows with every new question; an answer to an older one is dropped. */
  #generation = 0;
  /** Reads again as much as is shown. */
  readonly reload = onceMore(() => this.#start(this.rows.length));

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.#revision = revision;
  }

  async showDnp(dnp: boolean): Promise<void> {
    this.dnp = dnp;
    await this.#start(0);
  }

  /** Sees to it that the rows up to `end` are read, where there are so many. */
  async want(end: number): Promise<void> {
    this.#wantedEnd = Math.max(this.#wantedEnd, end);
    if (this.#filling || this.error) return;
    this.#filling = true;
    while (this.#next !== null && this.rows.length < this.#wantedEnd && !this.error) await this.#more();
    this.#filling = false;
  }

  async #start(rows: number): Promise<void> {
    const generation = ++this.#generation;
    try {
      const page = await this.#page(null, Math.max(rows, pageSize));
      if (generation !== this.#generation) return;
      [this.rows, this.#next, this.error] = [page.rows, page.next, null];
      this.complete = page.next === null;
      this.#wantedEnd = 0;
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    }
  }

  async #more(): Promise<void> {
    const generation = this.#generation;
    try {
      const page = await this.#page(this.#next, pageSize);
      if (generation !== this.#generation) return;
      [this.rows, this.#next] = [[...this.rows, ...page.rows], page.next];
      this.complete = page.next === null;
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    }
  }

  #page(after: string | null, limit: number) {
    return this.#backend.call("bom_explode", { revision: this.#revision, dnp: this.dnp, after, limit });
  }
}
