// Whether a line may say what is being typed, and in what quantity: asked once the typing pauses, and again with every change.
import type { Backend } from "../../backend/backend";
import type { BomLineContent, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

const typingPause = 250;

export class LineCheck {
  /** Why it would be refused; null where it would not, and as long as that is not known. */
  found = $state.raw<WireError | null>(null);
  /** The quantity that the line would have, as it was answered last; null before that. */
  quantity = $state<string | null>(null);
  readonly #backend: Backend;
  readonly #revision: string;
  readonly #line: string | null;
  /** Grows with everything typed; an answer to what was typed before is dropped. */
  #generation = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** For a line of a revision's BOM; null for one that is to be added. */
  constructor(backend: Backend, revision: string, line: string | null) {
    this.#backend = backend;
    this.#revision = revision;
    this.#line = line;
  }

  /** Tells what is typed by now. */
  type(content: BomLineContent): void {
    this.stop();
    const generation = this.#generation;
    this.#pause = setTimeout(() => void this.#ask(content, generation), typingPause);
  }

  /** Whoever saves is told by the answer. */
  stop(): void {
    clearTimeout(this.#pause);
    this.#generation += 1;
    this.found = null;
  }

  async #ask(content: BomLineContent, generation: number): Promise<void> {
    try {
      const asked = { revision: this.#revision, line: this.#line, ...content };
      const { quantity } = await this.#backend.call("bom_line_check", asked);
      if (generation === this.#generation) [this.found, this.quantity] = [null, quantity];
    } catch (reason) {
      if (generation === this.#generation) this.found = wireError(reason);
    }
  }
}
