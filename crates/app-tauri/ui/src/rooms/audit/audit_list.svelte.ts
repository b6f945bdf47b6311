// The audit, newest first: the whole workspace's or one part's, a page at a time.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { AuditUnitView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export const auditPageSize = 50;

export class AuditListState {
  units = $state.raw<AuditUnitView[]>([]);
  next = $state<number | null>(null);
  loading = $state(true);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly #part: string | null;
  /** Reads the newest again and keeps the older pages that are shown. */
  readonly reload = onceMore(() => this.#reload());

  constructor(backend: Backend, part: string | null) {
    this.#backend = backend;
    this.#part = part;
  }

  /** Reads the page of older units. */
  async more(): Promise<void> {
    if (this.loading || this.next === null) return;
    this.loading = true;
    try {
      const page = await this.#page(this.next, auditPageSize);
      this.units = this.units.concat(page.units);
      this.next = page.next;
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.loading = false;
    }
  }

  async #reload(): Promise<void> {
    this.loading = true;
    try {
      const page = await this.#page(null, auditPageSize);
      const oldest = page.units.at(-1)?.sequence;
      const older = oldest === undefined ? [] : this.units.filter((unit) => unit.sequence < oldest);
      // With a gap between the new page and the old ones the old ones go: they come back on demand.
      const joined = older.length > 0 && this.units.some((unit) => unit.sequence === oldest);
      this.units = joined ? page.units.concat(older) : page.units;
      if (!joined) this.next = page.next;
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.loading = false;
    }
  }

  #page(before: number | null, limit: number) {
    return this.#backend.call("audit_list", { part: this.#part, before, limit });
  }
}
