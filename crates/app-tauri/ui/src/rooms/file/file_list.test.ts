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
    expect(list.sending).toBe("board.step");
    expect(backend.waiting).toHaveLength(1);
    expect(backend.asked("file_attach")).toEqual({ revision: "revision-1", name: "board.step", role: "3D model" });
    expect(backend.bytes("file_attach")).toEqual(new Uint8Array([1, 2, 3]));
    await backend.answer("file_attach", [view("board.step"), view("old.pdf")]);
    expect(list.sending).toBe("b.bin");
    expect(backend.bytes("file_attach")).toEqual(new Uint8Array([9]));
    await backend.answer("file_attach", [view("b.bin"), view("board.step"), view("old.pdf")]);
    expect(await attaching).toBe(2);
    expect(list.files?.map((file) => file.name)).toEqual(["b.bin", "board.step", "old.pdf"]);
    expect(list.sending).toBeNull();
  });

  test("a refusal ends it, is shown, and leaves what was there", async () => {
    const attaching = list.attach([chosen("old.pdf"), chosen("b.bin")]);
    await settled();
    await backend.refuse("file_attach", "file.name_taken");
    expect(await attaching).toBe(0);
    expect(backend.waiting).toHaveLength(0);
    expect(list.error?.code).toBe("file.name_taken");
    expect(list.files?.map((file) => file.name)).toEqual(["old.pdf"]);
    void list.changeRole(view("old.pdf"), "Drawing");
    await backend.answer("file_change_role", [view("old.pdf", "Drawing")]);
    expect(list.error).toBeNull();
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
    expect([read, backend.waiting.length, list.error?.code]).toEqual([false, 0, "file.too_large"]);
  });

  test("a file that cannot be read is told", async () => {
    const gone: Chosen = { name: "gone.bin", size: 1, arrayBuffer: () => Promise.reject(new Error("it is gone")) };
    expect(await list.attach([gone])).toBe(0);
    expect([list.error?.message, list.sending]).toEqual(["it is gone", null]);
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
