// The import's states: file, plan, another plan, applied, refused.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ImportDone, ImportItem, ImportOutcome, ImportPreview } from "../../bindings/wire";
import { base64 } from "../../backend/base64";
import { assemblyNameFrom, ImportState } from "./import.svelte";

const noRows = { read: 0, new: 0, matched: 0, updated: 0, merged: 0, not_a_part: 0, refused: 0 };

function item(row: number, outcome: ImportOutcome): ImportItem {
  const rest = { number: null, category: "EL-RES", value: "", footprint: "", manufacturer: "", mpn: "" };
  return { row, outcome, name: `row ${row}`, quantity: "1", designators: [], dnp: false, ...rest };
}

function preview(over: Partial<ImportPreview> = {}): ImportPreview {
  return {
    source: { format: "csv", encoding: "UTF-8", delimiter: ",", header_row: 1, part: null, parts: [] },
    columns: [
      { index: 0, name: "Ref", role: "reference" },
      { index: 1, name: "Val", role: "value" },
      { index: 2, name: "Part", role: "property" },
    ],
    rows: { ...noRows, read: 2, new: 1, refused: 1 },
    lines: 1,
    designators: 2,
    quantity_total: "2",
    new_parts: 1,
    without_mpn: 0,
    items: [item(2, "new"), item(3, "refused")],
    problems: [
      { row: 3, column: "Qty", severity: "refused", code: "import.quantity_invalid", message: "not a quantity" },
      { row: 9, column: null, severity: "notice", code: "import.cells_without_column", message: "cells beyond" },
    ],
    items_left_out: 0,
    problems_left_out: 0,
    difference: { added: 1, changed: 0, removed: 0, unchanged: 0, kept: 0, lines: [] },
    suggestions: [],
    nothing: false,
    fingerprint: "plan 1",
    ...over,
  };
}

const done: ImportDone = {
  part: "p",
  number: "EL-PCA-100001",
  name: "Board",
  revision: "r",
  new_parts: 1,
  matched_parts: 0,
  lines: 1,
  designators: 2,
  quantity_total: "2",
  added: 1,
  changed: 0,
  removed: 0,
  unit: 2,
};

describe("ImportState", () => {
  let backend: ScriptedBackend;
  let wizard: ImportState;
  beforeEach(() => {
    vi.useFakeTimers();
    backend = new ScriptedBackend();
    wizard = new ImportState(backend);
    wizard.subcategory = "sub-EL-PCA";
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function chosen(plan = preview()): Promise<void> {
    void wizard.choose(new File(["Ref,Val\nR1,10k\n"], "Meadow_main-bom.csv"));
    await vi.waitUntil(() => backend.waiting.length > 0);
    await backend.answer("import_preview", plan);
  }

  test("sends the file's bytes as base64, and a name taken from the file's", async () => {
    void wizard.choose(new File(["Ref,Val\nR1,10kΩ\n"], "Meadow_main-bom.csv"));
    await vi.waitUntil(() => backend.waiting.length > 0);
    const request = backend.asked("import_preview");
    const bytes = Uint8Array.from(atob(request.content), (letter) => letter.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe("Ref,Val\nR1,10kΩ\n");
    expect(request).toMatchObject({
      roles: null,
      target: { kind: "new", subcategory: "sub-EL-PCA", name: "Meadow main" },
    });
  });

  test("cannot be applied before there is a plan, nor while another is on its way", async () => {
    expect(wizard.canApply).toBe(false);
    await chosen();
    expect(wizard.canApply).toBe(true);
    void wizard.setRole(2, "mpn");
    expect(wizard.canApply).toBe(false);
    await backend.answer("import_preview", preview());
    expect(wizard.canApply).toBe(true);
  });

  test("counts all outcomes together, so that a dropped row shows", async () => {
    await chosen();
    expect(wizard.accounted).toBe(2);
    await chosen(preview({ rows: { ...noRows, read: 5, new: 1, merged: 3 } }));
    expect(wizard.accounted).toBe(4);
  });

  test("puts each problem below its row, and the others apart", async () => {
    await chosen();
    expect(wizard.rows.map((row) => (row.kind === "item" ? row.item.row : row.problem.code))).toEqual([
      2,
      3,
      "import.quantity_invalid",
    ]);
    expect(wizard.otherProblems.map((problem) => problem.row)).toEqual([9]);
    wizard.filter = "new";
    expect(wizard.rows).toHaveLength(1);
  });

  test("drops the plan of an older question", async () => {
    await chosen();
    void wizard.setRole(2, "mpn");
    void wizard.setRole(2, "manufacturer");
    await backend.answer("import_preview", preview({ fingerprint: "newer" }), 1);
    await backend.answer("import_preview", preview({ fingerprint: "older" }), 0);
    expect(wizard.preview?.fingerprint).toBe("newer");
  });

  test("moves a role that only one column can have", async () => {
    await chosen();
    void wizard.setRole(2, "value");
    expect(backend.asked("import_preview").roles).toEqual(["reference", "property", "value"]);
  });

  test("plans anew once the typing of the name pauses, and not for an empty name", async () => {
    await chosen();
    wizard.typeName("Board 2");
    expect(wizard.canApply).toBe(false);
    vi.advanceTimersByTime(249);
    expect(backend.waiting).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(backend.asked("import_preview").target).toMatchObject({ name: "Board 2" });
    await backend.answer("import_preview", preview());
    wizard.typeName("  ");
    vi.advanceTimersByTime(1000);
    expect(backend.waiting).toHaveLength(0);
    expect(wizard.canApply).toBe(false);
  });

  test("applies exactly the plan on the screen", async () => {
    await chosen();
    const applied = wizard.apply();
    expect(wizard.step).toBe("applying");
    expect(backend.asked("import_apply")).toMatchObject({ fingerprint: "plan 1", target: { name: "Meadow main" } });
    await backend.answer("import_apply", done);
    expect(await applied).toEqual(done);
    expect(wizard.step).toBe("done");
  });

  test("a refused import is back at the preview, with the error and the choices kept", async () => {
    await chosen();
    const applied = wizard.apply();
    await backend.refuse("import_apply", "import.plan_changed");
    expect(await applied).toBeNull();
    expect(wizard.step).toBe("preview");
    expect(wizard.error?.code).toBe("import.plan_changed");
    expect(wizard.canApply).toBe(false);
    void wizard.plan();
    await backend.answer("import_preview", preview({ fingerprint: "plan 2" }));
    expect(wizard.error).toBeNull();
    expect(wizard.canApply).toBe(true);
  });

  test("a file that cannot be read shows why and keeps the step", async () => {
    void wizard.choose(new File([""], "empty.csv"));
    await vi.waitUntil(() => backend.waiting.length > 0);
    await backend.refuse("import_preview", "import.file_empty", "The file has no rows.");
    expect(wizard.error?.message).toBe("The file has no rows.");
    expect(wizard.canApply).toBe(false);
    wizard.reset();
    await settled();
    expect(wizard.step).toBe("choose");
    expect(wizard.error).toBeNull();
  });

  test.each([
    ["glasgow_revC3_bom.csv", "glasgow revC3"],
    ["bitaxeGamma-BOM.csv", "bitaxeGamma"],
    ["BOM.csv", "BOM"],
    ["Main board.v2.csv", "Main board.v2"],
  ])("the assembly of %s is called %s", (file, name) => {
    expect(assemblyNameFrom(file)).toBe(name);
  });

  test("base64 holds every byte, in files longer than one piece", () => {
    const bytes = Uint8Array.from({ length: 100_003 }, (_, place) => place % 256);
    expect(Buffer.from(base64(bytes), "base64").equals(Buffer.from(bytes))).toBe(true);
  });
});
