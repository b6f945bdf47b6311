// What the parts of the fake backend's BOMs cost, and what is short: the first supplier part with a price is taken, and
// minimums and multiples are left to the real one.
import type {
  BomCostRequest,
  BomCostView,
  BomPurchaseView,
  BomShortageRequest,
  BomShortageView,
  OnHandRowView,
  ShortageLineView,
} from "../../bindings/wire";
import { exactProduct, type FakeLevels } from "./levels";
import { exactSum, refuse, type FakePart, type FakeStore } from "./store";

export class FakeBuying {
  readonly #store: () => FakeStore;
  readonly #levels: FakeLevels;

  constructor(store: () => FakeStore, levels: FakeLevels) {
    this.#store = store;
    this.#levels = levels;
  }

  cost({ revision, builds, currency }: BomCostRequest): BomCostView {
    const needed = this.#needed(revision, builds);
    const [chosen, currencies] = this.#currency(needed, currency);
    const lines = needed.map(({ part, amount, unit }) => {
      const purchase = this.#purchase(part, amount, chosen);
      const no_price = purchase ? null : { kind: "not_offered" as const, from: null };
      const lead_time = part.manufacturerParts[0]?.supplier_parts[0]?.offer.lead_time ?? "";
      return { child: part.row, needed: amount, unit, purchase, no_price, lead_time: lead_time || null };
    });
    const used = exactSum(["0", ...lines.map(({ purchase }) => purchase?.total ?? "0")]);
    const each = exactSum([
      "0",
      ...this.#needed(revision, "1").map(({ part, amount }, place) =>
        exactProduct([amount, lines[place]?.child.id === part.row.id ? (lines[place].purchase?.price ?? "0") : "0"]),
      ),
    ]);
    const days = Math.max(-1, ...lines.map((line) => Number(line.lead_time ?? -1)));
    const slowest = lines.filter((line) => line.lead_time !== null && Number(line.lead_time) === days);
    return {
      currency: chosen,
      currencies,
      each,
      used,
      ordered: used,
      unpriced: lines.filter(({ purchase }) => purchase === null).length,
      lead_time: days < 0 ? null : String(days),
      slowest: slowest.map(({ child: { number, name } }) => ({ number, name })),
      without_lead_time: lines.filter(({ lead_time }) => lead_time === null).length,
      by_subcategory: this.#bySubcategory(lines),
      lines,
    };
  }

  #bySubcategory(lines: BomCostView["lines"]): BomCostView["by_subcategory"] {
    const codes = [...new Set(lines.filter(({ purchase }) => purchase).map(({ child }) => child.category))];
    return codes.map((code) => ({
      codes: code,
      name: code,
      used: exactSum(["0", ...lines.filter(({ child }) => child.category === code).map(({ purchase }) => purchase?.total ?? "0")]),
    }));
  }

  shortage({ revision, builds, on_hand, currency }: BomShortageRequest): BomShortageView {
    const needed = this.#needed(revision, builds);
    const [chosen, currencies] = this.#currency(needed, currency);
    const rows = on_hand.split("\n").flatMap((written, place) => (written.trim() ? [this.#row(written.trim(), place + 1)] : []));
    const lines = needed.map(({ part, amount, unit }): ShortageLineView => {
      const there = exactSum(["0", ...rows.filter((row) => row.part?.number === part.row.number).map((row) => row.amount ?? "0")]);
      const short = less(amount, there);
      const purchase = short === "0" ? null : this.#purchase(part, short, chosen);
      const no_price = short === "0" || purchase ? null : { kind: "not_offered" as const, from: null };
      return { child: part.row, unit, built: false, needed: amount, on_hand: there, short, stand_ins: [], purchase, no_price };
    });
    return {
      currency: chosen,
      currencies,
      rows,
      lines,
      short: lines.filter(({ short }) => short !== "0").length,
      ordered: exactSum(["0", ...lines.map(({ purchase }) => purchase?.total ?? "0")]),
      unpriced: lines.filter(({ no_price }) => no_price !== null).length,
    };
  }

  #needed(revision: string, builds: string): { part: FakePart; amount: string; unit: string }[] {
    if (!/^[1-9]\d{0,8}$/.test(builds)) {
      throw refuse("bom.builds_invalid", `"${builds}" is not a number of builds; write a whole number from 1 to 999999999.`);
    }
    return this.#levels
      .flat(this.#store().byRevision(revision))
      .filter((line) => !line.has_lines && line.amount.fitted !== "0")
      .map(({ child, amount, unit }) => ({
        part: this.#store().find(child.id),
        amount: exactProduct([amount.fitted, builds]),
        unit,
      }));
  }

  #currency(needed: { part: FakePart }[], asked: string | null): [string | null, BomCostView["currencies"]] {
    const counts = new Map<string, number>();
    for (const { part } of needed) {
      const offers = part.manufacturerParts.flatMap((made) => made.supplier_parts.map((sold) => sold.offer));
      for (const currency of new Set(offers.map((offer) => offer.currency))) counts.set(currency, (counts.get(currency) ?? 0) + 1);
    }
    const found = [...counts].map(([currency, parts]) => ({ currency, parts })).sort((a, b) => b.parts - a.parts);
    return [asked ?? found[0]?.currency ?? null, found];
  }

  #purchase(part: FakePart, order: string, currency: string | null): BomPurchaseView | null {
    for (const { manufacturer, mpn, status, supplier_parts } of part.manufacturerParts) {
      for (const { offer } of supplier_parts) {
        const price = offer.prices.filter((each) => less(each.quantity, order) === "0").at(-1)?.price;
        if (offer.currency !== currency || price === undefined) continue;
        const { supplier, order_code } = offer;
        return { manufacturer, mpn, status, supplier, order_code, order, price, total: exactProduct([order, price]) };
      }
    }
    return null;
  }

  #row(written: string, row: number): OnHandRowView {
    const [name = "", amount = ""] = written.split(/[\s,;]+/);
    const found = this.#store().parts.find((part) => part.row.number === name || part.row.mpn === name);
    const said = { row, written, amount: null, unit: null, part: null };
    if (!/^\d+(\.\d+)?$/.test(amount)) {
      return { ...said, outcome: "refused", refusal: refuse("bom.on_hand_row_invalid", `"${written}" cannot be read; write a part number or an MPN, a quantity, and a unit where it is not pieces.`) };
    }
    if (!found) {
      return { ...said, outcome: "refused", refusal: refuse("bom.on_hand_unknown", `No part has the number or the MPN ${name}; write one that is there.`) };
    }
    return { row, written, outcome: "counted", part: { number: found.row.number, name: found.row.name }, amount, unit: "each", refusal: null };
  }
}

/** What is left of a decimal text when another is taken away; nothing where that is more. */
export function less(from: string, taken: string): string {
  const places = Math.max(...[from, taken].map((text) => text.split(".")[1]?.length ?? 0));
  const [first = 0n, second = 0n] = [from, taken].map((text) => {
    const [whole = "0", rest = ""] = text.split(".");
    return BigInt(whole + rest.padEnd(places, "0"));
  });
  const left = first > second ? first - second : 0n;
  const digits = left.toString().padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
