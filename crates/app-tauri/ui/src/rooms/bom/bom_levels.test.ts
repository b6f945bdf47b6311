// BOMs over all levels: what is asked when, and what becomes of late and refused answers.
import { beforeEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../../backend/fake/fake";
import { exactProduct } from "../../backend/fake/levels";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ExplodedLineView, FlatLineView, PartRow, RevisionView } from "../../bindings/wire";
import { text } from "../../text";
import { BomExplodedState, pageSize } from "./bom_exploded.svelte";
import { BomFlatState } from "./bom_flat.svelte";

const revision = (id: string): RevisionView => ({ id, label: id, state: "Draft", workflow_state: "Draft", author: "Ada", created: 0, released: null });

function part(number: string): PartRow {
  const named = { id: `id-${number}`, number, name: number, description: "", category: "EL-RES", assembly: false };
  return { ...named, revision: revision(`rev-${number}`), manufacturer: null, mpn: null, value: null, footprint: null, created: 0 };
}

function exploded(path: string): ExplodedLineView {
  const child = part(path);
  return { path, level: 1, child, quantity: "1", total: "1", unit: "each", total_unit: "each", designators: [], dnp: false, has_lines: false };
}

function flat(number: string, has_lines: boolean): FlatLineView {
  return { child: part(number), amount: { fitted: "1", not_fitted: "0" }, unit: "each", line_count: 1, has_lines };
}

describe("BomExplodedState", () => {
  let backend: ScriptedBackend;
  let state: BomExplodedState;
  const paths = () => state.rows.map((row) => row.path).join(" ");

  beforeEach(async () => {
    backend = new ScriptedBackend();
    state = new BomExplodedState(backend, "top");
    void state.reload();
    expect(backend.asked("bom_explode")).toEqual({ revision: "top", dnp: true, after: null, limit: pageSize });
    await backend.answer("bom_explode", { rows: [exploded("a"), exploded("b")], next: "b" });
  });

  test("reads the next page when it comes into view, and no further", async () => {
    void state.want(2);
    expect(backend.waiting).toHaveLength(0);
    void state.want(3);
    expect(backend.asked("bom_explode").after).toBe("b");
    await backend.answer("bom_explode", { rows: [exploded("c")], next: "c" });
    expect([paths(), state.complete]).toEqual(["a b c", false]);
    expect(backend.waiting).toHaveLength(0);
    void state.want(4);
    await backend.answer("bom_explode", { rows: [exploded("d")], next: null });
    expect([paths(), state.complete]).toEqual(["a b c d", true]);
    void state.want(100);
    expect(backend.waiting).toHaveLength(0);
  });

  test("a page of the list before is dropped", async () => {
    void state.want(3);
    void state.showDnp(false);
    expect(backend.asked("bom_explode", 1).dnp).toBe(false);
    await backend.answer("bom_explode", { rows: [exploded("fitted")], next: null }, 1);
    await backend.answer("bom_explode", { rows: [exploded("late")], next: null });
    expect(paths()).toBe("fitted");
  });

  test("a refused page leaves the rows, and reading again mends it", async () => {
    void state.want(3);
    await backend.refuse("bom_explode", "page.cursor_invalid");
    expect([paths(), state.error?.code]).toEqual(["a b", "page.cursor_invalid"]);
    void state.want(3);
    expect(backend.waiting).toHaveLength(0);
    void state.reload();
    await backend.answer("bom_explode", { rows: [exploded("a")], next: null });
    expect([paths(), state.error]).toEqual(["a", null]);
  });
});

test("a flat list shows parts, and assemblies when asked to", async () => {
  const backend = new ScriptedBackend();
  const state = new BomFlatState(backend, "top");
  void state.list.load();
  await backend.answer("bom_flat", [flat("EL-PCA-1", true), flat("EL-RES-2", false)]);
  expect(state.rows.map((row) => row.child.number)).toEqual(["EL-RES-2"]);
  state.assemblies = true;
  expect(state.rows).toHaveLength(2);
});

test.each([
  [["2", "3"], "6"],
  [["0.385", "2"], "0.77"],
  [["0.5", "2"], "1"],
  [["10", "10"], "100"],
  [["999999999.999999", "999999999.999999"], "999999999999998000.000000000001"],
])("the product of %j is %s", (factors, expected) => {
  expect(exactProduct(factors)).toBe(expected);
});

test("texts agree with their numbers", () => {
  expect([1, 2].map(text.bom.withoutMass)).toEqual(["1 part without a mass", "2 parts without a mass"]);
  expect([text.bom.grams("12", 0), text.bom.grams("12", 3)]).toEqual(["12 g", "≥ 12 g"]);
});

test("the backend in memory agrees with itself over levels", async () => {
  const backend = new FakeBackend({ drawers: 0 });
  const kit = backend.store.parts.find((each) => each.row.name === "Probe kit");
  if (!kit) throw new Error("no kit in the demo");
  const { rows } = await backend.call("bom_explode", { revision: kit.row.revision.id, dnp: true, after: null, limit: 1000 });
  const list = await backend.call("bom_flat", { revision: kit.row.revision.id });
  const cord = list.find((line) => line.unit === "m");
  expect([cord?.amount.fitted, rows.find((row) => row.unit === "m")?.total]).toEqual(["0.77", "0.77"]);
  const used = await backend.call("part_where_used", { part: cord?.child.number ?? "" });
  expect(used.map((each) => [each.level, each.top])).toEqual([[1, false], [2, false], [3, true]]);
  const both = { before: kit.row.revision.id, after: kit.row.revision.id };
  const { rows: beside } = await backend.call("bom_beside", { task: "beside", ...both });
  const { amounts } = await backend.call("bom_compare_amounts", { task: "amounts", ...both });
  expect([amounts, beside.map((row) => typeof row)]).toEqual([[], ["string"]]);
  await settled();
});
