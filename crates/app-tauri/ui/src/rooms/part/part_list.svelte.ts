// The part list: keyset pages loaded as they come into view, searched, filtered and sorted by the backend.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { ExportWhat, Lifecycle, PartRow, PartSort, SearchFound, SearchRange, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { filterOf, noFilter, queryOf, type PartListFilter } from "./part_filter";

export const pageSize = 200;
const typingPause = 80;

/** A row, and where the words of the search were found; nowhere in a list that nobody searches. */
export type ListedPart = { row: PartRow; found: SearchFound[] };
type ListPage = { rows: ListedPart[]; next: string | null; total: number };

export class PartListState {
  text = $state("");
  category = $state<string | null>(null);
  state = $state<Lifecycle | null>(null);
  hasMpn = $state<boolean | null>(null);
  ranges = $state.raw<readonly SearchRange[]>([]);
  /** The column that was chosen; without one the best come first where something was typed, else the numbers count. */
  sort = $state<PartSort | null>(null);
  descending = $state(false);
  /** The parts read so far, without gaps, from the first one on. */
  parts = $state.raw<ListedPart[]>([]);
  /** How many rows there are altogether, as far as it is known; null before the first answer. */
  total = $state<number | null>(null);
  /** Whether there are more than the total says: who searches is not told how many there are. */
  more = $state(false);
  error = $state.raw<WireError | null>(null);
  loading = $state(false);
  selected = $state(-1);
  /** How far the list is scrolled, for whoever comes back to it. */
  scrolled = 0;

  readonly #backend: Backend;
  /** A search of this list ends the one before it, and none of another window. */
  readonly #task = crypto.randomUUID();
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
    return this.searching || this.category !== null;
  }

  /** Whether the search is asked, and not the plain list. */
  get searching(): boolean {
    return this.text.trim() !== "" || this.state !== null || this.hasMpn !== null || this.ranges.length > 0;
  }

  /** By what the rows stand; null for the best first. */
  get order(): PartSort | null {
    return this.sort ?? (this.text.trim() === "" ? "number" : null);
  }

  /** What an export of the list asks for: the same as the list does. */
  get exported(): ExportWhat {
    const { text, category, state, hasMpn: has_mpn, ranges, order: sort, descending } = this;
    return { kind: "parts", text, category, state, has_mpn, ranges: [...ranges], sort, descending };
  }

  get rows(): PartRow[] {
    return this.parts.map((part) => part.row);
  }

  get selectedRow(): PartRow | null {
    return this.parts[this.selected]?.row ?? null;
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

  chooseState(state: Lifecycle | null): Promise<void> {
    this.state = state;
    return this.start();
  }

  chooseHasMpn(hasMpn: boolean | null): Promise<void> {
    this.hasMpn = hasMpn;
    return this.start();
  }

  addRange(range: SearchRange): Promise<void> {
    this.ranges = [...this.ranges, range];
    return this.start();
  }

  removeRange(range: SearchRange): Promise<void> {
    this.ranges = this.ranges.filter((other) => other !== range);
    return this.start();
  }

  /** Takes back the text and every filter. */
  clear(): Promise<void> {
    return this.#narrow(noFilter);
  }

  /** The filter as the list's address has it. */
  get query(): string {
    return queryOf(this);
  }

  /** Narrows the list to what an address says. */
  take(query: string): Promise<void> {
    return this.#narrow(filterOf(query));
  }

  #narrow({ text, category, state, hasMpn, ranges }: PartListFilter): Promise<void> {
    Object.assign(this, { text, category, state, hasMpn, ranges });
    return this.start();
  }

  /** Sorts by a column; a second time turns the order round. */
  sortBy(sort: PartSort): Promise<void> {
    this.descending = this.order === sort && !this.descending;
    this.sort = sort;
    return this.start();
  }

  /** Puts the best first again. */
  sortByRank(): Promise<void> {
    this.sort = null;
    this.descending = false;
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
      const page = await this.#page(null);
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
      while (this.#next !== null && this.parts.length < this.#wantedEnd) {
        const [generation, after]: [number, string] = [this.#generation, this.#next];
        const answer = await this.#page(after).catch(wireError);
        // The question or the list changed meanwhile: these rows belong to an older one.
        if (generation !== this.#generation || after !== this.#next) continue;
        if ("code" in answer) {
          this.error = answer;
          return;
        }
        this.#take(answer, this.parts);
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
    this.selected = Math.max(0, Math.min(index, last, this.parts.length - 1));
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
      let parts: ListedPart[] = [];
      let page: ListPage;
      let after: string | null = null;
      do {
        page = await this.#page(after);
        if (generation !== this.#generation) return;
        parts = parts.concat(page.rows);
        after = page.next;
      } while (after !== null && parts.length < end);
      this.#show(parts, page);
      this.#answered = generation;
      this.error = null;
      this.loading = false;
      this.selected = selectedId === undefined ? -1 : parts.findIndex((part) => part.row.id === selectedId);
    } catch (reason) {
      if (generation === this.#generation) {
        this.error = wireError(reason);
        this.loading = false;
      }
    }
  }

  #take(page: ListPage, before: ListedPart[]): void {
    this.#show(before.concat(page.rows), page);
    this.error = null;
  }

  #show(parts: ListedPart[], { next, total }: ListPage): void {
    this.parts = parts;
    this.more = this.searching && next !== null;
    // A row more than are there stands for all that may follow.
    this.total = this.searching ? parts.length + (next === null ? 0 : 1) : total;
    this.#next = next;
  }

  async #page(after: string | null): Promise<ListPage> {
    const { category, descending, order } = this;
    const limit = pageSize;
    if (!this.searching) {
      const sort = order ?? "number";
      const { rows, next, total } = await this.#backend.call("part_list", { category, sort, descending, after, limit });
      return { rows: rows.map((row) => ({ row, found: [] })), next, total };
    }
    const { text, state, hasMpn, ranges } = this;
    const filter = { category, state, has_mpn: hasMpn, ranges: [...ranges], sort: order, descending };
    const asked = { task: this.#task, text: text.trim(), ...filter, after, limit };
    const { hits, next } = await this.#backend.call("search_parts", asked);
    return { rows: hits, next, total: 0 };
  }
}
