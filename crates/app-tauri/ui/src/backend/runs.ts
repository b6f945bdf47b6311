// Work that is asked for again and again, of which only the last run counts: each has a name of its own and ends the one before.

/** The name of a run, and of the one in whose place it comes. */
export type Run = { task: string; instead_of: string | null };

export class Runs {
  #last: string | null = null;

  /** The name of the last run; null before the first. */
  get last(): string | null {
    return this.#last;
  }

  next(): Run {
    const run = { task: crypto.randomUUID(), instead_of: this.#last };
    this.#last = run.task;
    return run;
  }
}
