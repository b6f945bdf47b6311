// The audit, newest first: the whole workspace's or one part's, narrowed or not, a page at a time.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { AuditPage, AuditUnitView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { askedBy, isNarrow, noFilter, type AuditListFilter } from "./audit_filter";

export const auditPageSize = 50;

export class AuditListState {
  units = $state.raw<AuditUnitView[]>([]);
  next = $state<number | null>(null);
  loading = $state(true);
  error = $state.raw<WireError | null>(null);
  filter = $state.raw<AuditListFilter>(noFilter);
  readonly #backend: Backend;
  readonly #part: string | null;
  /** Grows with every new filter; an answer to an older one is dropped. */
  #generation = 0;
  /** Reads the newest again and keeps the older pages that are shown. */
  readonly reload = onceMore(() => this.#reload());

  constructor(backend: Backend, part: string | null, filter: AuditListFilter = noFilter) {
    this.#backend = backend;
    this.#part = part;
    this.filter = filter;
  }

  get isNarrow(): boolean {
    return isNarrow(this.filter);
  }

  /** Asks for what fits another filter, from the newest on. */
  narrow(filter: AuditListFilter): Promise<void> {
    this.filter = filter;
    this.#generation += 1;
    [this.units, this.next] = [[], null];
    return this.#reload();
  }

  /** Reads the page of older units. */
  async more(): Promise<void> {
    if (this.loading || this.next === null) return;
    await this.#do(() => this.#look(this.next, auditPageSize));
  }

  /** Looks no further. */
  stop(): void {
    this.#generation += 1;
  }

  #reload(): Promise<void> {
    return this.#do(async (isMeant) => {
      const page = await this.#page(null);
      if (!isMeant()) return;
      const { units, next } = page;
      const oldest = units.at(-1)?.sequence;
      // Behind a full page there may be a gap: then the old pages go, and come back on demand. A page that is not full has
      // looked through far more than can have happened since.
      const isFull = units.length >= auditPageSize;
      const isJoined = this.units.some(({ sequence }) => !isFull || sequence === oldest);
      if (isJoined && next !== null) {
        this.units = units.concat(this.units.filter(({ sequence }) => sequence < next));
        return;
      }
      [this.units, this.next] = [units, next];
      if (!isFull && this.isNarrow) await this.#look(next, auditPageSize - units.length);
    });
  }

  /** Adds the units from a place on. Where few fit, page after page is looked through until there are so many. */
  async #look(from: number | null, wanted: number): Promise<void> {
    const generation = this.#generation;
    for (let [at, found] = [from, 0]; at !== null && found < wanted; ) {
      const page = await this.#page(at);
      if (generation !== this.#generation) return;
      this.units = this.units.concat(page.units);
      this.next = at = page.next;
      found += this.isNarrow ? page.units.length : wanted;
    }
  }

  /** Does what asks for units, and tells what went wrong; unless somebody asks for others meanwhile. */
  async #do(work: (isMeant: () => boolean) => Promise<void>): Promise<void> {
    const generation = this.#generation;
    const isMeant = () => generation === this.#generation;
    this.loading = true;
    try {
      await work(isMeant);
      if (isMeant()) this.error = null;
    } catch (reason) {
      if (isMeant()) this.error = wireError(reason);
    } finally {
      if (isMeant()) this.loading = false;
    }
  }

  #page(before: number | null): Promise<AuditPage> {
    const { part, ...asked } = askedBy(this.filter);
    return this.#backend.call("audit_list", { ...asked, part: this.#part ?? part ?? null, before, limit: auditPageSize });
  }
}
