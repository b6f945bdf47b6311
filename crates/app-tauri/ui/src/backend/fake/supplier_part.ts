// The supplier parts of the fake backend, and prices at a quantity in whole millionths.
import type { Commands, ManufacturerPartView, SupplierOffer, SupplierPartPrice } from "../../bindings/wire";
import { refuse, type FakePart, type FakeStore } from "./store";

type Asked<K extends keyof Commands> = Commands[K]["request"];

export class FakeSupplierParts {
  readonly #now: () => FakeStore;

  constructor(now: () => FakeStore) {
    this.#now = now;
  }

  add({ manufacturer_part, offer }: Asked<"supplier_part_add">): ManufacturerPartView[] {
    const [part, of] = this.#sold((each) => each.id === manufacturer_part);
    of.supplier_parts.push({ id: this.#now().id(), offer: taken(offer) });
    return this.#done("supplier_part.add", "created", part, offer);
  }

  change({ supplier_part, offer }: Asked<"supplier_part_change">): ManufacturerPartView[] {
    const [part, of] = this.#sold((each) => each.supplier_parts.some((sold) => sold.id === supplier_part));
    of.supplier_parts = of.supplier_parts.map((sold) => (sold.id === supplier_part ? { ...sold, offer: taken(offer) } : sold));
    return this.#done("supplier_part.change", "changed", part, offer);
  }

  remove({ supplier_part }: Asked<"supplier_part_remove">): ManufacturerPartView[] {
    const [part, of] = this.#sold((each) => each.supplier_parts.some((sold) => sold.id === supplier_part));
    const removed = of.supplier_parts.find((sold) => sold.id === supplier_part);
    of.supplier_parts = of.supplier_parts.filter((sold) => sold.id !== supplier_part);
    return this.#done("supplier_part.remove", "removed", part, removed?.offer);
  }

  price({ part, quantity }: Asked<"supplier_part_price">): SupplierPartPrice[] {
    const asked = millionths(quantity);
    if (asked === null || asked === 0n) throw refuse("bom.quantity_invalid", `"${quantity}" is not a quantity; write a number above 0.`);
    const sold = this.#now().find(part).manufacturerParts.flatMap((of) => of.supplier_parts);
    const prices = sold.map(({ id, offer }) => {
      const held = offer.prices.filter((each) => (millionths(each.quantity) ?? 0n) <= asked).at(-1);
      return { id, offer, price: held ? millionths(held.price) : null };
    });
    return prices.map(({ id, offer, price }) => {
      const rivals = prices.filter((other) => other.offer.currency === offer.currency && other.price !== null);
      return {
        supplier_part: id,
        price: price === null ? null : written(price, 6),
        total: price === null ? null : written(price * asked, 12),
        from: price === null ? (offer.prices[0]?.quantity ?? null) : null,
        order: quantity,
        cheapest: price !== null && rivals.every((other) => (other.price ?? price) >= price),
      };
    });
  }

  #sold(fits: (of: ManufacturerPartView) => boolean): [FakePart, ManufacturerPartView] {
    for (const part of this.#now().parts) {
      const of = part.manufacturerParts.find(fits);
      if (of) return [part, of];
    }
    throw refuse("supplier_part.not_found", "There is no such supplier part in this workspace.");
  }

  #done(operation: string, action: "created" | "changed" | "removed", part: FakePart, offer?: SupplierOffer): ManufacturerPartView[] {
    const title = `${part.row.number}: ${offer?.supplier ?? ""} ${offer?.order_code ?? ""}`;
    this.#now().record(operation, [{ room: "supplier_part", subject: part.row.id, action, title }]);
    return part.manufacturerParts;
  }
}

function taken(offer: SupplierOffer): SupplierOffer {
  for (const { price } of offer.prices) {
    if (millionths(price) === null) throw refuse("supplier_part.price_invalid", `"${price}" is not a price; write a number from 0 on.`);
  }
  const key = ({ quantity }: { quantity: string }) => millionths(quantity) ?? 0n;
  const prices = [...offer.prices].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { ...offer, currency: offer.currency.toUpperCase(), prices };
}

function millionths(text: string): bigint | null {
  const [, whole, decimals = ""] = /^(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : BigInt(whole + decimals.padEnd(6, "0"));
}

function written(scaled: bigint, places: number): string {
  const digits = scaled.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
