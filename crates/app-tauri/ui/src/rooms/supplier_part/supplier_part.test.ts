// Supplier parts while they are written, and the question what a part costs at a quantity.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../../backend/fake/fake";
import type { ManufacturerPartView, SupplierOffer } from "../../bindings/wire";
import { PriceQuestionState } from "./price_question.svelte";
import { SupplierPartEdit } from "./supplier_part_edit.svelte";

const offer: SupplierOffer = {
  supplier: "Northwind",
  order_code: "NW-1",
  packaging: "Reel",
  lead_time: "3",
  minimum: "",
  multiple: "",
  currency: "EUR",
  prices: [
    { quantity: "1", price: "0.10" },
    { quantity: "100", price: "0.0125" },
  ],
};

describe("an edit", () => {
  test("of a supplier part begins with what it says and writes it unchanged", () => {
    const edit = new SupplierPartEdit({ id: "s", offer }, "CHF");
    expect(edit.written()).toEqual(offer);
    expect(edit.complete).toBe(true);
  });

  test("of a new one begins with the usual currency and one empty price", () => {
    const edit = new SupplierPartEdit(null, "CHF");
    expect(edit.rows.map(({ quantity, price }) => [quantity, price])).toEqual([["1", ""]]);
    expect(edit.written()).toMatchObject({ currency: "CHF", prices: [] });
    expect(edit.complete).toBe(false);
  });

  test("adds and removes prices, and keeps the texts that were typed", () => {
    const edit = new SupplierPartEdit({ id: "s", offer }, "EUR");
    const [first] = edit.rows;
    edit.addPrice("1000", "0.0100");
    edit.removePrice(first?.key ?? 0);
    expect(edit.written().prices).toEqual([
      { quantity: "100", price: "0.0125" },
      { quantity: "1000", price: "0.0100" },
    ]);
  });

  test("that is refused says why and can be saved again", async () => {
    const edit = new SupplierPartEdit({ id: "s", offer }, "EUR");
    const refused = { code: "supplier_part.taken", message: "It is there.", fields: {} };
    expect(await edit.saveBy(() => Promise.reject(refused as unknown as Error))).toBe(false);
    expect(edit.error?.code).toBe("supplier_part.taken");
    expect(edit.saving).toBe(false);
    const save = vi.fn(() => Promise.resolve());
    expect(await edit.saveBy(save)).toBe(true);
    expect(save).toHaveBeenCalledWith(offer);
  });
});

describe("an edit that others meet", () => {
  const now = (changed: Partial<SupplierOffer>): ManufacturerPartView => ({
    id: "m",
    manufacturer: "Yageo",
    mpn: "RC",
    status: "Active",
    supplier_parts: [{ id: "s", offer: { ...offer, ...changed } }],
  });
  let edit: SupplierPartEdit;
  beforeEach(() => {
    edit = new SupplierPartEdit({ id: "s", offer }, "EUR");
  });

  test("follows what it did not touch, prices too, and says what it saw last", () => {
    edit.fields.of.packaging.value = "Cut tape";
    const prices = [{ quantity: "1", price: "0.20" }];
    edit.meet(now({ lead_time: "9", prices }));
    expect(edit.undecided).toBe(false);
    expect(edit.written()).toEqual({ ...offer, packaging: "Cut tape", lead_time: "9", prices });
    expect(edit.seen()).toEqual({ ...offer, lead_time: "9", prices });
  });

  test("shows what both changed, and saves nothing until somebody has decided", async () => {
    edit.fields.of.packaging.value = "Cut tape";
    const [first] = edit.rows;
    if (first) first.price = "0.11";
    edit.meet(now({ packaging: "Bag", prices: [{ quantity: "1", price: "0.20" }] }));
    expect(edit.fields.conflicts).toEqual([{ field: "packaging", was: "Reel", now: "Bag" }]);
    expect(edit.pricesMet?.now).toEqual([{ quantity: "1", price: "0.20" }]);
    const save = vi.fn(() => Promise.resolve());
    expect([await edit.saveBy(save), save.mock.calls.length]).toEqual([false, 0]);
    edit.keepMine();
    expect(edit.seen()).toMatchObject({ packaging: "Bag", prices: [{ quantity: "1", price: "0.20" }] });
    expect(await edit.saveBy(save)).toBe(true);
    expect(save).toHaveBeenCalledWith(expect.objectContaining({ packaging: "Cut tape" }));
  });

  test("takes theirs, and adds anew what somebody removed", () => {
    edit.fields.of.packaging.value = "Cut tape";
    edit.meet(now({ packaging: "Bag" }));
    edit.takeTheirs();
    expect([edit.written().packaging, edit.undecided]).toEqual(["Bag", false]);
    edit.meet({ ...now({}), supplier_parts: [] });
    expect([edit.gone, edit.undecided]).toEqual([true, true]);
    edit.keepMine();
    expect([edit.before, edit.undecided]).toEqual([null, false]);
  });
});

describe("the question for a price", () => {
  async function sold(): Promise<[FakeBackend, string]> {
    const backend = new FakeBackend({ drawers: 10 });
    const part = backend.store.find("EL-SEN-100001");
    const manufacturer_part = part.manufacturerParts[0]?.id ?? "";
    await backend.call("supplier_part_add", { manufacturer_part, offer });
    const prices = [{ quantity: "50", price: "0.0101" }];
    await backend.call("supplier_part_add", { manufacturer_part, offer: { ...offer, order_code: "NW-50", prices } });
    return [backend, part.row.id];
  }

  test("is answered exactly for each supplier part, and tells the cheapest", async () => {
    const [backend, part] = await sold();
    const question = new PriceQuestionState(backend);
    question.quantity = "120";
    await question.about(part);
    const answers = [...question.answers.values()];
    expect(answers.map(({ price, total, cheapest }) => [price, total, cheapest])).toEqual([
      ["0.0125", "1.5", false],
      ["0.0101", "1.212", true],
    ]);
    expect(question.compared).toBe(true);
  });

  test("makes up no price below the smallest quantity", async () => {
    const [backend, part] = await sold();
    const question = new PriceQuestionState(backend);
    question.quantity = "7";
    await question.about(part);
    expect([...question.answers.values()].map(({ price, from }) => [price, from])).toEqual([
      ["0.1", null],
      [null, "50"],
    ]);
    expect(question.compared).toBe(false);
  });

  test("asks nothing without a quantity, and says what is no quantity", async () => {
    const [backend, part] = await sold();
    const question = new PriceQuestionState(backend);
    await question.about(part);
    expect(backend.calls.some((call) => call.name === "supplier_part_price")).toBe(false);
    question.quantity = "many";
    await question.ask();
    expect(question.error?.code).toBe("bom.quantity_invalid");
    expect(question.answers.size).toBe(0);
  });
});
