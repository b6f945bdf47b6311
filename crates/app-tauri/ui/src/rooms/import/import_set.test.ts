// The import of a set: what is sent of what was chosen, which file is looked at, and what the button says.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { setDone, setPreview } from "../../backend/fake/import_set";
import { ScriptedBackend } from "../../backend/scripted";
import type { ImportItem } from "../../bindings/wire";
import { chosenFiles, dropped } from "./chosen";
import { ImportSetState } from "./import_set.svelte";

/** A file or folder as a drop hands it out; a folder hands its entries out one at a time, as a browser may. */
type Node = string | { [name: string]: Node };

function entry(name: string, node: Node): unknown {
  if (typeof node === "string") {
    return { name, isFile: true, isDirectory: false, file: (tell: (file: File) => void) => { tell(new File([node], name)); } };
  }
  const createReader = () => {
    const left = Object.entries(node).map(([child, of]) => entry(child, of));
    return { readEntries: (tell: (entries: unknown[]) => void) => { tell(left.splice(0, 1)); } };
  };
  return { name, isFile: false, isDirectory: true, createReader };
}

function drop(name: string, node: Node): DataTransfer {
  const files = typeof node === "string" ? [new File([node], name)] : [];
  return { items: [{ webkitGetAsEntry: () => entry(name, node) }], files } as unknown as DataTransfer;
}

describe("ImportSetState", () => {
  let backend: ScriptedBackend;
  let set: ImportSetState;
  beforeEach(() => {
    backend = new ScriptedBackend();
    set = new ImportSetState(backend);
  });

  const kinds = () => Array.from({ length: set.rows?.length ?? 0 }, (_, index) => set.rows?.at(index)?.kind);

  async function opened(): Promise<void> {
    void set.openAt("/boards/lamp/");
    await backend.answer("import_set_preview", setPreview());
  }

  test("a folder of this machine is named by its path, and called by its last part", async () => {
    void set.openAt("/boards/lamp/");
    expect(backend.asked("import_set_preview")).toMatchObject({ source: { kind: "path", path: "/boards/lamp/" }, update: false, mode: "update" });
    expect(backend.bytes("import_set_preview")).toHaveLength(0);
    await backend.answer("import_set_preview", setPreview());
    expect([set.set?.name, set.step]).toEqual(["lamp", "preview"]);
    expect(set.does).toBe("Create 2 parts and add 1 line");
  });

  test("an archive is sent as its bytes, whatever its name's capitals are", async () => {
    const chosen = chosenFiles([new File(["PK"], "Lamp.ZIP")] as unknown as FileList);
    if (chosen?.kind !== "set") throw new Error("an archive is a set");
    void set.open(chosen.fetch);
    await vi.waitUntil(() => backend.waiting.length > 0);
    expect(backend.asked("import_set_preview").source).toEqual({ kind: "archive" });
    expect(new TextDecoder().decode(backend.bytes("import_set_preview"))).toBe("PK");
  });

  test("a folder that is dropped is read to its last file, without what is hidden", async () => {
    const chosen = dropped(drop("lamp", { "parts.csv": "IPN", ".git": { config: "x" }, boards: { "LMP-001.csv": "Ref,Qty" } }));
    if (chosen?.kind !== "set") throw new Error("a folder is a set");
    void set.open(chosen.fetch);
    await vi.waitUntil(() => backend.waiting.length > 0);
    expect(backend.asked("import_set_preview").source).toEqual({
      kind: "files",
      files: [
        { path: "parts.csv", size: 3 },
        { path: "boards/LMP-001.csv", size: 7 },
      ],
    });
    expect(new TextDecoder().decode(backend.bytes("import_set_preview"))).toBe("IPNRef,Qty");
  });

  test("a file that is dropped is a file, and of several the first", () => {
    expect(dropped(drop("board.csv", "Ref,Qty"))).toMatchObject({ kind: "file", others: 0 });
    expect(chosenFiles([new File([], "a.csv"), new File([], "b.csv")] as unknown as FileList)).toMatchObject({ others: 1 });
    expect(dropped({ items: [], files: [] } as unknown as DataTransfer)).toBeNull();
  });

  test("shows the first file that has rows, and then the one that somebody looks at", async () => {
    await opened();
    expect(set.file?.path).toBe("LMP-001.csv");
    expect(kinds()).toEqual(["item", "item", "problem"]);
    set.filter = "refused";
    expect(kinds()).toEqual(["item", "problem"]);
    set.look("notes.csv");
    expect([set.file?.path, kinds(), set.filter]).toEqual(["notes.csv", [], null]);
  });

  test("rows beyond the first of a file say what stands in them once they come into view, those of another file again", async () => {
    const many = 5_000;
    const files = setPreview().files.map((file) => {
      const rows = Array.from({ length: many }, (_, place) => place + 2);
      return { ...file, outline: { rows, ends: "n".repeat(many), problems: rows.map(() => 0), changes: "" } };
    });
    void set.openAt("/lamp");
    await backend.answer("import_set_preview", { ...setPreview(), files });
    const nameAt = (index: number) => {
      const row = set.rows?.at(index);
      return row?.kind === "item" ? row.item?.name : null;
    };
    const item = (place: number, name: string) => {
      return { place, item: { ...(files[0]?.items[0] as ImportItem), name }, problems: [] };
    };
    expect([set.rows?.length, nameAt(0), nameAt(4_000)]).toEqual([many, "Screw", undefined]);
    void set.wantRows(4_000, 4_001);
    expect(backend.asked("import_rows")).toEqual({ fingerprint: "set 1", file: 0, places: [4_000] });
    await backend.answer("import_rows", [item(4_000, "Nut")]);
    expect(nameAt(4_000)).toBe("Nut");
    set.look("parts.csv");
    expect([nameAt(0), nameAt(4_000)]).toEqual(["Lamp", undefined]);
    void set.wantRows(4_000, 4_001);
    expect(backend.asked("import_rows")).toMatchObject({ file: 2 });
    set.look("LMP-001.csv");
    await backend.answer("import_rows", [item(4_000, "of parts.csv")]);
    expect(nameAt(4_000), "that was another file").toBeUndefined();
    void set.wantRows(4_000, 4_001);
    await backend.refuse("import_rows", "import.plan_changed");
    expect([set.previewing, backend.waiting.map(({ name }) => name)]).toEqual([true, ["import_set_preview"]]);
  });

  test("plans anew for another mode, and carries out what was shown", async () => {
    await opened();
    void set.setMode("replace");
    expect([backend.asked("import_set_preview").mode, set.canApply]).toEqual(["replace", false]);
    await backend.answer("import_set_preview", setPreview());
    void set.setForeignNumbers(true);
    await backend.answer("import_set_preview", setPreview());
    const applied = set.apply();
    expect(backend.asked("import_set_apply")).toMatchObject({ mode: "replace", foreign_numbers: true, fingerprint: "set 1" });
    await backend.answer("import_set_apply", setDone());
    expect([await applied, set.step]).toEqual([setDone(), "done"]);
  });

  test("a set that says nothing new cannot be applied", async () => {
    void set.openAt("/lamp");
    await backend.answer("import_set_preview", { ...setPreview(), nothing: true });
    expect([set.canApply, set.does]).toEqual([false, "Nothing to import"]);
  });

  test("an import that is cancelled is back at its preview", async () => {
    await opened();
    const applied = set.apply();
    void set.writing.cancel();
    await backend.refuse("import_set_apply", "store.cancelled");
    expect([await applied, set.step, set.writing.cancelled]).toEqual([null, "preview", true]);
  });
});
