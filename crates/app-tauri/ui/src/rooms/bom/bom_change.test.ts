// What is done to lines and BOMs in dialogs: substitutes in order, a copy, a part replaced everywhere.
import { beforeEach, describe, expect, test } from "vitest";
import { FakeBackend } from "../../backend/fake/fake";
import { ScriptedBackend } from "../../backend/scripted";
import type { BomLineView, BomReplacePreview, PartRow, RevisionView } from "../../bindings/wire";
import { BomCopyState } from "./bom_copy.svelte";
import { BomReplaceState } from "./bom_replace.svelte";
import { SubstitutesEdit } from "./substitutes.svelte";

const revision = (id: string): RevisionView => ({ id, label: id, state: "Draft", workflow_state: "Draft", author: "Ada", created: 0, released: null });

function part(id: string): PartRow {
  const named = { id, number: `EL-RES-${id}`, name: id, description: "", category: "EL-RES", assembly: false };
  return { ...named, revision: revision(`rev-${id}`), manufacturer: null, mpn: null, value: null, footprint: null, created: 0 };
}

describe("SubstitutesEdit", () => {
  let edit: SubstitutesEdit;
  const order = () => edit.rows.map((row) => row.part).join(" ");

  beforeEach(() => {
    const substitutes = ["a", "b", "c"].map((id) => ({ part: id, number: id, name: id, note: id === "b" ? "hot" : "" }));
    edit = new SubstitutesEdit({ id: "line", child: part("child"), substitutes } as unknown as BomLineView);
  });

  test("is ordered by moving, and not past its ends", () => {
    expect([edit.move("c", -1), order()]).toEqual([true, "a c b"]);
    expect([edit.move("a", 1), order()]).toEqual([true, "c a b"]);
    expect([edit.move("c", -1), edit.move("b", 1), edit.move("nobody", 1), order()]).toEqual([false, false, false, "c a b"]);
  });

  test("takes each part once, and never the line's own", () => {
    expect(["child", "a", "d"].map((id) => edit.fits(id))).toEqual([false, false, true]);
    edit.add(part("a"));
    edit.add(part("d"));
    edit.remove("b");
    expect(order()).toBe("a c d");
  });

  test("is changed by what is added, removed, moved or noted, and not by what is put back", () => {
    expect(edit.changed).toBe(false);
    edit.move("c", -1);
    expect(edit.changed).toBe(true);
    edit.move("c", 1);
    expect(edit.changed).toBe(false);
    edit.add(part("d"));
    expect(edit.changed).toBe(true);
    edit.remove("d");
    expect(edit.changed).toBe(false);
    const [first] = edit.rows;
    if (first) first.note = "cold";
    expect(edit.changed).toBe(true);
  });

  const lineWith = (...ids: string[]) =>
    ({ id: "line", child: part("child"), substitutes: ids.map((id) => ({ part: id, number: id, name: id, note: "" })) }) as unknown as BomLineView;

  test("follows what somebody else makes of them, where nothing is written", () => {
    edit.meet(lineWith("d"));
    expect([order(), edit.theirs, edit.changed]).toEqual(["d", null, false]);
  });

  test("is a conflict where both did, until somebody says whose counts", () => {
    edit.remove("c");
    edit.meet(lineWith("d"));
    expect([order(), edit.theirs?.map(({ part }) => part)]).toEqual(["a b", ["d"]]);
    edit.keepMine();
    expect([order(), edit.theirs, edit.request().seen]).toEqual(["a b", null, [{ part: "d", note: "" }]]);
    edit.meet(lineWith("e", "f"));
    edit.takeTheirs();
    expect([order(), edit.theirs, edit.changed]).toEqual(["e f", null, false]);
  });

  test("asks for the whole list in its order, with the notes, in place of the one that was seen", () => {
    edit.move("b", -1);
    const [first] = edit.rows;
    if (first) first.note = " only when cold ";
    expect(edit.request()).toEqual({
      line: "line",
      substitutes: [{ part: "b", note: "only when cold" }, { part: "a", note: "" }, { part: "c", note: "" }],
      seen: [{ part: "a", note: "" }, { part: "b", note: "hot" }, { part: "c", note: "" }],
    });
  });
});

describe("BomCopyState", () => {
  test("offers the revisions of the part that was chosen, without the one that is copied into", async () => {
    const backend = new ScriptedBackend();
    const copy = new BomCopyState(backend, "rev-2");
    void copy.choose(part("x"));
    await backend.answer("part_show", { revisions: [revision("rev-2"), revision("rev-1")] } as never);
    expect([copy.revisions.map(({ id }) => id), copy.chosen?.id]).toEqual([["rev-1"], "rev-1"]);
  });

  test("an answer about another part is dropped, and so is a refusal", async () => {
    const backend = new ScriptedBackend();
    const copy = new BomCopyState(backend, "into");
    void copy.choose(part("x"));
    void copy.choose(part("y"));
    await backend.refuse("part_show", "part.not_found");
    await backend.answer("part_show", { revisions: [revision("of y")] } as never);
    expect([copy.chosen?.id, copy.error]).toEqual(["of y", null]);
    copy.forget();
    expect([copy.part, copy.chosen]).toEqual([null, null]);
  });
});

describe("BomReplaceState", () => {
  const preview = (fingerprint: string): BomReplacePreview => {
    const [old, by] = [{ number: "1", name: "" }, { number: "2", name: "" }];
    return { old, new: by, fingerprint, changing: 1, lines: [] };
  };

  test("carries out exactly the preview that is shown", async () => {
    const backend = new ScriptedBackend();
    const replace = new BomReplaceState(backend, "old");
    expect(await replace.apply()).toBeNull();
    void replace.choose(part("new"));
    expect(backend.asked("bom_replace_preview")).toEqual({ old: "old", new: "new" });
    await backend.answer("bom_replace_preview", preview("first"));
    const done = replace.apply();
    expect([backend.asked("bom_replace"), replace.busy]).toEqual([{ old: "old", new: "new", fingerprint: "first" }, true]);
    await backend.answer("bom_replace", { revisions: 3 });
    expect([await done, replace.busy]).toEqual([3, false]);
  });

  test("looks again when the plan is another by then, and says so", async () => {
    const backend = new ScriptedBackend();
    const replace = new BomReplaceState(backend, "old");
    void replace.choose(part("new"));
    await backend.answer("bom_replace_preview", preview("first"));
    const done = replace.apply();
    await backend.refuse("bom_replace", "bom.plan_changed");
    await backend.answer("bom_replace_preview", preview("second"));
    expect(await done).toBeNull();
    expect([replace.preview?.fingerprint, replace.error?.code]).toEqual(["second", "bom.plan_changed"]);
  });

  test("a preview of the choice before is dropped", async () => {
    const backend = new ScriptedBackend();
    const replace = new BomReplaceState(backend, "old");
    void replace.choose(part("x"));
    void replace.choose(part("y"));
    await backend.answer("bom_replace_preview", preview("of x"));
    expect(replace.preview).toBeNull();
    await backend.answer("bom_replace_preview", preview("of y"));
    expect(replace.preview?.fingerprint).toBe("of y");
  });
});

test("the backend in memory replaces what its preview shows, once", async () => {
  const backend = new FakeBackend({ drawers: 0 });
  const [board] = backend.store.parts.filter((each) => each.lines.length > 2 && each.row.revision.state === "Draft");
  const [first] = board?.lines ?? [];
  const [by] = backend.store.parts.filter((each) => each.lines.length === 0 && each.row.id !== first?.child);
  if (!first || !by) throw new Error("no board in the demo");
  const both = { old: first.child, new: by.row.id };
  const { fingerprint, changing } = await backend.call("bom_replace_preview", both);
  expect(changing).toBeGreaterThan(0);
  await backend.call("bom_replace", { ...both, fingerprint });
  await expect(backend.call("bom_replace", { ...both, fingerprint })).rejects.toMatchObject({ code: "bom.plan_changed" });
});
