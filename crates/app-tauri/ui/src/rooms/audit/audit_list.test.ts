// The audit's pages, and its sentences.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { AuditUnitView } from "../../bindings/wire";
import { noFilter } from "./audit_filter";
import { AuditListState } from "./audit_list.svelte";
import { did, fieldOf, touched } from "./sentence";

function unit(sequence: number, operation = "part.create"): AuditUnitView {
  const rest = { entries: [], entry_count: 0, undoable: true, origin: null, undoing: null };
  return { sequence, at: 0, person: "Ada", operation, ...rest };
}
const units = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, step) => unit(from - step));

describe("AuditListState", () => {
  let backend: ScriptedBackend;
  let list: AuditListState;
  const sequences = () => list.units.map((each) => each.sequence);
  beforeEach(async () => {
    backend = new ScriptedBackend();
    list = new AuditListState(backend, "part-1");
    void list.reload();
    expect(backend.asked("audit_list")).toMatchObject({ part: "part-1", before: null });
    await backend.answer("audit_list", { units: units(100, 51), next: 51 });
    void list.more();
    await backend.answer("audit_list", { units: units(50, 1), next: null });
  });

  test("reads older pages after the newer ones", () => {
    expect(sequences()).toEqual(units(100, 1).map(({ sequence }) => sequence));
    expect(list.next).toBeNull();
  });

  test("a reload puts the new unit on top and keeps the older pages", async () => {
    void list.reload();
    await backend.answer("audit_list", { units: units(101, 52), next: 52 });
    expect(sequences()).toEqual(units(101, 1).map(({ sequence }) => sequence));
    expect(list.next).toBeNull();
  });

  test("a reload that leaves a gap starts afresh", async () => {
    void list.reload();
    await backend.answer("audit_list", { units: units(400, 351), next: 351 });
    expect(sequences()).toEqual(units(400, 351).map(({ sequence }) => sequence));
    expect(list.next).toBe(351);
  });

  test("a filter asks anew, and looks on while nothing fits", async () => {
    const narrowed = list.narrow({ ...noFilter, what: "release", part: "EL-RES-100015" });
    expect(sequences()).toEqual([]);
    expect(backend.asked("audit_list")).toMatchObject({ part: "part-1", operations: "release", before: null });
    await backend.answer("audit_list", { units: [], next: 60 });
    expect(backend.asked("audit_list")).toMatchObject({ before: 60 });
    await backend.answer("audit_list", { units: units(42, 41), next: 20 });
    expect([sequences(), list.loading]).toEqual([[42, 41], true]);
    await backend.answer("audit_list", { units: [], next: null });
    await narrowed;
    expect([list.next, list.loading]).toEqual([null, false]);
  });

  test("a reload under a filter does not look through everything again", async () => {
    void list.narrow({ ...noFilter, what: "release" });
    await backend.answer("audit_list", { units: units(90, 90), next: 60 });
    await backend.answer("audit_list", { units: units(42, 42), next: null });
    void list.reload();
    await backend.answer("audit_list", { units: [unit(101), unit(90)], next: 60 });
    expect([sequences(), list.next, list.loading]).toEqual([[101, 90, 42], null, false]);
  });

  test("what an older filter asked for is not shown under a newer one", async () => {
    void list.narrow({ ...noFilter, what: "release" });
    void list.narrow({ ...noFilter, what: "bom" });
    await backend.answer("audit_list", { units: units(90, 90), next: null });
    expect([sequences(), list.loading]).toEqual([[], true]);
    await backend.answer("audit_list", { units: units(30, 30), next: null });
    expect([sequences(), list.loading]).toEqual([[30], false]);
  });
});

test("an operation that nobody translated is shown by its own words", () => {
  expect(did(unit(1, "import.apply"))).toBe("imported a BOM");
  expect(did(unit(1, "workflow.step_back"))).toBe("workflow step back");
});

test("an undo says what it undid", () => {
  const origin = { sequence: 7, operation: "bom.change_line" };
  expect(did({ ...unit(9, "audit.undo"), origin })).toBe("undid “changed a BOM line” (#7)");
  expect(did({ ...unit(10, "audit.redo"), origin })).toBe("redid “changed a BOM line” (#7)");
});

test("what a change touched stands beside it, but not beside an undo, of which what was undone says it", () => {
  const origin = { sequence: 7, operation: "revision.revise" };
  const entries = [{ title: "EL-RES-100014 revision 2: Value" }] as AuditUnitView["entries"];
  expect(touched({ ...unit(7, "revision.revise"), entries })).toEqual([
    { words: "EL-RES-100014", number: true },
    { words: " revision 2: Value", number: false },
  ]);
  expect(touched({ ...unit(9, "audit.undo"), entries, origin })).toEqual([]);
  expect(touched(unit(7))).toEqual([]);
});

test("a field has the name that people give it, or its own words", () => {
  const field = (name: string) => fieldOf({ field: name, before: null, after: null });
  expect([field("dnp"), field("quantity"), field("some_new_field")]).toEqual(["do not populate", "quantity", "some new field"]);
});
