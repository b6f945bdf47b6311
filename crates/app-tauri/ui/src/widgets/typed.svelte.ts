// A field while somebody writes in it: what they saw, what they write, and what somebody else made of it meanwhile.

/** What was seen, and what is there now instead. */
export type Met<T> = { was: T; now: T };

export class Typed<T extends string | boolean> {
  value: T = $state() as T;
  /** What was seen when the writing began, or when somebody decided over a conflict. */
  seen: T = $state() as T;
  /** What somebody else made of it meanwhile, where that is something else again; null where nobody did. */
  conflict = $state.raw<Met<T> | null>(null);

  constructor(seen: T) {
    this.seen = seen;
    this.value = seen;
  }

  get changed(): boolean {
    return this.said !== this.seen;
  }

  /** What is written, as it would be saved. */
  get said(): T {
    return (typeof this.value === "string" ? this.value.trim() : this.value) as T;
  }

  /** Meets what is there by now. Who wrote nothing follows it; who wrote the same has it; else it is a conflict. */
  meet(now: T): void {
    // What is written is left alone where nobody else wrote: it may end in a space because it goes on.
    if (now === this.seen) {
      this.conflict = null;
      return;
    }
    if (!this.changed) this.value = now;
    if (!this.changed || this.said === now) {
      this.seen = now;
      this.conflict = null;
    } else {
      this.conflict = { was: this.seen, now };
    }
  }

  /** What is written counts, in the knowledge of what is there. */
  keepMine(): void {
    if (this.conflict) this.seen = this.conflict.now;
    this.conflict = null;
  }

  /** What somebody else wrote counts. */
  takeTheirs(): void {
    if (this.conflict) this.value = this.seen = this.conflict.now;
    this.conflict = null;
  }
}
