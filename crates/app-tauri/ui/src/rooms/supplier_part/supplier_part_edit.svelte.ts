// One supplier part while somebody writes it: texts as they are typed, and a row for each price.
import type { SupplierOffer, SupplierPartView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

const empty: SupplierOffer = {
  supplier: "",
  order_code: "",
  packaging: "",
  lead_time: "",
  minimum: "",
  multiple: "",
  currency: "",
  prices: [],
};

/** A price in the making; the key tells rows apart that say the same. */
export type PriceRow = { key: number; quantity: string; price: string };

export class SupplierPartEdit {
  /** The supplier part that is edited; null for a new one. */
  readonly before: SupplierPartView | null;
  offer: SupplierOffer = $state({ ...empty });
  rows: PriceRow[] = $state([]);
  error = $state.raw<WireError | null>(null);
  saving = $state(false);
  #keys = 0;

  /** A new one begins with the currency that is used already. */
  constructor(before: SupplierPartView | null, currency: string) {
    this.before = before;
    this.offer = before ? { ...before.offer } : { ...empty, currency };
    for (const price of this.offer.prices) this.addPrice(price.quantity, price.price);
    if (this.rows.length === 0) this.addPrice("1", "");
  }

  get complete(): boolean {
    const { supplier, order_code, currency } = this.offer;
    return [supplier, order_code, currency].every((field) => field.trim() !== "");
  }

  addPrice(quantity = "", price = ""): void {
    this.#keys += 1;
    this.rows.push({ key: this.#keys, quantity, price });
  }

  removePrice(key: number): void {
    this.rows = this.rows.filter((row) => row.key !== key);
  }

  /** What is written. A row whose price was left empty says nothing; a price without a quantity is told as a mistake. */
  written(): SupplierOffer {
    const prices = this.rows.filter((row) => row.price.trim() !== "").map(({ quantity, price }) => ({ quantity, price }));
    return { ...$state.snapshot(this.offer), prices };
  }

  /** Saves by `save`; answers whether it was taken. */
  async saveBy(save: (offer: SupplierOffer) => Promise<void>): Promise<boolean> {
    if (!this.complete || this.saving) return false;
    this.saving = true;
    try {
      await save(this.written());
      return true;
    } catch (reason) {
      this.error = wireError(reason);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
