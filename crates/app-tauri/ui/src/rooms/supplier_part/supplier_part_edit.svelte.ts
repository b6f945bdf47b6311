// One supplier part while somebody writes it: texts as they are typed, a row for each price, and what others made of it.
import type { ManufacturerPartView, SupplierOffer, SupplierPartView } from "../../bindings/wire";
import { Editing } from "../../widgets/editing.svelte";
import type { Met } from "../../widgets/typed.svelte";
import { TypedFields } from "../../widgets/typed_fields.svelte";

type Prices = SupplierOffer["prices"];
export type OfferField = Exclude<keyof SupplierOffer, "prices">;

const empty: Record<OfferField, string> = {
  supplier: "",
  order_code: "",
  packaging: "",
  lead_time: "",
  minimum: "",
  multiple: "",
  currency: "",
};

/** A price in the making; the key tells rows apart that say the same. */
export type PriceRow = { key: number; quantity: string; price: string };

export class SupplierPartEdit extends Editing<SupplierOffer> {
  /** The supplier part that is edited; null for a new one. */
  before = $state.raw<SupplierPartView | null>(null);
  readonly fields: TypedFields<OfferField>;
  rows: PriceRow[] = $state([]);
  /** The prices that somebody else wrote meanwhile, where these are others again. */
  pricesMet = $state.raw<Met<Prices> | null>(null);
  #seenPrices: Prices = $state.raw([]);
  #keys = 0;

  /** A new one begins with the currency that is used already. */
  constructor(before: SupplierPartView | null, currency: string) {
    super();
    this.before = before;
    this.fields = new TypedFields(before ? textsOf(before.offer) : { ...empty, currency });
    this.#seenPrices = before?.offer.prices ?? [];
    this.#showPrices();
  }

  get complete(): boolean {
    const { supplier, order_code, currency } = this.fields.said();
    return [supplier, order_code, currency].every((field) => field !== "");
  }

  get changed(): boolean {
    return this.fields.changed || this.#pricesChanged;
  }

  get undecided(): boolean {
    return this.gone || this.pricesMet !== null || this.fields.conflicts.length > 0;
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
    return { ...this.fields.said(), prices: this.#prices };
  }

  /** What was seen of it. */
  seen(): SupplierOffer {
    return { ...this.fields.seen(), prices: this.#seenPrices };
  }

  /** Meets what is there by now. */
  meet(of: ManufacturerPartView): void {
    const { before } = this;
    if (!before || this.saving) return;
    const now = of.supplier_parts.find(({ id }) => id === before.id)?.offer;
    this.gone = now === undefined;
    if (now) this.#meet(now);
  }

  /** What is written counts, in the knowledge of what is there; what is gone is added anew. */
  keepMine(): void {
    this.error = null;
    this.fields.keepMine();
    if (this.pricesMet) this.#seenPrices = this.pricesMet.now;
    this.pricesMet = null;
    if (this.gone) this.before = null;
    this.gone = false;
  }

  /** What somebody else wrote counts. */
  takeTheirs(): void {
    this.error = null;
    this.fields.takeTheirs();
    if (this.pricesMet) this.#follow(this.pricesMet.now);
  }

  get #prices(): Prices {
    return this.rows
      .filter((row) => row.price.trim() !== "")
      .map(({ quantity, price }) => ({ quantity: quantity.trim(), price: price.trim() }));
  }

  get #pricesChanged(): boolean {
    return !isSame(this.#prices, this.#seenPrices);
  }

  #meet(now: SupplierOffer): void {
    this.fields.meet(textsOf(now));
    // The prices are one table: who wrote none follows it, who wrote the same has it, else it is a conflict.
    if (!this.#pricesChanged) this.#follow(now.prices);
    else if (isSame(this.#prices, now.prices)) [this.#seenPrices, this.pricesMet] = [now.prices, null];
    else this.pricesMet = isSame(now.prices, this.#seenPrices) ? null : { was: this.#seenPrices, now: now.prices };
  }

  #follow(prices: Prices): void {
    this.pricesMet = null;
    if (isSame(prices, this.#seenPrices) && isSame(prices, this.#prices)) return;
    this.#seenPrices = prices;
    this.#showPrices();
  }

  #showPrices(): void {
    this.rows = [];
    for (const { quantity, price } of this.#seenPrices) this.addPrice(quantity, price);
    if (this.rows.length === 0) this.addPrice("1", "");
  }
}

function textsOf({ supplier, order_code, packaging, lead_time, minimum, multiple, currency }: SupplierOffer): Record<OfferField, string> {
  return { supplier, order_code, packaging, lead_time, minimum, multiple, currency };
}

function isSame(one: Prices, other: Prices): boolean {
  return saidPrices(one) === saidPrices(other);
}

/** Prices as they are said in a sentence. */
export function saidPrices(prices: Prices): string {
  return prices.map(({ quantity, price }) => `${quantity}: ${price}`).join(", ");
}
