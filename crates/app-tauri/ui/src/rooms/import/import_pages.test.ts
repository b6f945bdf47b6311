// Plans that are too long to be sent at once: every row can be come to, filtered or not, and says what stands in it.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ImportItem, ImportOutline, ImportPreview, ImportProblem } from "../../bindings/wire";
import { ImportState } from "./import.svelte";
import { LaidRows } from "./import_outline";

const many = 20_000;
const shown = 1_000;

function item(place: number): ImportItem {
  const rest = { number: null, category: "EL-RES", value: "", footprint: "", manufacturer: "", quantity: "1", designators: [], dnp: false };
  return { place, row: place + 2, outcome: "new", name: `row ${place + 2}`, mpn: `M${place + 2}`, remarked: false, ...rest };
}

function problem(row: number): ImportProblem {
  return { row, column: null, severity: "notice", code: "import.row_spans_lines", message: `at row ${row}` };
}

/** Twenty thousand new rows, the last of them with a remark. */
function preview(): ImportPreview {
  const outline: ImportOutline = {
    rows: Array.from({ length: many }, (_, place) => place + 2),
    ends: `${"n".repeat(many - 1)}N`,
    problems: Array.from({ length: many }, (_, place) => (place === many - 1 ? 1 : 0)),
    changes: "a".repeat(many),
  };
  return {
    source: { format: "csv", encoding: "UTF-8", delimiter: ",", header_row: 1, part: null, parts: [] },
    columns: [],
    rows: { read: many, new: many, matched: 0, updated: 0, merged: 0, not_a_part: 0, refused: 0 },
    lines: many,
    designators: many,
    quantity_total: String(many),
    new_parts: many,
    without_mpn: 0,
    remarked: 1,
    of_all: [],
    outline,
    items: Array.from({ length: shown }, (_, place) => item(place)),
    problems: [problem(many + 1)],
    problems_left_out: 0,
    difference: { added: many, changed: 0, removed: 0, unchanged: 0, kept: 0, lines: [] },
    looks_like_parts: false,
    suggestions: [],
    remembered: null,
    nothing: false,
    fingerprint: "plan 1",
  };
}

describe("a plan of many rows", () => {
  let backend: ScriptedBackend;
  let wizard: ImportState;

  beforeEach(async () => {
    backend = new ScriptedBackend();
    wizard = new ImportState(backend);
    wizard.subcategory = "pca";
    void wizard.choose(new File(["x"], "board.csv"));
    await settled();
    await backend.answer("import_preview", preview());
  });

  const rowAt = (index: number) => {
    const row = wizard.rows?.at(index);
    return row?.kind === "item" ? row : null;
  };

  test("has all rows in its list; those beyond the first say what stands in them once they come into view", async () => {
    expect(wizard.rows?.length).toBe(many + 1);
    expect(rowAt(999)?.item?.mpn).toBe("M1001");
    expect(rowAt(15_000)).toMatchObject({ head: { row: 15_002, outcome: "new", remarked: false }, item: undefined });
    void wizard.wantRows(14_998, 15_002);
    expect(backend.asked("import_rows")).toEqual({ fingerprint: "plan 1", places: [14_998, 14_999, 15_000, 15_001] });
    await backend.answer("import_rows", [14_998, 14_999, 15_000, 15_001].map((place) => ({ place, item: item(place), problems: [] })));
    expect(rowAt(15_000)?.item?.mpn).toBe("M15002");
    void wizard.wantRows(14_998, 15_001);
    expect(backend.waiting, "what is known is not asked for again").toHaveLength(0);
  });

  test("whoever scrolls on while rows are read is served next, and nobody else", async () => {
    void wizard.wantRows(2_000, 2_001);
    void wizard.wantRows(3_000, 3_001);
    void wizard.wantRows(4_000, 4_001);
    expect(backend.waiting).toHaveLength(1);
    await backend.answer("import_rows", [{ place: 2_000, item: item(2_000), problems: [] }]);
    expect(backend.asked("import_rows").places).toEqual([4_000]);
  });

  test("a filter keeps what passes it, and asks for that alone; what is said at a row comes with it", async () => {
    wizard.show("remarked");
    expect(wizard.rows?.length).toBe(2);
    expect(wizard.rows?.at(1)).toMatchObject({ kind: "problem", problem: undefined });
    void wizard.wantRows(0, 2);
    const place = many - 1;
    expect(backend.asked("import_rows").places).toEqual([place]);
    await backend.answer("import_rows", [{ place, item: { ...item(place), remarked: true }, problems: [problem(many + 1)] }]);
    expect(wizard.rows?.at(1)).toMatchObject({ problem: { message: `at row ${many + 1}` } });
  });

  test("the changes of a BOM are come to in the same way", async () => {
    expect(wizard.changes).toHaveLength(many);
    void wizard.wantChanges(19_999, 20_000);
    expect(backend.asked("import_changes").places).toEqual([19_999]);
    await backend.answer("import_changes", [{ place: 19_999, change: { kind: "added", before: null, after: null, aspects: [] } }]);
    expect(wizard.change(19_999)?.kind).toBe("added");
  });

  test("a plan that is not the last any more is made anew, and its rows are read from the new one", async () => {
    void wizard.wantRows(5_000, 5_001);
    await backend.refuse("import_rows", "import.plan_changed");
    expect(wizard.previewing).toBe(true);
    await backend.answer("import_preview", { ...preview(), fingerprint: "plan 2" });
    expect(wizard.error).toBeNull();
    void wizard.wantRows(5_000, 5_001);
    expect(backend.asked("import_rows").fingerprint).toBe("plan 2");
  });

  test("what an older plan still answers is not shown in the new one", async () => {
    void wizard.wantRows(5_000, 5_001);
    void wizard.plan();
    await backend.answer("import_preview", { ...preview(), fingerprint: "plan 2" });
    await backend.answer("import_rows", [{ place: 5_000, item: { ...item(5_000), mpn: "old" }, problems: [] }]);
    expect(rowAt(5_000)?.item).toBeUndefined();
    expect(backend.asked("import_rows").fingerprint).toBe("plan 2");
  });

  test("why rows cannot be read is said", async () => {
    void wizard.wantRows(5_000, 5_001);
    await backend.refuse("import_rows", "store.failed");
    expect(wizard.error?.code).toBe("store.failed");
  });
});

test("a place in the list leads to the row that begins there or above, with what stands below it", () => {
  const outline: ImportOutline = { rows: [2, 3, 4], ends: "nRm", problems: [0, 2, 1], changes: "" };
  const laid = new LaidRows(outline, () => true, new Map(), () => undefined);
  const kinds = Array.from({ length: laid.length }, (_, index) => laid.at(index)?.kind);
  expect(kinds).toEqual(["item", "item", "problem", "problem", "item", "problem"]);
  expect(laid.at(laid.length)).toBeUndefined();
  expect([laid.placesIn(2, 3), laid.placesIn(0, 6), laid.placesIn(3, 5), laid.placesIn(1, 1)]).toEqual([[1], [0, 1, 2], [1, 2], []]);
  expect(laid.at(1)).toMatchObject({ head: { row: 3, outcome: "refused", remarked: true } });
  expect(new LaidRows(outline, () => false, new Map(), () => undefined).placesIn(0, 9)).toEqual([]);
});
