// What the list shows beside its rows: asked for what is in view, once, and again after a change.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { PartCells, PartRow } from "../../bindings/wire";
import { PartCellsState } from "./part_cells.svelte";

const row = (id: string) => ({ id }) as PartRow;
const rows = (...ids: string[]) => ids.map(row);
const mass = (part: string, number: string): PartCells => {
  return { part, properties: [{ name: "Mass", value: { type: "number", number, unit: "g" } }], changed: 7 };
};

describe("PartCellsState", () => {
  let backend: ScriptedBackend;
  let cells: PartCellsState;
  const said = (id: string) => cells.of(row(id))?.properties.get("Mass");
  beforeEach(async () => {
    backend = new ScriptedBackend();
    cells = new PartCellsState(backend);
    void cells.show(rows("a", "b"), ["Mass"], true);
    await backend.answer("part_cells", [mass("a", "1"), mass("b", "2")]);
  });

  test("nobody is asked as long as no such column is shown", () => {
    void cells.show(rows("x"), [], false);
    expect(backend.waiting).toEqual([]);
  });

  test("rows that come into view are asked for, and those that are known are not", async () => {
    void cells.show(rows("b", "c"), ["Mass"], true);
    expect(backend.asked("part_cells")).toEqual({ parts: ["c"], properties: ["Mass"], changed: true });
    await backend.answer("part_cells", [mass("c", "3")]);
    expect([said("b"), said("c")]).toMatchObject([{ number: "2" }, { number: "3" }]);
    expect(cells.of(row("c"))?.changed).toBe(7);
  });

  test("another column asks for everything in view anew", async () => {
    void cells.show(rows("a"), ["Mass", "Shelf"], true);
    expect(cells.of(row("a"))).toBeUndefined();
    await backend.answer("part_cells", [mass("a", "1")]);
    expect(said("a")).toMatchObject({ number: "1" });
  });

  test("a change reads what is in view again, which stands until then", async () => {
    void cells.reload();
    expect(said("a")).toMatchObject({ number: "1" });
    await backend.answer("part_cells", [mass("a", "9"), mass("b", "2")]);
    expect(said("a")).toMatchObject({ number: "9" });
  });

  test("what went wrong is told", async () => {
    void cells.reload();
    await backend.refuse("part_cells", "store.busy");
    expect([cells.error?.code, said("a")]).toMatchObject(["store.busy", { number: "1" }]);
  });
});
