// A list of parts: pages read where somebody looks, searched, filtered and sorted by the backend.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import { Runs } from "../../backend/runs";
import type { ExportWhat, Lifecycle, PartRow, PartSort, SearchFound, SearchRange, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import type { Remembered } from "../../frame/machine";
import type { ListPage } from "../../router.svelte";
import { filterOf, noFilter, queryOf, type PartListFilter } from "./part_filter";
import { rememberedOrder, type PartOrder } from "./part_order";

export const pageSize = 200;
const typingPause = 80;

/** A row, and where the words of the search were found; nowhere in a list that nobody searches. */
export type ListedPart = { row: PartRow; found: SearchFound[] };
type RowsPage = { rows: ListedPart[]; next: string | null; total: number };

export class PartListState {
  text = $state("");
  category = $state<string | null>(null);
  state = $state<Lifecycle | null>(null);
  hasMpn = $state<boolean | null>(null);
  ranges = $state.raw<readonly SearchRange[]>([]);
  /** The column that was chosen; without one the best come first where something was typed, else the numbers count. */
  sort = $state<PartSort | null>(null);
  descending = $state(false);
  /** The parts read so far, each at its place; nothing where nobody looked yet. */
  parts = $state.raw<readonly (ListedPart | undefined)[]>([]);
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
  /** Whether it has those parts only that are made of others. */
  readonly #assemblies: boolean;
  readonly #remembered: Remembered<PartOrder>;
  /** A search of this list ends the one before it, and none of another window. */
  readonly #runs = new Runs();
  /** By the place of a row, the cursor of the page that begins there, as the page before it said. */
  #begins = new Map<number, string>();
  /** Grows with every new question; an answer to an older one is dropped. */
  #generation = 0;
  /** The question that the rows answer. */
  #answered = 0;
  /** The newest question on its way, or the last one. */
  #asked: Promise<void> = Promise.resolve();
  /** The rows that somebody looks at. */
  #wanted = { first: 0, end: 0 };
  #filling = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Reads again what is shown, without a flicker and without losing the place. */
  readonly reload = onceMore(() => (this.#asked = this.#reload()));

  /** Begins in the order in which it was left at this machine. */
  constructor(backend: Backend, storage: Storage, page: ListPage) {
    this.#backend = backend;
    this.#assemblies = page === "assemblies";
    this.#remembered = rememberedOrder(storage, page);
    Object.assign(this, this.#remembered.read());
  }

  get filtered(): boolean {
    return this.text.trim() !== "" || this.hasFilters;
  }

  /** Whether the search is asked, and not the plain list. */
  get searching(): boolean {
    return this.text.trim() !== "" || this.state !== null || this.hasMpn !== null || this.ranges.length > 0;
  }

  /** By what the rows stand; null for the best first. */
  get order(): PartSort | null {
    return this.sort ?? (this.text.trim() === "" ? "number" : null);
  }

  /** Whether more than words narrows the list. */
  get hasFilters(): boolean {
    return this.category !== null || this.state !== null || this.hasMpn !== null || this.ranges.length > 0;
  }

  /** What an export of the list asks for: the same as the list does. */
  get exported(): ExportWhat {
    const { text, category, state, hasMpn: has_mpn, ranges, order: sort, descending } = this;
    return { kind: "parts", text, category, assemblies: this.#assemblies, state, has_mpn, ranges: [...ranges], sort, descending };
  }

  get rows(): PartRow[] {
    return this.parts.flatMap((part) => part?.row ?? []);
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

  /** Takes back every filter and looks for the same words everywhere. */
  clearFilters(): Promise<void> {
    return this.#narrow({ ...noFilter, text: this.text });
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
    return this.#reordered();
  }

  /** Puts the best first again. */
  sortByRank(): Promise<void> {
    this.sort = null;
    this.descending = false;
    return this.#reordered();
  }

  #reordered(): Promise<void> {
    const { sort, descending } = this;
    // The usual order is none to remember: then the best come first again where something is typed.
    this.#remembered.write(sort === "number" && !descending ? { sort: null, descending } : { sort, descending });
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
    this.#begins.clear();
    this.loading = true;
    try {
      const page = await this.#page(0);
      if (generation !== this.#generation) return;
      this.#begins.clear();
      this.#show(this.#put(page, 0, []), page);
      this.error = null;
      this.#answered = generation;
      this.selected = -1;
      this.#wanted = { first: 0, end: 0 };
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  /** Tells which rows somebody looks at; the pages that are missing there are read, one after the other. */
  async show(first: number, end: number): Promise<void> {
    this.#wanted = { first, end };
    if (this.#filling || this.error) return;
    this.#filling = true;
    try {
      for (let at = this.#missing(); at !== null; at = this.#missing()) {
        const generation = this.#generation;
        const answer = await this.#page(at).catch(wireError);
        // The question or the list changed meanwhile: these rows belong to an older one.
        if (generation !== this.#generation) continue;
        if ("code" in answer) {
          this.error = answer;
          return;
        }
        this.#show(this.#put(answer, at, this.parts), answer);
      }
    } finally {
      this.#filling = false;
    }
  }

  /** Where the first page begins that somebody looks at and that is not there; null where all are. */
  #missing(): number | null {
    if (this.total === null || this.loading) return null;
    const end = Math.min(this.#wanted.end, this.total);
    let { first } = this.#wanted;
    // What is searched comes in turn: nobody knows how much there is before it.
    if (this.searching) first = 0;
    for (let at = first - (first % pageSize); at < end; at += pageSize) {
      const from = Math.max(at, first);
      const to = Math.min(end, at + pageSize);
      for (let place = from; place < to; place += 1) if (!this.parts[place]) return this.searching ? this.parts.length : at;
    }
    return null;
  }

  /** Tries again after an error. */
  async retry(): Promise<void> {
    this.error = null;
    const { first, end } = this.#wanted;
    await (this.total === null || this.#missing() === null ? this.start() : this.show(first, end));
  }

  /** Selects a row, also one that is not read yet; of what is searched one that is. */
  select(index: number): void {
    const last = this.searching ? this.parts.length - 1 : (this.total ?? 0) - 1;
    this.selected = Math.max(0, Math.min(index, last));
  }

  /** All rows of the list, those that nobody looked at too, up to so many. */
  async all(most: number): Promise<PartRow[]> {
    const generation = this.#generation;
    const rows: PartRow[] = [];
    for (let at = 0; rows.length < most; at += pageSize) {
      const { rows: page, next } = await this.#page(at);
      // Somebody asked for something else meanwhile: then nobody means these.
      if (generation !== this.#generation) return [];
      rows.push(...page.map(({ row }) => row));
      if (next === null) break;
      this.#begins.set(at + page.length, next);
    }
    return rows.slice(0, most);
  }

  stop(): void {
    this.#stopPause();
    this.#generation += 1;
  }

  #stopPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  /** Reads again what somebody looks at, and what is selected; the rest comes anew when it is seen. */
  async #reload(): Promise<void> {
    const generation = ++this.#generation;
    const { selectedRow } = this;
    const before = this.#begins;
    try {
      let parts: (ListedPart | undefined)[] = [];
      let page: RowsPage | null = null;
      this.#begins = new Map();
      for (const at of this.#seen()) {
        page = await this.#page(at);
        if (generation !== this.#generation) return;
        parts = this.#put(page, at, parts);
        if (page.next === null) break;
      }
      if (!page) return;
      this.#show(parts, page);
      this.#answered = generation;
      this.error = null;
      this.loading = false;
      const found = selectedRow ? parts.findIndex((part) => part?.row.id === selectedRow.id) : -1;
      this.selected = found;
    } catch (reason) {
      if (generation === this.#generation) {
        this.#begins = before;
        this.error = wireError(reason);
        this.loading = false;
      }
    }
  }

  /** Where the pages begin that a reload reads, in order. */
  #seen(): number[] {
    const end = Math.max(this.#wanted.end, 1);
    if (this.searching) return pagesOf(0, Math.max(end, this.selected + 1));
    const own = this.selected >= 0 ? pagesOf(this.selected, this.selected + 1) : [];
    return [...new Set([...pagesOf(Math.min(this.#wanted.first, end - 1), end), ...own])].sort((one, other) => one - other);
  }

  /** The rows with those of a page at their place. */
  #put(page: RowsPage, at: number, before: readonly (ListedPart | undefined)[]): (ListedPart | undefined)[] {
    const parts = before.slice();
    for (const [step, part] of page.rows.entries()) parts[at + step] = part;
    if (page.next !== null) this.#begins.set(at + page.rows.length, page.next);
    return parts;
  }

  #show(parts: (ListedPart | undefined)[], { next, total }: RowsPage): void {
    this.parts = parts;
    this.more = this.searching && next !== null;
    // A row more than are there stands for all that may follow.
    this.total = this.searching ? parts.length + (next === null ? 0 : 1) : total;
  }

  /** The page that begins at a row: after the one before it where that was read, and else by passing over all before. */
  async #page(at: number): Promise<RowsPage> {
    const { category, descending, order } = this;
    const assemblies = this.#assemblies;
    const limit = pageSize;
    const after = this.#begins.get(at) ?? null;
    if (!this.searching) {
      const sort = order ?? "number";
      const skip = after === null ? at : 0;
      const { rows, next, total } = await this.#backend.call("part_list", { category, assemblies, sort, descending, after, skip, limit });
      return { rows: rows.map((row) => ({ row, found: [] })), next, total };
    }
    const { text, state, hasMpn, ranges } = this;
    const filter = { category, assemblies, state, has_mpn: hasMpn, ranges: [...ranges], sort: order, descending };
    const asked = { ...this.#runs.next(), text: text.trim(), ...filter, after, limit };
    const { hits, next } = await this.#backend.call("search_parts", asked);
    return { rows: hits, next, total: 0 };
  }
}

/** Where the pages begin that have the rows from one up to another. */
function pagesOf(first: number, end: number): number[] {
  const pages: number[] = [];
  for (let at = first - (first % pageSize); at < end; at += pageSize) pages.push(at);
  return pages;
}
