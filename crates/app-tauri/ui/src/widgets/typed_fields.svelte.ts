// Several fields of one thing while somebody writes in them, each with what they saw in it.
import { Typed, type Met } from "./typed.svelte";

export type FieldConflict<F extends string> = Met<string> & { field: F };

export class TypedFields<F extends string> {
  readonly of: Readonly<Record<F, Typed<string>>>;
  readonly #names: readonly F[];

  constructor(seen: Readonly<Record<F, string>>) {
    this.#names = Object.keys(seen) as F[];
    this.of = this.#map((field) => new Typed(seen[field]));
  }

  get changed(): boolean {
    return this.#names.some((field) => this.of[field].changed);
  }

  /** What somebody else changed to something else again. */
  get conflicts(): FieldConflict<F>[] {
    return this.#names.flatMap((field) => {
      const { conflict } = this.of[field];
      return conflict ? [{ field, ...conflict }] : [];
    });
  }

  /** What is written, as it would be saved. */
  said(): Record<F, string> {
    return this.#map((field) => this.of[field].said);
  }

  /** What was seen there. */
  seen(): Record<F, string> {
    return this.#map((field) => this.of[field].seen);
  }

  /** Meets what is there by now, field by field. */
  meet(now: Readonly<Record<F, string>>): void {
    for (const field of this.#names) this.of[field].meet(now[field]);
  }

  keepMine(): void {
    for (const field of this.#names) this.of[field].keepMine();
  }

  takeTheirs(): void {
    for (const field of this.#names) this.of[field].takeTheirs();
  }

  #map<T>(each: (field: F) => T): Record<F, T> {
    return Object.fromEntries(this.#names.map((field) => [field, each(field)])) as Record<F, T>;
  }
}
