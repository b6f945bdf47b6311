// The number that the next part gets, as long as nobody makes one before.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";

export class NextNumber {
  /** Its last digits; null before they are known, and when all are taken. */
  sequence = $state<number | null>(null);
  readonly #backend: Backend;
  readonly #load = onceMore(() => this.#ask());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks now, and whenever a part is made; the answer stops it. */
  follow(): () => void {
    void this.#load();
    return this.#backend.onChanged(({ rooms }) => {
      if (rooms.length === 0 || rooms.includes("part")) void this.#load();
    });
  }

  async #ask(): Promise<void> {
    try {
      this.sequence = await this.#backend.call("part_next", {});
    } catch {
      // It is a help and no more: what is made says its number, and a refusal says why there is none.
      this.sequence = null;
    }
  }
}
