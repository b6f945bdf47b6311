// The lines of one revision, read in pages where somebody looks; shared by all places in the tree where they appear.
import type { Backend } from "../../backend/backend";
import type { BomLineView, BomView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class BomLevel {
  readonly revision: string;
  /** What the BOM says of itself, and its first lines; null before the first answer. */
  view = $state.raw<BomView | null>(null);
  /** The lines read so far, each at its place; nothing where nobody looked yet. */
  lines = $state.raw<readonly (BomLineView | undefined)[]>([]);
  error = $state.raw<WireError | null>(null);

  readonly #backend: Backend;
  /** Where the pages begin whose lines are as they stand now. */
  #fresh = new Set<number>();
  /** The lines that somebody looks at. */
  #wanted = { first: 0, end: 0 };
  #filling = false;
  #isOld = false;
  /** Grows whenever the BOM is told anew; a page of an older one is dropped. */
  #generation = 0;
  /** Grows with every load; of several only the last counts. */
  #loads = 0;

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  /** Whether its first page is all of it. */
  get isWhole(): boolean {
    return this.view !== null && this.view.lines.length === this.view.line_count;
  }

  /** Whether it is to be read again before it is believed. */
  get isOld(): boolean {
    return this.#isOld;
  }

  /** Reads what the BOM says of itself and what somebody looks at; what is there stays until then. */
  async load(): Promise<void> {
    const load = ++this.#loads;
    const generation = ++this.#generation;
    this.#isOld = false;
    try {
      const view = await this.#backend.call("bom_show", { revision: this.revision });
      if (load !== this.#loads) return;
      // Something was written here meanwhile, and nobody knows which of the two answers is the newer one.
      await (generation === this.#generation ? this.take(view) : this.load());
    } catch (reason) {
      if (load === this.#loads) this.error = wireError(reason);
    }
  }

  /** Takes the BOM as it stands now; where somebody looks, the old lines stay until the new ones are there. */
  async take(view: BomView): Promise<void> {
    this.#generation += 1;
    this.#isOld = false;
    this.error = null;
    this.view = view;
    this.#fresh = new Set([0]);
    const lines: (BomLineView | undefined)[] = view.lines.slice();
    lines.length = view.line_count;
    for (let at = Math.max(this.#wanted.first, view.lines.length); at < Math.min(this.#wanted.end, view.line_count); at += 1) {
      lines[at] = this.lines[at];
    }
    standOnce(lines, view.lines, 0);
    this.lines = lines;
    await this.#fill();
  }

  /** Tells which lines somebody looks at; the pages that are missing there are read, one after the other. */
  async show(first: number, end: number): Promise<void> {
    this.#wanted = { first, end };
    await (this.#isOld ? this.load() : this.#fill());
  }

  /** Lets it be read again as soon as somebody looks at it. */
  forget(): void {
    this.#isOld = true;
  }

  /** Reads every line, as long as nobody says stop. */
  async readAll(stopped: () => boolean): Promise<void> {
    for (let at = 0; this.view && at < this.view.line_count; at += this.#page) {
      if (this.#fresh.has(at)) continue;
      if (stopped() || !(await this.#read(at))) return;
    }
  }

  async #fill(): Promise<void> {
    if (this.#filling || this.error) return;
    this.#filling = true;
    try {
      for (let at = this.#missing(); at !== null; at = this.#missing()) if (!(await this.#read(at))) return;
    } finally {
      this.#filling = false;
    }
  }

  /** Reads the page that begins there; tells whether it may go on. */
  async #read(at: number): Promise<boolean> {
    const generation = this.#generation;
    try {
      const page = await this.#backend.call("bom_lines", { revision: this.revision, skip: at });
      // The BOM was told anew meanwhile: then so are its pages.
      if (generation !== this.#generation) return true;
      const lines = this.lines.slice();
      for (const [step, line] of page.entries()) lines[at + step] = line;
      standOnce(lines, page, at);
      this.lines = lines;
      this.#fresh.add(at);
      return true;
    } catch (reason) {
      // Of a BOM that was told anew meanwhile, the pages are asked for anew.
      if (generation !== this.#generation) return true;
      this.error = wireError(reason);
      return false;
    }
  }

  /** Where the first page begins that somebody looks at and that is not there; null where all are. */
  #missing(): number | null {
    const end = Math.min(this.#wanted.end, this.view?.line_count ?? 0);
    for (let at = this.#wanted.first - (this.#wanted.first % this.#page); at < end; at += this.#page) {
      if (!this.#fresh.has(at)) return at;
    }
    return null;
  }

  /** How many lines a page has. */
  get #page(): number {
    return this.view?.lines.length || 1;
  }
}

/** A line stands once: in the page that was read last, and not where it stood before. */
function standOnce(lines: (BomLineView | undefined)[], page: readonly BomLineView[], at: number): void {
  const ids = new Set(page.map(({ id }) => id));
  // Goes past the places that nobody looked at, which are most of a long BOM.
  lines.forEach((line, place) => {
    if (line && ids.has(line.id) && (place < at || place >= at + page.length)) lines[place] = undefined;
  });
}
