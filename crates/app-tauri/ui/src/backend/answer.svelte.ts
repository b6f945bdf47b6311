// What one command answers, read again whenever something about it changed; what was read stays until more is known.
import type { WireError } from "../bindings/wire";
import { wireError } from "../errors";
import { onceMore } from "./once_more";

export class AnswerState<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<WireError | null>(null);
  /** Whether an answer is on its way. */
  asking = $state(false);
  readonly #ask: () => Promise<T>;
  readonly load = onceMore(() => this.#load());

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async #load(): Promise<void> {
    this.asking = true;
    try {
      this.value = await this.#ask();
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.asking = false;
    }
  }
}
