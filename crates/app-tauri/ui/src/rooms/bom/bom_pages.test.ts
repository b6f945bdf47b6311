// Long BOMs: pages read where somebody looks, lines that move, what is said of a line while it is typed.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../../backend/fake/fake";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BomLineView } from "../../bindings/wire";
import { bom, line } from "./bom_example";
import { BomLevel } from "./bom_level.svelte";
import { BomTreeState } from "./bom_tree.svelte";
import { LineCheck } from "./line_check.svelte";
import { RowDrag, edgeScroll, landing } from "./row_drag.svelte";
import type { LineRow } from "./tree_rows.svelte";

/** The lines `from`, `from + 1`, … as many as a page has. */
function page(from: number, length = 10): BomLineView[] {
  return Array.from({ length }, (_, step) => line(String(from + step)));
}

describe("a BOM of 95 lines in pages of 10", () => {
  let backend: ScriptedBackend;
  let tree: BomTreeState;
  const long = (count = 95) => bom("top", page(0), "Draft", count);
  const keys = (first: number, end: number) => tree.rows.slice(first, end).map((row) => `${row.kind} ${row.key}`);

  beforeEach(async () => {
    backend = new ScriptedBackend();
    tree = new BomTreeState(backend, "top");
    void tree.load();
    await backend.answer("bom_show", long());
  });

  test("has a row for each line, and reads those that somebody looks at", async () => {
    expect(tree.rows).toHaveLength(95);
    expect(keys(8, 12)).toEqual(["line /8", "line /9", "unread /#10", "unread /#11"]);
    void tree.show(38, 45);
    expect(backend.asked("bom_lines")).toEqual({ revision: "top", skip: 30 });
    await backend.answer("bom_lines", page(30));
    expect(backend.asked("bom_lines")).toEqual({ revision: "top", skip: 40 });
    await backend.answer("bom_lines", page(40));
    expect(keys(29, 32)).toEqual(["unread /#29", "line /30", "line /31"]);
    void tree.show(40, 45);
    expect(backend.waiting, "what is there is not asked for again").toHaveLength(0);
  });

  test("a row that was selected unread is the line that is read there", async () => {
    const row = tree.rows[52];
    if (!row) throw new Error("no row 52");
    tree.select(row);
    const shown = tree.show(52, 53);
    await backend.answer("bom_lines", page(50));
    await shown;
    expect(tree.selected).toBe("/52");
    expect(tree.rows[52]?.kind).toBe("line");
  });

  test("a change keeps what somebody looks at until it is read anew", async () => {
    const shown = tree.show(30, 35);
    await backend.answer("bom_lines", page(30));
    await shown;
    const removed = tree.remove("31");
    await backend.answer("bom_line_remove", long(94));
    expect(keys(30, 32), "nothing flickers").toEqual(["line /30", "line /31"]);
    await backend.answer("bom_lines", [line("30"), ...page(32, 9)]);
    await removed;
    expect(keys(30, 32)).toEqual(["line /30", "line /32"]);
    expect(tree.rows).toHaveLength(94);
  });

  test("a line that moves from one page into another stands once", async () => {
    const shown = tree.show(5, 15);
    await backend.answer("bom_lines", page(10));
    await shown;
    const removed = tree.remove("3");
    await backend.answer("bom_line_remove", bom("top", [...page(0, 3), ...page(4, 7)], "Draft", 94));
    const drawn = tree.rows.slice(5, 15).map(({ key }) => key);
    expect(new Set(drawn).size, drawn.join()).toBe(drawn.length);
    await backend.answer("bom_lines", page(11));
    await removed;
    expect(keys(8, 12)).toEqual(["line /9", "line /10", "line /11", "line /12"]);
  });

  test("a level that somebody wrote to while it was read is read once more", async () => {
    void tree.load();
    const removed = tree.remove("3");
    await backend.answer("bom_line_remove", long(94));
    await removed;
    await backend.answer("bom_show", long(95));
    await backend.answer("bom_show", long(93));
    expect(tree.rows).toHaveLength(93);
  });

  test("a page of a BOM that changed meanwhile is dropped", async () => {
    void tree.show(30, 35);
    void tree.load();
    await backend.answer("bom_show", long(96));
    await backend.answer("bom_lines", page(1000));
    expect(tree.rows[30]?.key).toBe("/#30");
    expect(tree.rows[30]?.kind).toBe("unread");
    await backend.answer("bom_lines", page(30));
    expect(tree.rows[30]?.kind).toBe("line");
  });

  test("a page that cannot be read says so, and is asked for again after a reload", async () => {
    void tree.show(30, 35);
    await backend.refuse("bom_lines", "store.busy");
    expect(tree.root.error?.code).toBe("store.busy");
    void tree.show(30, 35);
    expect(backend.waiting).toHaveLength(0);
    void tree.reload();
    await backend.answer("bom_show", long());
    await backend.answer("bom_lines", page(30));
    expect([tree.root.error, tree.rows[30]?.kind]).toEqual([null, "line"]);
  });

  test("a line that is edited and not in any page that was read is asked for before it is called gone", async () => {
    const row = tree.rows[3];
    if (!row) throw new Error("no row 3");
    tree.startEdit(row, "quantity");
    const others = bom("top", page(20), "Draft", 95);
    void tree.reload();
    await backend.answer("bom_show", others);
    expect(backend.asked("bom_line_show")).toEqual({ line: "3" });
    await backend.answer("bom_line_show", line("3", false, "12"));
    expect([tree.edit?.gone, tree.edit?.quantity]).toEqual([false, "12"]);
    void tree.reload();
    await backend.answer("bom_show", others);
    await backend.answer("bom_line_show", null);
    expect(tree.edit?.gone).toBe(true);
  });

  test("a line is moved before another one", async () => {
    void tree.move("3", "1");
    expect(backend.asked("bom_line_move")).toEqual({ line: "3", before: "1" });
    const [zero, one, two, three] = page(0);
    if (!zero || !one || !two || !three) throw new Error("a page has ten lines");
    await backend.answer("bom_line_move", bom("top", [zero, three, one, two, ...page(4, 6)], "Draft", 95));
    expect(keys(0, 4)).toEqual(["line /0", "line /3", "line /1", "line /2"]);
  });

  test("opening all levels reads every page, and stops when it is told to", async () => {
    void tree.load();
    await backend.answer("bom_show", { ...long(30), has_levels: true });
    const done = tree.expandAll();
    await settled();
    await backend.answer("bom_lines", [line("10", true), ...page(11, 9)]);
    tree.expansion?.stop();
    await backend.answer("bom_lines", page(20));
    expect(await done).toBe(false);
    expect(backend.waiting, "nothing is opened any more").toHaveLength(0);
    expect(tree.expansion).toBeNull();
  });
});

describe("a line that is dragged", () => {
  const of = new BomLevel(new ScriptedBackend(), "top");
  of.lines = [line("a"), line("b"), line("c"), undefined];
  const row = (place: number): LineRow => {
    const found = of.lines[place];
    if (!found) throw new Error(`nothing at ${String(place)}`);
    return { kind: "line", key: `/${found.id}`, line: found, level: 1, of, place, expanded: false, editable: true };
  };

  test.each([
    [0, 2, true, { before: "c" }],
    [0, 0, true, null],
    [0, 1, true, null],
    [2, 0, true, { before: "a" }],
    [2, 0, false, { before: "b" }],
    [2, 2, false, null],
    [0, 2, false, null],
  ])("from %i over line %i, upper half %s, would land at %j", (from, over, isUpper, expected) => {
    const drag = new RowDrag(row(from));
    drag.over(row(over), isUpper);
    expect(drag.landing).toEqual(expected);
  });

  test("lands among the lines of its own level alone", () => {
    const drag = new RowDrag(row(0));
    drag.over({ kind: "waiting", key: "/a/waiting", level: 2, revision: "rev-a" }, true);
    expect([drag.target, drag.landing]).toEqual([null, null]);
  });

  test("past the last line is the end", () => {
    expect(landing(of, 0, 4)).toEqual({ before: null });
    expect([landing(of, 0, 5), landing(of, 0, -1)]).toEqual([null, null]);
  });

  test("scrolls the list at its edges", () => {
    const list = new DOMRect(0, 100, 500, 400);
    expect([110, 300, 495].map((y) => Math.sign(edgeScroll(list, y)))).toEqual([-1, 0, 1]);
  });
});

describe("what is typed", () => {
  const content = (designators: string) => ({ quantity: null, unit: "each", designators, dnp: false, find_number: "", note: "" });
  let backend: ScriptedBackend;
  let check: LineCheck;
  beforeEach(() => {
    vi.useFakeTimers();
    backend = new ScriptedBackend();
    check = new LineCheck(backend, "top", "a");
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is asked about once the typing pauses, and the newest answer counts", async () => {
    check.type(content("R"));
    check.type(content("R1"));
    expect(backend.waiting).toHaveLength(0);
    vi.runAllTimers();
    expect(backend.asked("bom_line_check")).toMatchObject({ revision: "top", line: "a", designators: "R1" });
    check.type(content("R2"));
    await backend.refuse("bom_line_check", "bom.designator_elsewhere");
    expect(check.found, "that was asked of R1").toBeNull();
    vi.runAllTimers();
    await backend.refuse("bom_line_check", "bom.designator_elsewhere");
    expect(check.found?.code).toBe("bom.designator_elsewhere");
    check.stop();
    expect(check.found).toBeNull();
  });

  test("has the quantity that is answered, which stands until another one is", async () => {
    const ask = (designators: string) => {
      check.type(content(designators));
      vi.runAllTimers();
    };
    ask("R1-R4");
    expect(backend.asked("bom_line_check").quantity).toBeNull();
    await backend.answer("bom_line_check", { quantity: "4" });
    expect(check.quantity).toBe("4");
    ask("R1-R4, R2");
    await backend.refuse("bom_line_check", "bom.designator_twice");
    expect([check.quantity, check.found?.code]).toEqual(["4", "bom.designator_twice"]);
    ask("R1-R5");
    ask("R1");
    await backend.answer("bom_line_check", { quantity: "5" });
    expect(check.quantity, "that was asked of more").toBe("4");
    await backend.answer("bom_line_check", { quantity: "1" });
    expect([check.quantity, check.found]).toEqual(["1", null]);
  });
});

test("a board of which the first five lines are sent is read, changed and moved within as a whole one", async () => {
  const backend = new FakeBackend({ drawers: 0 });
  backend.store.linesAtOnce = 5;
  const board = backend.store.find("EL-PCA-100014");
  const tree = new BomTreeState(backend, board.row.revision.id);
  const kinds = () => tree.rows.map(({ kind }) => (kind === "unread" ? "." : "#")).join("");
  const ids = () => tree.rows.map((row) => (row.kind === "line" ? row.line.id : ""));
  await tree.load();
  const unread = board.lines.length - 5;
  expect([unread > 5, kinds()]).toEqual([true, `#####${".".repeat(unread)}`]);
  await tree.show(6, 9);
  expect(kinds()).toBe(`${"#".repeat(10)}${".".repeat(unread - 5)}`);
  expect(ids().slice(5, 10)).toEqual(board.lines.slice(5, 10).map(({ id }) => id));

  const [line = "", before = ""] = [board.lines[7]?.id, board.lines[5]?.id];
  await tree.move(line, before);
  await settled();
  expect([ids()[5], board.lines[5]?.id, ids()[6]]).toEqual([line, line, before]);
});
