// Manufacturer parts while they are written, beside others who write too.
import { expect, test } from "vitest";
import type { ManufacturerPartView } from "../../bindings/wire";
import { ManufacturerPartEdit } from "./manufacturer_part_edit.svelte";

const of: ManufacturerPartView = { id: "m", manufacturer: "Yageo", mpn: "RC0402", status: "Active", supplier_parts: [] };

test("a new one needs a maker and a number, one of an import only its number", () => {
  const edit = new ManufacturerPartEdit(null);
  edit.fields.of.mpn.value = " RC0402 ";
  expect(edit.complete).toBe(false);
  edit.fields.of.manufacturer.value = "Yageo";
  expect([edit.complete, edit.written()]).toEqual([true, { manufacturer: "Yageo", mpn: "RC0402", status: "Active" }]);
  expect(new ManufacturerPartEdit({ ...of, manufacturer: "" }).complete).toBe(true);
});

test("one's status and another's number do not meet, and two numbers are a conflict", () => {
  const edit = new ManufacturerPartEdit(of);
  edit.fields.of.status.value = "Obsolete";
  edit.meet([{ ...of, mpn: "RC0402FR" }]);
  expect(edit.undecided).toBe(false);
  expect(edit.seen()).toEqual({ manufacturer: "Yageo", mpn: "RC0402FR", status: "Active" });
  edit.fields.of.mpn.value = "RC0402JR";
  edit.meet([{ ...of, mpn: "RC0402DR" }]);
  expect(edit.fields.conflicts).toEqual([{ field: "mpn", was: "RC0402FR", now: "RC0402DR" }]);
  edit.takeTheirs();
  expect([edit.undecided, edit.written()]).toEqual([false, { manufacturer: "Yageo", mpn: "RC0402DR", status: "Obsolete" }]);
});

test("one that was removed meanwhile is added anew, or let go", () => {
  const edit = new ManufacturerPartEdit(of);
  edit.meet([]);
  expect([edit.gone, edit.undecided]).toEqual([true, true]);
  edit.keepMine();
  expect([edit.before, edit.undecided, edit.written().mpn]).toEqual([null, false, "RC0402"]);
});
