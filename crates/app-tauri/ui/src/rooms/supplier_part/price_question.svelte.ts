// What a part costs at a quantity: asked as one types, answered for each supplier part.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { SupplierPartPrice, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class PriceQuestionState {
  quantity = $state("");
  error = $state.raw<WireError | null>(null);
  answers = $state.raw<ReadonlyMap<string, SupplierPartPrice>>(new Map());
  /** Whether several supplier parts have a price, so that one can be the cheapest. */
  compared = $derived([...this.answers.values()].filter((answer) => answer.price !== null).length > 1);
  readonly #backend: Backend;
  #part = "";
  readonly ask = onceMore(() => this.#ask());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks about this part. */
  async about(part: string): Promise<void> {
    this.#part = part;
    await this.ask();
  }

  of(supplierPart: string): SupplierPartPrice | undefined {
    return this.answers.get(supplierPart);
  }

  async #ask(): Promise<void> {
    const quantity = this.quantity.trim();
    if (quantity === "") {
      [this.error, this.answers] = [null, new Map()];
      return;
    }
    try {
      const answers = await this.#backend.call("supplier_part_price", { part: this.#part, quantity });
      this.answers = new Map(answers.map((answer) => [answer.supplier_part, answer]));
      this.error = null;
    } catch (reason) {
      [this.error, this.answers] = [wireError(reason), new Map()];
    }
  }
}
