// What is missing for a number of builds, with what is on hand as somebody pasted it.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { BomShortageView, OnHandRowView, ShortageLineView } from "../../bindings/wire";

export class BomShortageState {
  builds = $state("");
  onHand = $state("");
  currency = $state<string | null>(null);
  /** Whether parts of which there is enough are left out. */
  onlyShort = $state(true);
  readonly #answer: AnswerState<BomShortageView>;
  lines: ShortageLineView[] = $derived.by(() =>
    (this.view?.lines ?? []).filter((line) => !this.onlyShort || line.short !== "0"),
  );
  /** The rows of what is on hand that count for nothing, or for nothing here. */
  notCounted: OnHandRowView[] = $derived.by(() =>
    (this.view?.rows ?? []).filter(({ outcome }) => outcome === "refused" || outcome === "unused"),
  );

  constructor(backend: Backend, revision: string) {
    this.#answer = new AnswerState(() =>
      backend.call("bom_shortage", {
        revision,
        builds: this.builds.trim(),
        on_hand: this.onHand,
        currency: this.currency,
      }),
    );
  }

  get view(): BomShortageView | null {
    return this.#answer.value;
  }

  /** Whether an answer is on its way. */
  get asking(): boolean {
    return this.#answer.asking;
  }

  get error() {
    return this.#answer.error;
  }

  async load(): Promise<void> {
    await this.#answer.load();
  }

  async choose(currency: string): Promise<void> {
    this.currency = currency;
    await this.load();
  }
}
