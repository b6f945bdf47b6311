// The audit's pages, and its sentences.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { AuditUnitView } from "../../bindings/wire";
import { AuditListState } from "./audit_list.svelte";
import { did, fieldOf, pieces } from "./sentence";

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
    await backend.answer("audit_list", { units: units(10, 8), next: 8 });
    void list.more();
    await backend.answer("audit_list", { units: units(7, 5), next: 5 });
  });

  test("reads older pages after the newer ones", () => {
    expect(sequences()).toEqual([10, 9, 8, 7, 6, 5]);
    expect(list.next).toBe(5);
  });

  test("a reload puts the new unit on top and keeps the older pages", async () => {
    void list.reload();
    await backend.answer("audit_list", { units: units(11, 9), next: 9 });
    expect(sequences()).toEqual([11, 10, 9, 8, 7, 6, 5]);
    expect(list.next).toBe(5);
  });

  test("a reload that leaves a gap starts afresh", async () => {
    void list.reload();
    await backend.answer("audit_list", { units: units(40, 38), next: 38 });
    expect(sequences()).toEqual([40, 39, 38]);
    expect(list.next).toBe(38);
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

test("a field has the name that people give it, or its own words", () => {
  const field = (name: string) => fieldOf({ field: name, before: null, after: null });
  expect([field("dnp"), field("quantity"), field("some_new_field")]).toEqual(["do not populate", "quantity", "some new field"]);
});

test("part numbers in a title are told apart from the words around them", () => {
  expect(pieces("EL-PCA-100014 revision 1: EL-RES-100007 × 6")).toEqual([
    { words: "EL-PCA-100014", number: true },
    { words: " revision 1: ", number: false },
    { words: "EL-RES-100007", number: true },
    { words: " × 6", number: false },
  ]);
});
