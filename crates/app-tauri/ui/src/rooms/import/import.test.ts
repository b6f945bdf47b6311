// The import's states: file, plan, another plan, applied, refused.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ImportDone, ImportItem, ImportOutcome, ImportPreview, ImportSuggestion } from "../../bindings/wire";
import { base64 } from "../../backend/base64";
import { outlineOf } from "../../backend/fake/import";
import { accountedOf, type ImportRow } from "./import_rows";
import { assemblyNameFrom, ImportState } from "./import.svelte";

const noRows = { read: 0, new: 0, matched: 0, updated: 0, merged: 0, not_a_part: 0, refused: 0 };

function item(row: number, outcome: ImportOutcome): ImportItem {
  const rest = { number: null, category: "EL-RES", value: "", footprint: "", manufacturer: "", mpn: "" };
  return { place: row - 2, row, outcome, name: `row ${row}`, quantity: "1", designators: [], dnp: false, remarked: false, ...rest };
}

function preview(over: Partial<ImportPreview> = {}): ImportPreview {
  const plan = sent(over);
  return { ...plan, outline: over.outline ?? outlineOf(plan.items, plan.problems, plan.difference.lines) };
}

function sent(over: Partial<ImportPreview>): Omit<ImportPreview, "outline"> {
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
    remarked: 0,
    of_all: [],
    items: [item(2, "new"), item(3, "refused")],
    problems: [
      { row: 3, column: "Qty", severity: "refused", code: "import.quantity_invalid", message: "not a quantity" },
      { row: 9, column: null, severity: "notice", code: "import.cells_without_column", message: "cells beyond" },
    ],
    problems_left_out: 0,
    difference: { added: 1, changed: 0, removed: 0, unchanged: 0, kept: 0, lines: [] },
    looks_like_parts: false,
    suggestions: [],
    remembered: null,
    nothing: false,
    fingerprint: "plan 1",
    ...over,
  };
}

/** Everything that the list shows. */
function listed({ rows }: ImportState): ImportRow[] {
  return Array.from({ length: rows?.length ?? 0 }, (_, index) => rows?.at(index)).filter((row) => row !== undefined);
}

const [first, second] = ["0001", "0002"].map((end) => {
  return { part: `part ${end}`, number: `EL-RES-10${end}`, name: "10k 0402", value: "10k", footprint: "R_0402", mpn: "" };
});
const suggestion: ImportSuggestion = {
  kind: "described",
  key: "10k",
  name: "10k R_0402",
  rows: [2, 7],
  candidates: [first, second].flatMap((candidate) => candidate ?? []),
};

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

  test("counts all outcomes together, so that a dropped row shows", () => {
    expect(accountedOf({ ...noRows, read: 2, new: 1, refused: 1 })).toBe(2);
    expect(accountedOf({ ...noRows, read: 5, new: 1, merged: 3 })).toBe(4);
  });

  test("what was chosen the last time can be forgotten; the columns are read anew then", async () => {
    await chosen(preview({ remembered: "ref val part" }));
    void wizard.forgetLayout();
    expect(backend.asked("import_forget_layout").layout).toBe("ref val part");
    await backend.answer("import_forget_layout", {});
    expect(backend.asked("import_preview").roles).toBeNull();
    await backend.answer("import_preview", preview());
    expect(wizard.preview?.remembered).toBeNull();
  });

  test("puts each problem below its row, and the others apart", async () => {
    await chosen();
    expect(listed(wizard).map((row) => (row.kind === "item" ? row.head.row : row.kind === "problem" ? row.problem?.code : row.key))).toEqual([
      2,
      3,
      "import.quantity_invalid",
    ]);
    expect(wizard.otherProblems.map((problem) => problem.row)).toEqual([9]);
    wizard.filter = "new";
    expect(wizard.rows).toHaveLength(1);
  });

  test("shows the rows with a remark, of whatever outcome, until no row has one", async () => {
    const remarked = { ...item(4, "matched"), remarked: true };
    await chosen(preview({ items: [item(2, "new"), item(3, "refused"), remarked], remarked: 1 }));
    wizard.show("remarked");
    expect(listed(wizard).map((row) => row.kind === "item" && row.head.row)).toEqual([4]);
    void wizard.plan();
    await backend.answer("import_preview", preview());
    expect(wizard.filter, "a filter that nothing passes any more is none").toBeNull();
  });

  test("asks whose part numbers they are where the file has some, and keeps asking where somebody said it", async () => {
    await chosen();
    expect(wizard.hasPartNumbers).toBe(false);
    void wizard.setRole(2, "part_number");
    const columns = preview().columns.map((column) => (column.index === 2 ? { ...column, role: "part_number" as const } : column));
    await backend.answer("import_preview", preview({ columns }));
    expect(wizard.hasPartNumbers).toBe(true);
    void wizard.setTarget({ foreignNumbers: true });
    await backend.answer("import_preview", preview());
    expect(wizard.hasPartNumbers).toBe(true);
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

  test("reads the file otherwise when somebody says so, and as it is found when not", async () => {
    await chosen();
    void wizard.setRole(2, "mpn");
    await backend.answer("import_preview", preview());
    void wizard.setReading({ encoding: "GBK", header_row: 0 });
    // The columns may be others now, so that their roles are guessed anew.
    expect(backend.asked("import_preview")).toMatchObject({ encoding: "GBK", header_row: 0, roles: null });
    await backend.answer("import_preview", preview());
    void wizard.setReading({ encoding: undefined });
    expect(backend.asked("import_preview")).not.toHaveProperty("encoding");
    expect(backend.asked("import_preview").header_row).toBe(0);
  });

  test("what the file was found to be is known until another file is chosen", async () => {
    await chosen();
    void wizard.setReading({ header_row: 9 });
    await backend.refuse("import_preview", "import.header_not_found");
    expect(wizard.source?.encoding).toBe("UTF-8");
    void wizard.choose(new File(["x"], "other.csv"));
    await vi.waitUntil(() => backend.waiting.length > 0);
    expect(wizard.source).toBeNull();
    expect(backend.asked("import_preview")).not.toHaveProperty("header_row");
  });

  test("a draft with lines is imported into in a mode, and shows changes before rows", async () => {
    await chosen();
    void wizard.setTarget({ kind: "existing" });
    expect(backend.waiting, "there is no draft yet").toHaveLength(0);
    expect(wizard.canApply).toBe(false);
    void wizard.setTarget({ existing: { id: "p", number: "EL-PCA-100001", name: "Board" } });
    expect(backend.asked("import_preview").target).toEqual({ kind: "existing", part: "p", mode: "update" });
    const says = { number: null, name: "", quantity: "1", unit: "each", designators: [], dnp: false, find_number: "", note: "", properties: [] };
    const lines = [
      { kind: "changed" as const, before: says, after: says, aspects: [] },
      { kind: "removed" as const, before: says, after: null, aspects: [] },
    ];
    const difference = { added: 0, changed: 1, removed: 1, unchanged: 3, kept: 2, lines };
    await backend.answer("import_preview", preview({ difference }));
    expect([wizard.view, wizard.changes.length]).toEqual(["changes", 2]);
    wizard.showChanges("removed");
    expect(wizard.changes.map((change) => change.kind)).toEqual(["removed"]);
    wizard.show("new");
    expect(wizard.view).toBe("rows");
    void wizard.setTarget({ mode: "add" });
    expect(backend.asked("import_preview").target).toMatchObject({ mode: "add" });
    await backend.answer("import_preview", preview({ difference: { ...difference, removed: 0, lines: [] } }));
    expect(wizard.changeFilter, "a filter that nothing passes any more is none").toBeNull();
  });

  test("a file that says nothing new cannot be applied", async () => {
    await chosen(preview({ nothing: true }));
    expect(wizard.canApply).toBe(false);
  });

  test("a list of parts needs no name and no lines, but something to do", async () => {
    await chosen();
    void wizard.setTarget({ kind: "parts_list", updates: true });
    expect(backend.asked("import_preview").target).toEqual({ kind: "parts_list", subcategory: null, update: true });
    await backend.answer("import_preview", preview({ lines: 0, new_parts: 0, rows: { ...noRows, read: 1, matched: 1 } }));
    expect(wizard.canApply).toBe(false);
    void wizard.setTarget({ listSubcategory: "sub-EL-RES" });
    expect(backend.asked("import_preview").target).toMatchObject({ subcategory: "sub-EL-RES" });
    await backend.answer("import_preview", preview({ lines: 0, new_parts: 0, rows: { ...noRows, read: 1, updated: 1 } }));
    expect(wizard.canApply).toBe(true);
  });

  test("what looks like a list of parts is offered to be one, and not once it is", async () => {
    await chosen(preview({ looks_like_parts: true }));
    expect(wizard.offersParts).toBe(true);
    void wizard.setTarget({ kind: "parts_list" });
    await backend.answer("import_preview", preview({ looks_like_parts: true }));
    expect(wizard.offersParts).toBe(false);
  });

  test("part numbers are another workspace's when somebody says so, until another file is chosen", async () => {
    await chosen();
    void wizard.setTarget({ foreignNumbers: true });
    expect(backend.asked("import_preview").foreign_numbers).toBe(true);
    wizard.reset();
    expect(wizard.foreignNumbers).toBe(false);
  });

  test("a part that rows may mean is shown below the first of them, and taken only when somebody says so", async () => {
    await chosen(preview({ suggestions: [suggestion] }));
    expect(listed(wizard).map((row) => row.kind)).toEqual(["item", "suggestion", "item", "problem"]);
    expect(wizard.meant(suggestion)).toBeNull();
    expect(wizard.undecided).toBe(1);
    expect(backend.waiting).toHaveLength(0);
    void wizard.decide(suggestion, "part 0002");
    expect(backend.asked("import_preview").choices).toEqual([{ kind: "described", key: "10k", part: "part 0002" }]);
    // The plan has nothing to suggest there any more; what was decided can be decided otherwise all the same.
    await backend.answer("import_preview", preview());
    expect(wizard.suggestions).toEqual([suggestion]);
    expect(wizard.undecided).toBe(0);
    expect(wizard.meant(suggestion)).toBe("part 0002");
    wizard.show("suggested");
    expect(listed(wizard).map((row) => row.kind)).toEqual(["item", "suggestion"]);
    void wizard.decide(suggestion, null);
    expect(backend.asked("import_preview").choices).toEqual([{ kind: "described", key: "10k", part: null }]);
    await backend.answer("import_preview", preview({ suggestions: [suggestion] }));
    expect(wizard.suggestions).toHaveLength(1);
  });

  test("of several parts with an MPN, the one that was taken is the one that is meant", async () => {
    const taken = { ...item(2, "matched"), number: "EL-RES-100002" };
    await chosen(preview({ items: [taken], suggestions: [suggestion] }));
    expect(wizard.meant(suggestion)).toBe("part 0002");
  });

  test("a newer plan has a name of its own and ends the older one", async () => {
    await chosen();
    void wizard.setRole(2, "mpn");
    const { task } = backend.asked("import_preview");
    void wizard.setRole(2, "manufacturer");
    const newer = backend.asked("import_preview", 1);
    expect([newer.instead_of, newer.task === task]).toEqual([task, false]);
    await backend.refuse("import_preview", "store.cancelled", "cancelled", 0);
    expect([wizard.cancelled, wizard.previewing]).toEqual([false, true]);
    await backend.answer("import_preview", preview());
    expect(wizard.canApply).toBe(true);
  });

  test("tells how far a plan is, and ends it on demand", async () => {
    await chosen();
    void wizard.plan();
    const { task = "" } = backend.asked("import_preview");
    backend.progress({ task, done: 3, total: 9 });
    expect(wizard.planning.progress).toEqual({ task, done: 3, total: 9 });
    void wizard.planning.cancel();
    expect(backend.asked("task_cancel").task).toBe(task);
    await backend.answer("task_cancel", {});
    await backend.refuse("import_preview", "store.cancelled");
    expect([wizard.cancelled, wizard.previewing, wizard.canApply]).toEqual([true, false, false]);
    expect(wizard.error).toBeNull();
    void wizard.plan();
    await backend.answer("import_preview", preview());
    expect(wizard.canApply).toBe(true);
  });

  test("an import that is cancelled is back at its preview, and nothing was written", async () => {
    await chosen();
    const applied = wizard.apply();
    void wizard.writing.cancel();
    expect(backend.asked("task_cancel").task).toBe(backend.asked("import_apply").task);
    await backend.refuse("import_apply", "store.cancelled");
    expect(await applied).toBeNull();
    expect([wizard.step, wizard.writing.cancelled, wizard.error]).toEqual(["preview", true, null]);
    expect(wizard.canApply).toBe(true);
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
