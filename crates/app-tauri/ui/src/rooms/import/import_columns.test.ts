// The columns of the list of rows.
import { expect, test } from "vitest";
import type { ImportItem } from "../../bindings/wire";
import { cellOf, columnsOf } from "./import_columns";

function item(over: Partial<ImportItem>): ImportItem {
  const empty = { number: null, category: "EL-RES", value: "", footprint: "", manufacturer: "", mpn: "", quantity: "" };
  return { place: 0, row: 2, outcome: "new", name: "10k 0402", designators: [], dnp: false, remarked: false, ...empty, ...over };
}

/** The room of a column among those that are shown, in parts of the whole. */
function room(items: readonly ImportItem[], place: number): string | undefined {
  return columnsOf(items).grid.match(/\S+fr/g)?.at(place);
}

test("columns that no row has anything in are left out", () => {
  const items = [item({ value: "10k", quantity: "2" }), item({ designators: ["R1"], dnp: true })];
  expect(columnsOf(items).shown).toEqual(["value", "quantity", "designators", "dnp"]);
  expect(columnsOf(items).grid.match(/minmax/g)).toHaveLength(6);
  expect(columnsOf([]).shown).toEqual([]);
});

test("a column has room by its longest cell, and not more than is fair", () => {
  const items = [item({ mpn: "X1" }), item({ mpn: "GRM188R61C225KE15D" })];
  expect(room(items, 2)).toBe("18fr");
  expect(room([...items, item({ mpn: "X".repeat(200) })], 2)).toBe("34fr");
});

test("cells are told as people read them", () => {
  const row = item({ footprint: "Resistor_SMD:R_0402", designators: ["R10", "R2"] });
  expect([cellOf(row, "footprint"), cellOf(row, "designators"), cellOf(row, "dnp")]).toEqual(["R_0402", "R2, R10", ""]);
});
