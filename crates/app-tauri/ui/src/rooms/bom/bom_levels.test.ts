// BOMs over all levels: what is asked when, and what becomes of late and refused answers.
import { beforeEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../../backend/fake/fake";
import { exactProduct } from "../../backend/fake/levels";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BomComparison, ExplodedLineView, FlatLineView, PartRow, RevisionView } from "../../bindings/wire";
import { text } from "../../text";
import { BomCompareState, designatorsMoved } from "./bom_compare.svelte";
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

function comparison(...kinds: BomComparison["lines"][number]["kind"][]): BomComparison {
  const side = { number: "AS-PRD-100000", name: "it", revision: revision("1") };
  const lines = kinds.map((kind) => ({ kind, child: part("EL-RES-1"), before: null, after: null, aspects: [] }));
  return { before: side, after: side, lines, alike: 3, amounts: [] };
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

describe("BomCompareState", () => {
  const three = [revision("3"), revision("2"), revision("1")];
  const own = { id: "own", number: "EL-PCA-1" };

  test("begins with the revision before, and with nothing where there is none", () => {
    const backend = new ScriptedBackend();
    expect(new BomCompareState(backend, "3", own, three).other).toBe("2");
    const first = new BomCompareState(backend, "1", own, three);
    expect(first.other).toBeNull();
    void first.reload();
    expect(backend.waiting).toHaveLength(0);
  });

  test("compares from the other one to what is shown, and counts by kind", async () => {
    const backend = new ScriptedBackend();
    const state = new BomCompareState(backend, "3", own, three);
    void state.reload();
    expect(backend.asked("bom_compare")).toEqual({ before: "2", after: "3" });
    await backend.answer("bom_compare", comparison("added", "changed", "added"));
    expect(state.counts).toEqual({ added: 2, removed: 0, changed: 1 });
    state.level = "amounts";
    expect(state.counts).toEqual({ added: 0, removed: 0, changed: 0 });
  });

  test("an answer about the choice before is dropped", async () => {
    const backend = new ScriptedBackend();
    const state = new BomCompareState(backend, "3", own, three);
    void state.reload();
    void state.choose("1");
    await backend.answer("bom_compare", comparison("removed"));
    expect(state.view).toBeNull();
    await backend.answer("bom_compare", comparison("added"));
    expect(state.counts.added).toBe(1);
  });

  test("another part offers all its revisions, and begins with its newest", async () => {
    const backend = new ScriptedBackend();
    const state = new BomCompareState(backend, "3", own, three);
    const other = part("EL-PCA-2");
    void state.choosePart(other);
    expect([state.other, state.revisions.map(({ id }) => id)]).toEqual(["rev-EL-PCA-2", ["rev-EL-PCA-2"]]);
    await backend.answer("bom_compare", comparison("added"));
    await backend.answer("part_show", { revisions: [other.revision, revision("older")] } as never);
    expect([state.part.number, state.revisions.map(({ id }) => id)]).toEqual(["EL-PCA-2", ["rev-EL-PCA-2", "older"]]);
    void state.choose("older");
    expect(backend.asked("bom_compare")).toEqual({ before: "older", after: "3" });
  });

  test("a refusal is shown until the next answer", async () => {
    const backend = new ScriptedBackend();
    const state = new BomCompareState(backend, "3", own, three);
    void state.reload();
    await backend.refuse("bom_compare", "revision.not_found");
    expect(state.error?.code).toBe("revision.not_found");
    void state.reload();
    await backend.answer("bom_compare", comparison());
    expect(state.error).toBeNull();
  });
});

test("designators that moved are told in the order in which people count", () => {
  expect(designatorsMoved(["R10", "R9", "R1"], ["R1", "R11", "R2"])).toEqual({ gone: ["R9", "R10"], come: ["R2", "R11"] });
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
  expect([1, 2].map(text.compare.alike)).toEqual(["1 line is alike", "2 lines are alike"]);
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
  const same = await backend.call("bom_compare", { before: kit.row.revision.id, after: kit.row.revision.id });
  expect([same.lines, same.amounts, same.alike]).toEqual([[], [], 1]);
  await settled();
});
