// Things of a plan by their places: those that came with it, and the others as they come into view.

/** So many are asked for at once, and about so many are kept. */
export const chunk = 300;
export const mostKept = 12_000;

export class Placed<T> {
  #known = $state.raw<ReadonlyMap<number, T>>(new Map());
  #wanted: readonly number[] = [];
  #reading = false;
  readonly #read: (places: number[]) => Promise<readonly (readonly [place: number, thing: T])[]>;

  /** Takes what reads the things at some places. */
  constructor(read: (places: number[]) => Promise<readonly (readonly [place: number, thing: T])[]>) {
    this.#read = read;
  }

  get(place: number): T | undefined {
    return this.#known.get(place);
  }

  /** Begins with another plan, of which these are known. */
  begin(known: Iterable<readonly [place: number, thing: T]>): void {
    this.#known = new Map(known);
  }

  /** Reads those that are not known yet; whoever looks elsewhere meanwhile is served by the same turn. */
  async want(places: readonly number[]): Promise<void> {
    this.#wanted = places;
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
        const before = this.#known;
        const read = await this.#read(missing);
        // Another plan may be shown by now.
        if (before !== this.#known) continue;
        this.#known = new Map([...(before.size > mostKept ? [] : before), ...read]);
        // What the plan has not, it has not the next time either.
        if (read.length === 0) break;
      }
    } finally {
      this.#reading = false;
    }
  }

  #missing(): number[] {
    return this.#wanted.filter((place) => !this.#known.has(place)).slice(0, chunk);
  }
}
