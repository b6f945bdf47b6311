// Who wants to hear of something, for backends without a window behind them.

export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...said: T) => void>();

  /** Tells this one too, until the answer is called. */
  add(listener: (...said: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...said: T): void {
    for (const listener of this.#all) listener(...said);
  }
}
