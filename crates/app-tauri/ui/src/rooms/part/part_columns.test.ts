// The columns of the part list: chosen, sized, and found again; nonsense that is remembered harms nobody.
import { afterEach, describe, expect, test } from "vitest";
import { PartColumns, columnOf } from "./part_columns.svelte";

describe("PartColumns", () => {
  afterEach(() => {
    localStorage.clear();
  });

  const names = (columns: PartColumns) => columns.shown.map(({ name }) => name);

  test("are remembered as they were chosen and sized", () => {
    const columns = new PartColumns(localStorage, "parts");
    expect(columns.isUsual).toBe(true);
    columns.toggle("description");
    columns.toggle("created");
    columns.resize("mpn", 222.4);
    const again = new PartColumns(localStorage, "parts");
    expect(names(again)).toEqual(["number", "name", "description", "value", "mpn", "manufacturer", "category", "state"]);
    expect(again.template.split(" ")).toContain("222px");
    expect(again.isUsual).toBe(false);
    again.reset();
    expect(new PartColumns(localStorage, "parts").isUsual).toBe(true);
  });

  test("properties are columns as they were chosen, behind the others, and nothing sorts by them", () => {
    const columns = new PartColumns(localStorage, "parts");
    columns.toggle(columnOf("Tolerance"));
    columns.toggle(columnOf("Mass"));
    columns.resize(columnOf("Mass"), 140);
    columns.toggle("changed");
    const again = new PartColumns(localStorage, "parts");
    expect(names(again).slice(-3)).toEqual(["changed", "=Tolerance", "=Mass"]);
    expect(again.properties).toEqual(["Tolerance", "Mass"]);
    expect(again.shown.slice(-3).map(({ title, sort }) => [title, sort])).toEqual([["Changed", null], ["Tolerance", null], ["Mass", null]]);
    expect(again.template.endsWith("140px")).toBe(true);
    again.toggle(columnOf("Tolerance"));
    expect(again.properties).toEqual(["Mass"]);
    again.reset();
    expect(again.properties).toEqual([]);
  });

  test("what a part is found by stays", () => {
    const columns = new PartColumns(localStorage, "parts");
    columns.toggle("number");
    columns.toggle("name");
    expect(names(columns).slice(0, 2)).toEqual(["number", "name"]);
    expect(columns.optional.map(({ name }) => name)).not.toContain("name");
  });

  test("a width keeps within its bounds, and goes back to what it was", () => {
    const columns = new PartColumns(localStorage, "parts");
    const { template } = columns;
    columns.resize("name", 5);
    expect(columns.template.split(" ")).toContain("48px");
    columns.resize("name", 1e9);
    expect(columns.template.split(" ")).toContain("900px");
    columns.resize("name", null);
    expect(columns.template).toBe(template);
  });

  test.each(["null", "7", "{\"shown\":\"x\"}", "{\"widths\":{\"name\":\"wide\",\"mpn\":1}}", "{", "[]"])("%s is remembered as nothing", (kept) => {
    localStorage.setItem("partwright.parts.columns", kept);
    expect(new PartColumns(localStorage, "parts").isUsual).toBe(true);
  });
});
