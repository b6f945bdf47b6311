// Files as they are attached, replaced and refused.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { FileRole, FileView } from "../../bindings/wire";
import { FileListState, guessRole, mostBytes, type Chosen } from "./file_list.svelte";

function view(name: string, role: FileRole = "Other"): FileView {
  return { id: `id of ${name}`, name, role, size: 3, hash: "00", added: 0, added_by: "Ada" };
}

function chosen(name: string, bytes: number[] = [1, 2, 3]): Chosen {
  const content = new Uint8Array(bytes);
  return { name, size: content.length, arrayBuffer: () => Promise.resolve(content.buffer) };
}

describe("FileListState", () => {
  let backend: ScriptedBackend;
  let list: FileListState;
  beforeEach(async () => {
    backend = new ScriptedBackend();
    list = new FileListState(backend, "revision-1");
    void list.load();
    expect(backend.asked("file_list")).toEqual({ revision: "revision-1" });
    await backend.answer("file_list", [view("old.pdf")]);
  });

  test("attaches files one after the other, each with its bytes and a guessed role", async () => {
    const attaching = list.attach([chosen("board.step"), chosen("b.bin", [9])]);
    await settled();
    expect(list.sending).toEqual({ name: "board.step", place: 1, count: 2, done: 0, total: 4 });
    expect(backend.waiting).toHaveLength(1);
    expect(backend.asked("file_attach")).toEqual({ revision: "revision-1", name: "board.step", role: "3D model" });
    expect(backend.bytes("file_attach")).toEqual(new Uint8Array([1, 2, 3]));
    await backend.answer("file_attach", [view("board.step"), view("old.pdf")]);
    expect(list.sending).toMatchObject({ name: "b.bin", place: 2, done: 3 });
    expect(backend.bytes("file_attach")).toEqual(new Uint8Array([9]));
    await backend.answer("file_attach", [view("b.bin"), view("board.step"), view("old.pdf")]);
    expect(await attaching).toBe(2);
    expect(list.files?.map((file) => file.name)).toEqual(["b.bin", "board.step", "old.pdf"]);
    expect(list.sending).toBeNull();
  });

  test("a file with nothing in it is attached, and told", async () => {
    const attaching = list.attach([chosen("empty.pdf", [])]);
    await settled();
    await backend.answer("file_attach", [{ ...view("empty.pdf"), size: 0 }, view("old.pdf")]);
    expect(await attaching).toBe(1);
    expect(list.remarks).toEqual([{ kind: "empty", name: "empty.pdf" }]);
  });

  test("a name that is taken is remarked with the file that has it, and the others go on", async () => {
    const again = chosen("OLD.pdf");
    const attaching = list.attach([again, chosen("b.bin")]);
    await settled();
    await backend.refuse("file_attach", "file.name_taken");
    await backend.answer("file_attach", [{ ...view("b.bin"), hash: "01" }, view("old.pdf")]);
    expect(await attaching).toBe(1);
    expect(list.remarks).toEqual([{ kind: "taken", name: "OLD.pdf", there: view("old.pdf"), chosen: again }]);
    void list.replace(view("old.pdf"), again);
    await settled();
    await backend.refuse("file_replace", "store.busy");
    expect(list.remarks, "it can be tried again").toHaveLength(1);
    void list.replace(view("old.pdf"), again);
    await settled();
    await backend.answer("file_replace", [{ ...view("b.bin"), hash: "01" }, { ...view("old.pdf"), hash: "02" }]);
    expect(list.remarks).toEqual([]);
  });

  test("content that is there under another name is said", async () => {
    const attaching = list.attach([chosen("copy.pdf")]);
    await settled();
    await backend.answer("file_attach", [view("copy.pdf"), view("old.pdf")]);
    expect(await attaching).toBe(1);
    expect(list.remarks).toEqual([{ kind: "same", name: "copy.pdf", other: "old.pdf" }]);
  });

  test("a refusal of what is done to a file is shown until the next attempt, and leaves what was there", async () => {
    void list.changeRole(view("old.pdf"), "Drawing");
    await backend.refuse("file_change_role", "revision.not_draft");
    expect([list.error?.code, list.files?.length]).toEqual(["revision.not_draft", 1]);
    void list.changeRole(view("old.pdf"), "Drawing");
    await backend.answer("file_change_role", [view("old.pdf", "Drawing")]);
    expect(list.error).toBeNull();
  });

  test("the arrows go through the list, and what is removed is shown no more", async () => {
    void list.load();
    await settled();
    await backend.answer("file_list", [view("a.pdf"), view("b.pdf")]);
    list.step(1);
    expect(list.shown?.name).toBe("a.pdf");
    list.step(1);
    list.step(1);
    expect(list.shown?.name).toBe("b.pdf");
    list.step(-1);
    void list.remove(view("a.pdf"));
    await backend.answer("file_remove", [view("b.pdf")]);
    expect(list.shown).toBeNull();
  });

  test("a copy is saved where somebody says, and nowhere else", async () => {
    const saving = list.saveAs(view("old.pdf"));
    await backend.answer("workspace_choose", "/papers/old.pdf");
    expect(backend.asked("file_save")).toEqual({ file: "id of old.pdf", path: "/papers/old.pdf" });
    await backend.answer("file_save", "/papers/old.pdf");
    expect(await saving).toBe("/papers/old.pdf");
    const given = list.saveAs(view("old.pdf"));
    await backend.answer("workspace_choose", null);
    expect([await given, backend.waiting.length]).toEqual([null, 0]);
  });

  test("a file that is too large is not read, and nothing is asked", async () => {
    let read = false;
    const large: Chosen = {
      name: "large.bin",
      size: mostBytes + 1,
      arrayBuffer: () => {
        read = true;
        return Promise.resolve(new ArrayBuffer(0));
      },
    };
    expect(await list.attach([large])).toBe(0);
    expect([read, backend.waiting.length]).toEqual([false, 0]);
    expect(list.remarks).toMatchObject([{ kind: "refused", name: "large.bin", error: { code: "file.too_large" } }]);
  });

  test("a file that cannot be read is told", async () => {
    const gone: Chosen = { name: "gone.bin", size: 1, arrayBuffer: () => Promise.reject(new Error("it is gone")) };
    expect(await list.attach([gone])).toBe(0);
    expect(list.remarks).toMatchObject([{ kind: "refused", error: { message: "it is gone" } }]);
    expect(list.sending).toBeNull();
  });

  test("one file is on its way at a time", async () => {
    void list.attach([chosen("a.bin")]);
    await settled();
    expect(await list.replace(view("old.pdf"), chosen("b.bin"))).toBe(false);
    expect(backend.waiting).toHaveLength(1);
  });

  test("replaces, removes and opens by the file's id", async () => {
    void list.replace(view("old.pdf"), chosen("new name.pdf"));
    await settled();
    expect(backend.asked("file_replace")).toEqual({ file: "id of old.pdf" });
    await backend.answer("file_replace", [view("old.pdf")]);
    void list.open(view("old.pdf"));
    await backend.answer("file_open", {});
    expect(list.files).toHaveLength(1);
    void list.remove(view("old.pdf"));
    expect(backend.asked("file_remove")).toEqual({ file: "id of old.pdf" });
    await backend.answer("file_remove", []);
    expect(list.files).toEqual([]);
  });
});

test.each([
  ["LM317.pdf", "Datasheet"],
  ["board drawing.pdf", "Drawing"],
  ["Board.STEP", "3D model"],
  ["board-gerbers.zip", "Gerber"],
  ["main.kicad_sch", "Schematic"],
  ["v1.2.hex", "Firmware"],
  ["README", "Other"],
  ["notes.md", "Document"],
])("%s is taken for a %s", (name, role) => {
  expect(guessRole(name)).toBe(role);
});
