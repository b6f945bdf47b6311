// What the parts of a BOM cost for a number of builds, in one currency.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { BomCostView } from "../../bindings/wire";

const typingPause = 250;

export class BomCostState {
  builds = $state("1");
  /** What was chosen; null for the currency in which most parts have prices. */
  currency = $state<string | null>(null);
  readonly #answer: AnswerState<{ builds: string; view: BomCostView }>;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, revision: string) {
    this.#answer = new AnswerState(async () => {
      const builds = this.builds.trim();
      return { builds, view: await backend.call("bom_cost", { revision, builds, currency: this.currency }) };
    });
  }

  get view(): BomCostView | null {
    return this.#answer.value?.view ?? null;
  }

  /** For how many builds that is: what is written since may not be answered yet, or be refused. */
  get counted(): string {
    return this.#answer.value?.builds ?? "";
  }

  get error() {
    return this.#answer.error;
  }

  /** Takes what is typed, and asks once the typing pauses. */
  type(builds: string): void {
    this.builds = builds;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.load(), typingPause);
  }

  /** Nobody looks at it any more. */
  stop(): void {
    clearTimeout(this.#pause);
  }

  async load(): Promise<void> {
    clearTimeout(this.#pause);
    await this.#answer.load();
  }

  async choose(currency: string): Promise<void> {
    this.currency = currency;
    await this.load();
  }
}
