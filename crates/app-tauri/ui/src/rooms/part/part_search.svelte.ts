// Finds a part while somebody types into a picker; answers to older texts are dropped.
import type { Backend } from "../../backend/backend";
import { Runs } from "../../backend/runs";
import type { PartRow, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { findParts } from "./find_parts";

const asked = 60;
const shown = 8;
const typingPause = 80;

export class PartSearch {
  text = $state("");
  results = $state.raw<PartRow[]>([]);
  /** The result that Enter takes. */
  active = $state(0);
  open = $state(false);
  /** True when an answer to the text on the screen is there. */
  answered = $state(false);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  /** A search of this picker ends the one before it. */
  readonly #runs = new Runs();
  readonly #fits: (row: PartRow) => boolean;
  #generation = 0;
  /** The newest question on its way, or the last one. */
  #asked: Promise<void> = Promise.resolve();
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, fits: (row: PartRow) => boolean = () => true) {
    this.#backend = backend;
    this.#fits = fits;
  }

  type(text: string): void {
    this.text = text;
    this.open = true;
    this.answered = false;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.ask(), typingPause);
  }

  ask(): Promise<void> {
    this.#stopPause();
    return (this.#asked = this.#ask());
  }

  /** The result that Enter takes, once the results belong to what is typed; null where there is none. */
  async settle(): Promise<PartRow | null> {
    const { text } = this;
    if (this.#pause !== undefined) void this.ask();
    for (let asked: unknown; asked !== this.#asked; ) {
      asked = this.#asked;
      await asked;
    }
    return this.text === text && this.answered ? (this.results[this.active] ?? null) : null;
  }

  async #ask(): Promise<void> {
    const generation = ++this.#generation;
    try {
      const rows = await findParts(this.#backend, this.#runs.next(), this.text.trim(), asked);
      if (generation !== this.#generation) return;
      this.results = rows.filter(this.#fits).slice(0, shown);
      this.active = 0;
      this.answered = true;
      this.error = null;
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    }
  }

  move(step: number): void {
    const last = this.results.length - 1;
    this.active = Math.max(0, Math.min(last, this.active + step));
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  /** Shows the part that was taken, where the field stays. */
  name(row: Pick<PartRow, "number" | "name">): void {
    this.forget();
    this.text = `${row.number} ${row.name}`;
  }

  /** Begins anew, as if nothing had been typed. */
  forget(): void {
    this.stop();
    this.text = "";
    this.results = [];
    this.answered = false;
    this.error = null;
  }

  stop(): void {
    this.#stopPause();
    this.#generation += 1;
  }

  #stopPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }
}
