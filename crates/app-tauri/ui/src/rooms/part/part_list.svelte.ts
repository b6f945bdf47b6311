// The part list: keyset pages loaded as they come into view, filtered and sorted by the backend.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { PartPage, PartRow, PartSort, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export const pageSize = 200;
const typingPause = 80;

export class PartListState {
  text = $state("");
  category = $state<string | null>(null);
  sort = $state<PartSort>("number");
  descending = $state(false);
  /** The rows read so far, without gaps, from the first one on. */
  rows = $state.raw<PartRow[]>([]);
  /** How many rows there are altogether; null before the first answer. */
  total = $state<number | null>(null);
  error = $state.raw<WireError | null>(null);
  loading = $state(false);
  selected = $state(-1);
  /** How far the list is scrolled, for whoever comes back to it. */
  scrolled = 0;

  readonly #backend: Backend;
  #next: string | null = null;
  /** Grows with every new question; an answer to an older one is dropped. */
  #generation = 0;
  /** The question that the rows answer. */
  #answered = 0;
  /** The newest question on its way, or the last one. */
  #asked: Promise<void> = Promise.resolve();
  #wantedEnd = 0;
  #filling = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Reads again what is shown, without a flicker and without losing the place. */
  readonly reload = onceMore(() => (this.#asked = this.#reload()));

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get filtered(): boolean {
    return this.text.trim() !== "" || this.category !== null;
  }

  get selectedRow(): PartRow | null {
    return this.rows[this.selected] ?? null;
  }

  /** Types into the filter; asks once the typing pauses. */
  type(text: string): void {
    this.text = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.start(), typingPause);
  }

  chooseCategory(category: string | null): Promise<void> {
    this.category = category;
    return this.start();
  }

  /** Sorts by a column; a second time turns the order round. */
  sortBy(sort: PartSort): Promise<void> {
    this.descending = this.sort === sort && !this.descending;
    this.sort = sort;
    return this.start();
  }

  /** Asks anew from the first page. */
  start(): Promise<void> {
    this.#stopPause();
    return (this.#asked = this.#start());
  }

  /** Waits for the rows that belong to what is typed; false where they did not come, or more was typed meanwhile. */
  async settle(): Promise<boolean> {
    const { text } = this;
    if (this.#pause !== undefined) void this.start();
    for (let asked: unknown; asked !== this.#asked; ) {
      asked = this.#asked;
      await asked;
    }
    return this.text === text && this.#answered === this.#generation;
  }

  async #start(): Promise<void> {
    const generation = ++this.#generation;
    // The old list cannot be continued under a new question.
    this.#next = null;
    this.loading = true;
    try {
      const page = await this.#page(null, pageSize);
      if (generation !== this.#generation) return;
      this.#take(page, []);
      this.#answered = generation;
      this.selected = -1;
      this.#wantedEnd = 0;
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  /** Tells up to which row the user looks; missing pages are read in turn until they are there. */
  async show(end: number): Promise<void> {
    this.#wantedEnd = end;
    if (this.#filling || this.error) return;
    this.#filling = true;
    try {
      while (this.#next !== null && this.rows.length < this.#wantedEnd) {
        const [generation, after]: [number, string] = [this.#generation, this.#next];
        const answer = await this.#page(after, pageSize).catch(wireError);
        // The question or the list changed meanwhile: these rows belong to an older one.
        if (generation !== this.#generation || after !== this.#next) continue;
        if ("code" in answer) {
          this.error = answer;
          return;
        }
        this.#take(answer, this.rows);
      }
    } finally {
      this.#filling = false;
    }
  }

  /** Tries again after an error. */
  async retry(): Promise<void> {
    this.error = null;
    await (this.#next === null ? this.start() : this.show(this.#wantedEnd));
  }

  select(index: number): void {
    const last = (this.total ?? 0) - 1;
    this.selected = Math.max(0, Math.min(index, last, this.rows.length - 1));
  }

  stop(): void {
    this.#stopPause();
    this.#generation += 1;
  }

  #stopPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  async #reload(): Promise<void> {
    const generation = ++this.#generation;
    const selectedId = this.selectedRow?.id;
    const end = Math.max(this.#wantedEnd, this.selected + 1, 1);
    try {
      let rows: PartRow[] = [];
      let page: PartPage;
      let after: string | null = null;
      do {
        page = await this.#page(after, pageSize);
        if (generation !== this.#generation) return;
        rows = rows.concat(page.rows);
        after = page.next;
      } while (after !== null && rows.length < end);
      this.rows = rows;
      this.total = page.total;
      this.#next = after;
      this.#answered = generation;
      this.error = null;
      this.loading = false;
      this.selected = selectedId === undefined ? -1 : rows.findIndex((row) => row.id === selectedId);
    } catch (reason) {
      if (generation === this.#generation) {
        this.error = wireError(reason);
        this.loading = false;
      }
    }
  }

  #take(page: PartPage, before: PartRow[]): void {
    this.rows = before.concat(page.rows);
    this.total = page.total;
    this.#next = page.next;
    this.error = null;
  }

  #page(after: string | null, limit: number): Promise<PartPage> {
    const { text, category, sort, descending } = this;
    return this.#backend.call("part_list", { text: text.trim(), category, sort, descending, after, limit });
  }
}
