// The BOM tree: levels read when they are opened, edits that survive a refusal and a reload.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BomLineView } from "../../bindings/wire";
import { bom, line } from "./bom_example";
import { BomTreeState } from "./bom_tree.svelte";

describe("BomTreeState", () => {
  let backend: ScriptedBackend;
  let tree: BomTreeState;
  const shape = () => tree.rows.map((row) => `${row.level} ${row.kind === "line" ? row.line.id : row.kind}`);
  const first = () => {
    const row = tree.rows[0];
    if (!row) throw new Error("the tree is empty");
    return row;
  };

  beforeEach(async () => {
    backend = new ScriptedBackend();
    tree = new BomTreeState(backend, "top");
    void tree.load();
    await backend.answer("bom_show", bom("top", [line("a", true), line("b", false, "3", ["R10", "R9", "R1"])]));
  });

  test("shows one level, and asks for nothing below it", () => {
    expect(shape()).toEqual(["1 a", "1 b"]);
    expect(backend.waiting).toHaveLength(0);
  });

  test("opens a level with a waiting row, then with its lines", async () => {
    void tree.toggle("/a", line("a", true));
    expect(backend.asked("bom_show")).toEqual({ revision: "rev-a" });
    expect(shape()).toEqual(["1 a", "2 waiting", "1 b"]);
    await backend.answer("bom_show", bom("rev-a", [line("c", true), line("d")]));
    expect(shape()).toEqual(["1 a", "2 c", "2 d", "1 b"]);
    expect(tree.depth).toBe(3);
  });

  test("closing hides the level; opening it again does not ask again", async () => {
    void tree.toggle("/a", line("a", true));
    await backend.answer("bom_show", bom("rev-a", [line("c")]));
    void tree.toggle("/a", line("a", true));
    expect(shape()).toEqual(["1 a", "1 b"]);
    void tree.toggle("/a", line("a", true));
    expect(shape()).toEqual(["1 a", "2 c", "1 b"]);
    expect(backend.waiting).toHaveLength(0);
  });

  test("a level that cannot be read says so in its place and can be tried again", async () => {
    void tree.toggle("/a", line("a", true));
    await backend.refuse("bom_show", "store.busy");
    expect(shape()).toEqual(["1 a", "2 failed", "1 b"]);
    void tree.readLevel("rev-a");
    await backend.answer("bom_show", bom("rev-a", []));
    expect(shape()).toEqual(["1 a", "2 empty", "1 b"]);
  });

  test("a level below another revision is read when it is seen, and one that failed is read again", async () => {
    void tree.toggle("/a", line("a", true));
    await backend.answer("bom_show", bom("rev-a", [line("c")]));
    const a = line("a", true);
    const newer = { ...a, child: { ...a.child, revision: { ...a.child.revision, id: "rev-a2" } } };
    void tree.load();
    await backend.answer("bom_show", bom("top", [newer, line("b")]));
    expect(shape()).toEqual(["1 a", "2 waiting", "1 b"]);
    void tree.show(0, 3);
    void tree.show(0, 3);
    await backend.refuse("bom_show", "store.busy");
    expect(backend.waiting, "asked for once").toHaveLength(0);
    expect(shape()).toEqual(["1 a", "2 failed", "1 b"]);
    void tree.readLevel("rev-a2");
    await backend.answer("bom_show", bom("rev-a2", [line("d")]));
    expect(shape()).toEqual(["1 a", "2 d", "1 b"]);
  });

  test("a refused quantity stays in the field with its error, and is saved once it is right", async () => {
    const row = tree.rows[1];
    if (!row) throw new Error("no second row");
    tree.startEdit(row, "quantity");
    const edit = tree.edit;
    if (!edit) throw new Error("the edit did not start");
    expect(edit.designators).toBe("R1, R9, R10");
    edit.quantity = "4.000000";
    const refused = tree.saveEdit();
    expect(backend.asked("bom_line_change")).toMatchObject({ line: "b", quantity: "4.000000" });
    await backend.refuse("bom_line_change", "bom.quantity_disagrees", "The quantity is 4, but there are 3.");
    expect(await refused).toBe(false);
    expect(tree.edit).toBe(edit);
    expect(edit.quantity).toBe("4.000000");
    expect(edit.error?.code).toBe("bom.quantity_disagrees");
    expect(edit.saving).toBe(false);

    edit.designators = "R1, R9, R10, R11";
    edit.quantity = "4";
    const saved = tree.saveEdit();
    const after = bom("top", [line("a", true), line("b", false, "4", ["R1", "R9", "R10", "R11"])]);
    await backend.answer("bom_line_change", after);
    expect(await saved).toBe(true);
    expect(tree.edit).toBeNull();
    expect(tree.root.view?.lines[1]?.quantity).toBe("4");
  });

  test("a quantity follows the designators unless it was typed, is meant to differ, or there are none any more", () => {
    const [, row] = tree.rows;
    if (!row) throw new Error("no second row");
    tree.startEdit(row, "designators");
    const edit = tree.edit;
    if (!edit) throw new Error("the edit did not start");
    const sent = () => edit.request().quantity;
    edit.note = "spare";
    expect(sent()).toBe("3");
    edit.designators = "R1, R9";
    expect(sent(), "counted by whoever knows the rule").toBeNull();
    expect(edit.request().seen?.quantity).toBe("3");
    edit.designators = "";
    expect(sent()).toBe("3");
    edit.designators = "R1, R9";
    edit.intended = true;
    expect(sent()).toBe("3");
    edit.intended = false;
    edit.quantity = "2";
    expect(sent()).toBe("2");
  });

  test("a quantity that is meant to differ keeps saying so when its line is edited", async () => {
    void tree.load();
    await backend.answer("bom_show", bom("top", [{ ...line("a", false, "5", ["R1"]), quantity_intended: true }]));
    tree.startEdit(first(), "quantity");
    const edit = tree.edit;
    if (!edit) throw new Error("the edit did not start");
    expect(edit.mayIntend).toBe(true);
    edit.note = "one in reserve";
    void tree.saveEdit();
    expect(backend.asked("bom_line_change")).toMatchObject({ quantity: "5", quantity_intended: true });
  });

  test("an edit that changed nothing asks nothing", async () => {
    tree.startEdit(first(), "quantity");
    expect(await tree.saveEdit()).toBe(true);
    expect(backend.waiting).toHaveLength(0);
    expect(tree.edit).toBeNull();
  });

  test("a reload keeps open levels and what is being typed", async () => {
    void tree.toggle("/a", line("a", true));
    await backend.answer("bom_show", bom("rev-a", [line("c")]));
    tree.startEdit(first(), "designators");
    if (tree.edit) tree.edit.designators = "R7";
    void tree.show(0, 10);
    void tree.reload();
    await backend.answer("bom_show", bom("top", [line("a", true), line("b"), line("new")]));
    await backend.answer("bom_show", bom("rev-a", [line("c"), line("e")]));
    expect(shape()).toEqual(["1 a", "2 c", "2 e", "1 b", "1 new"]);
    expect(tree.edit?.designators).toBe("R7");
  });

  test("what somebody else makes of the line that is edited is followed where it was not touched, and a conflict where it was", async () => {
    tree.startEdit(first(), "quantity");
    const { edit } = tree;
    if (!edit) throw new Error("the edit did not start");
    edit.quantity = "7";
    const changed = bom("top", [{ ...line("a", true, "9", ["R1"]), note: "by hand" }, line("b")]);
    void tree.reload();
    await backend.answer("bom_show", changed);
    expect([edit.quantity, edit.note]).toEqual(["7", "by hand"]);
    expect(edit.conflicts).toEqual([`Quantity: “${line("a", true).quantity}” became “9”.`]);
    expect(await tree.saveEdit(), "nobody has decided").toBe(false);
    expect(backend.waiting).toHaveLength(0);
    edit.keepMine();
    void tree.saveEdit();
    expect(backend.asked("bom_line_change")).toMatchObject({ quantity: "7", seen: { quantity: "9", note: "by hand" } });
  });

  test("a refusal because somebody was quicker reads the line again", async () => {
    tree.startEdit(first(), "quantity");
    if (tree.edit) tree.edit.quantity = "7";
    void tree.saveEdit();
    await backend.refuse("bom_line_change", "edit.changed_meanwhile");
    await backend.answer("bom_show", bom("top", [line("a", true, "9"), line("b")]));
    await settled();
    expect(tree.edit?.conflicts).toHaveLength(1);
    expect(tree.edit?.error).toBeNull();
    tree.edit?.takeTheirs();
    expect([tree.edit?.quantity, tree.edit?.changed]).toEqual(["9", false]);
  });

  test("what was typed into a line that somebody removed is not dropped", async () => {
    tree.startEdit(first(), "quantity");
    if (tree.edit) tree.edit.quantity = "7";
    expect(tree.unsaved()).toContain("BOM line");
    void tree.reload();
    await backend.answer("bom_show", bom("top", [line("b")]));
    expect([tree.edit?.gone, tree.edit?.quantity]).toEqual([true, "7"]);
    tree.discard();
    expect(tree.unsaved()).toBeNull();
  });

  test("another line cannot be edited while one waits with changes", () => {
    tree.startEdit(first(), "quantity");
    if (tree.edit) tree.edit.quantity = "2";
    const other = tree.rows[1];
    if (other) tree.startEdit(other, "quantity");
    expect(tree.edit?.line.id).toBe("a");
  });

  test("lines of a released revision cannot be edited", async () => {
    void tree.load();
    await backend.answer("bom_show", bom("top", [line("a")], "Released"));
    expect(tree.editable).toBe(false);
    tree.startEdit(first(), "quantity");
    expect(tree.edit).toBeNull();
  });

  test("of fifty thousand rows only those are made that came", async () => {
    const boards = Array.from({ length: 500 }, (_, place) => line(`board-${place}`, true));
    void tree.load();
    await backend.answer("bom_show", bom("top", boards));
    const [last, ...others] = boards.toReversed();
    if (!last) throw new Error("there is no board");
    const open = async (board: BomLineView) => {
      void tree.toggle(`/${board.id}`, board);
      const parts = Array.from({ length: 100 }, (_, place) => line(`${board.id}-${place}`));
      await backend.answer("bom_show", bom(board.child.revision.id, parts));
    };
    for (const board of others) await open(board);
    const before = new Set(tree.rows);
    await open(last);
    const made = tree.rows.filter((row) => !before.has(row));
    expect([before.size, made.length]).toEqual([500 + 499 * 100, 500 + 100]);
  });

  test("expanding all opens level after level until none is closed", async () => {
    const done = tree.expandAll();
    await settled();
    await backend.answer("bom_show", bom("rev-a", [line("c", true)]));
    await backend.answer("bom_show", bom("rev-c", [line("d")]));
    await done;
    expect(shape()).toEqual(["1 a", "2 c", "3 d", "1 b"]);
  });
});

test.each([
  [false, "rev-a"],
  [true, null],
])("a line that is pinned (%s) is pinned to %s", async (pinned, expected) => {
  const backend = new ScriptedBackend();
  const tree = new BomTreeState(backend, "top");
  const a = line("a");
  void tree.pin({ ...a, pinned, child: { ...a.child, revision: { ...a.child.revision, id: "rev-a" } } });
  expect(backend.asked("bom_line_pin")).toEqual({ line: "a", revision: expected });
  await backend.answer("bom_line_pin", bom("top", [{ ...a, pinned: !pinned }]));
  expect(tree.root.view?.lines[0]?.pinned).toBe(!pinned);
});
