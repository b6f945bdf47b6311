// Comparisons: what is asked when, what is read of what is in view, and how one gets from one difference to the next.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { BesideView, BomAmountsComparison, BomBeside, DifferenceKind, LineInFullView, PartRow, RevisionView } from "../../bindings/wire";
import { BesideState, chunk, mostKept } from "./bom_beside.svelte";
import { BomCompareState, designatorsMoved } from "./bom_compare.svelte";
import { movedDesignators, restOf } from "./compare_words";

const revision = (id: string): RevisionView => ({ id, label: id, state: "Draft", workflow_state: "Draft", author: "Ada", created: 0, released: null });

function part(number: string): PartRow {
  const named = { id: `id-${number}`, number, name: number, description: "", category: "EL-RES", assembly: false };
  return { ...named, revision: revision(`rev-${number}`), manufacturer: null, mpn: null, value: null, footprint: null, created: 0 };
}

const side = { number: "AS-PRD-100000", name: "it", revision: revision("1") };

function needs(...kinds: DifferenceKind[]): BomAmountsComparison {
  const amounts = kinds.map((kind) => ({ kind, child: part("EL-RES-1"), unit: "each", before: null, after: null }));
  return { before: side, after: side, amounts };
}

/** Lines beside each other: `=` for one that is alike, else what differs. */
function beside(...rows: ("=" | DifferenceKind)[]): BomBeside {
  const row = (kind: "=" | DifferenceKind, place: number): BesideView => {
    if (kind === "=") return `alike-${place}`;
    return { kind, before: kind === "added" ? null : `before-${place}`, after: kind === "removed" ? null : `after-${place}`, aspects: [] };
  };
  return { before: side, after: side, rows: rows.map(row) };
}

const content = { quantity: "1", unit: "each", designators: [], quantity_intended: false, dnp: false, find_number: "", note: "", properties: [] };

function says(line: string): LineInFullView {
  return { line, child: part(line), says: { number: line, revision: "1", pinned: false, substitutes: [], ...content } };
}

beforeEach(() => localStorage.clear());

describe("BomCompareState", () => {
  const three = [revision("3"), revision("2"), revision("1")];
  const own = { id: "own", number: "EL-PCA-1", name: "it" };
  let backend: ScriptedBackend;
  let state: BomCompareState;

  beforeEach(() => {
    backend = new ScriptedBackend();
    state = new BomCompareState(backend, "3", own, three, localStorage);
  });

  test("begins with the revision before, and with nothing where there is none", () => {
    expect(state.other).toBe("2");
    const first = new BomCompareState(backend, "1", own, three, localStorage);
    expect(first.other).toBeNull();
    void first.reload();
    expect(backend.waiting).toHaveLength(0);
  });

  test("compares from the other one to what is shown, and counts by kind", async () => {
    void state.reload();
    expect(backend.asked("bom_beside")).toMatchObject({ before: "2", after: "3" });
    await backend.answer("bom_beside", beside("added", "=", "changed", "added"));
    expect([state.counts, state.lines.alike]).toEqual([{ added: 2, removed: 0, changed: 1 }, 1]);
    void state.look("amounts");
    expect(state.counts).toEqual({ added: 0, removed: 0, changed: 0 });
    expect(backend.asked("bom_compare_amounts")).toMatchObject({ before: "2", after: "3" });
    await backend.answer("bom_compare_amounts", needs("removed"));
    expect(state.counts).toEqual({ added: 0, removed: 1, changed: 0 });
  });

  test("an answer about the choice before is dropped, and its work is ended", async () => {
    void state.reload();
    const { task } = backend.asked("bom_beside");
    void state.choose("1");
    expect(backend.asked("bom_beside", 1)).toMatchObject({ instead_of: task, before: "1" });
    await backend.answer("bom_beside", beside("removed"));
    expect(state.sides).toBeNull();
    await backend.answer("bom_beside", beside("added"));
    expect(state.counts.added).toBe(1);
  });

  test("a change meanwhile does not end what is on its way: it is compared once more after it", async () => {
    void state.reload();
    void state.reload();
    void state.reload();
    expect(backend.waiting).toHaveLength(1);
    await backend.answer("bom_beside", beside("added"));
    expect([state.counts.added, backend.waiting.length]).toEqual([1, 1]);
    await backend.answer("bom_beside", beside("added", "added"));
    expect([state.counts.added, backend.waiting.length]).toEqual([2, 0]);
  });

  test("what was cancelled says so, and can be asked again", async () => {
    void state.reload();
    void state.task.cancel();
    expect(backend.asked("task_cancel")).toEqual({ task: backend.asked("bom_beside").task });
    await backend.answer("task_cancel", {});
    await backend.refuse("bom_beside", "store.cancelled");
    expect([state.task.cancelled, state.error, state.sides]).toEqual([true, null, null]);
    void state.reload();
    await backend.answer("bom_beside", beside("="));
    expect([state.task.cancelled, state.lines.alike]).toEqual([false, 1]);
  });

  test("whoever looks at something else ends what is on its way", async () => {
    void state.reload();
    const { task } = backend.asked("bom_beside");
    void state.look("amounts");
    expect(backend.asked("task_cancel")).toEqual({ task });
    await backend.refuse("bom_beside", "store.cancelled");
    await backend.answer("bom_compare_amounts", needs("added"));
    expect([state.error, state.counts.added]).toEqual([null, 1]);
    void state.leave();
    expect(backend.waiting.map(({ name }) => name), "nothing runs any more").toEqual(["task_cancel"]);
  });

  test("another part offers all its revisions, and begins with its newest", async () => {
    const other = part("EL-PCA-2");
    void state.choosePart(other);
    expect([state.other, state.revisions.map(({ id }) => id)]).toEqual(["rev-EL-PCA-2", ["rev-EL-PCA-2"]]);
    await backend.answer("bom_beside", beside("added"));
    await backend.answer("part_show", { revisions: [other.revision, revision("older")] } as never);
    expect([state.part.number, state.revisions.map(({ id }) => id)]).toEqual(["EL-PCA-2", ["rev-EL-PCA-2", "older"]]);
    void state.choose("older");
    expect(backend.asked("bom_beside")).toMatchObject({ before: "older", after: "3" });
  });

  test.each(["by the way back", "as any part"])("its own part is chosen again %s, and begins as at first", async (how) => {
    void state.choosePart(part("EL-PCA-2"));
    expect(state.isAway).toBe(true);
    const again = { ...part("EL-PCA-1"), id: "own", revision: three[0] ?? revision("3") };
    void (how === "as any part" ? state.choosePart(again) : state.chooseOwn());
    expect([state.isAway, state.other, state.revisions]).toEqual([false, "2", three]);
    await backend.answer("part_show", { revisions: [revision("late")] } as never);
    expect(state.revisions, "the other part's come too late").toEqual(three);
  });

  test("back at its own part with no revision before it, nothing is compared and nothing runs", () => {
    const first = new BomCompareState(backend, "1", own, three, localStorage);
    void first.choosePart(part("EL-PCA-2"));
    const { task } = backend.asked("bom_beside");
    void first.chooseOwn();
    expect([first.other, backend.asked("task_cancel")]).toEqual([null, { task }]);
  });

  test("a refusal is shown until the next answer", async () => {
    void state.reload();
    await backend.refuse("bom_beside", "revision.not_found");
    expect(state.error?.code).toBe("revision.not_found");
    void state.reload();
    await backend.answer("bom_beside", beside());
    expect(state.error).toBeNull();
  });
});

describe("BesideState", () => {
  let backend: ScriptedBackend;
  let state: BesideState;

  async function compare(view: BomBeside): Promise<void> {
    backend = new ScriptedBackend();
    state = new BesideState(backend, localStorage);
    state.show({ form: "beside" });
    void state.load("1", "2");
    await backend.answer("bom_beside", view);
  }

  const walked = (step: 1 | -1): number[] => {
    const places: number[] = [];
    while (state.next(step)) places.push(state.selected);
    return places;
  };

  test("reads what the rows in view say, each line once", async () => {
    await compare(beside("=", "changed", "added", "removed"));
    expect(backend.waiting).toHaveLength(0);
    void state.want(0, 2);
    expect(backend.asked("bom_lines_say").lines).toEqual(["alike-0", "before-1", "after-1"]);
    // Whoever scrolls on while it is read is served in the same turn.
    void state.want(1, 4);
    await backend.answer("bom_lines_say", ["alike-0", "before-1", "after-1"].map(says));
    expect(backend.asked("bom_lines_say").lines).toEqual(["after-2", "before-3"]);
    await backend.answer("bom_lines_say", [says("after-2")]);
    expect([0, 1, 2, 3].map((place) => [state.row(place)?.before?.line, state.row(place)?.after?.line])).toEqual([
      ["alike-0", "alike-0"],
      ["before-1", "after-1"],
      [undefined, "after-2"],
      [undefined, undefined],
    ]);
    void state.want(0, 4);
    expect(backend.waiting, "what is gone is not asked for again").toHaveLength(0);
  });

  test("two lines that are alike in other units say each what it says", async () => {
    await compare({ before: side, after: side, rows: [{ before: "half a metre", after: "500 mm" }, "alike-1"] });
    void state.want(0, 2);
    expect(backend.asked("bom_lines_say").lines).toEqual(["half a metre", "500 mm", "alike-1"]);
    await backend.answer("bom_lines_say", ["half a metre", "500 mm", "alike-1"].map(says));
    const row = state.row(0);
    expect([row?.kind, row?.before?.line, row?.after?.line]).toEqual(["alike", "half a metre", "500 mm"]);
    expect([state.alike, state.differing]).toEqual([2, []]);
  });

  test("of a hundred thousand lines those in view are read, and no more are kept than fill many screens", async () => {
    await compare(beside(...Array.from({ length: 100_000 }, () => "=" as const)));
    let last = 0;
    for (let read = 0; read <= mostKept; read += chunk) {
      last = 50_000 + read;
      void state.want(last, last + 10_000);
      void state.want(last, last + chunk);
      const { lines } = backend.asked("bom_lines_say");
      expect([lines.length, lines[0]]).toEqual([chunk, `alike-${last}`]);
      await backend.answer("bom_lines_say", lines.map(says));
    }
    void state.want(last + chunk, last + chunk + 1);
    await backend.answer("bom_lines_say", backend.asked("bom_lines_say").lines.map(says));
    expect([state.row(last + chunk)?.after?.line, state.row(50_000)?.after]).toEqual([`alike-${last + chunk}`, undefined]);
    void state.want(50_000, 50_001);
    expect(backend.asked("bom_lines_say").lines, "what was let go is read again").toEqual(["alike-50000"]);
  });

  test("goes from one difference to the next, and back", async () => {
    await compare(beside("=", "changed", "=", "=", "added", "removed"));
    expect(walked(1)).toEqual([1, 4, 5]);
    expect(walked(-1)).toEqual([4, 1]);
    state.select(3);
    expect([state.next(-1), state.selected]).toEqual([true, 1]);
  });

  test("leaves out what is alike, and keeps the selected row or the difference after it", async () => {
    await compare(beside("=", "changed", "=", "=", "added", "="));
    state.select(4);
    state.show({ alike: false });
    expect([state.length, state.selected, state.row(1)?.kind]).toEqual([2, 1, "added"]);
    expect(walked(-1)).toEqual([0]);
    state.show({ alike: true });
    expect([state.length, state.selected]).toEqual([6, 1]);
    for (const [selected, then] of [
      [2, 1],
      [5, 1],
      [0, 0],
    ] as const) {
      state.show({ alike: true });
      state.select(selected);
      state.show({ alike: false });
      expect(state.selected, `${selected}`).toBe(then);
    }
  });

  test("one list has what differs, whether or not what is alike is shown beside", async () => {
    await compare(beside("=", "changed", "=", "added"));
    state.show({ form: "list" });
    expect([state.length, state.row(0)?.kind, state.showsAlike]).toEqual([2, "changed", true]);
  });

  test("the form is remembered, and nonsense there is not heard", async () => {
    await compare(beside());
    state.show({ alike: false });
    const again = new BesideState(backend, localStorage);
    expect([again.form, again.showsAlike]).toEqual(["beside", false]);
    for (const kept of ["null", "3", '{"form":"both","alike":"no"}', "{"]) {
      localStorage.setItem("partwright.bom_compare", kept);
      const fresh = new BesideState(backend, localStorage);
      expect([fresh.form, fresh.showsAlike], kept).toEqual(["list", true]);
    }
  });

  test("after a change the lines are read anew and those that were read are shown until then", async () => {
    await compare(beside("="));
    void state.want(0, 1);
    await backend.answer("bom_lines_say", [says("alike-0")]);
    void state.load("1", "2");
    await backend.answer("bom_beside", beside("="));
    expect(state.row(0)?.after?.line).toBe("alike-0");
    expect(backend.asked("bom_lines_say").lines).toEqual(["alike-0"]);
  });

  test("what is read for a comparison that was let go is not kept", async () => {
    await compare(beside("="));
    void state.want(0, 1);
    state.forget();
    await backend.answer("bom_lines_say", [says("alike-0")]);
    void state.load("1", "3");
    await backend.answer("bom_beside", beside("="));
    expect([state.row(0)?.after, backend.asked("bom_lines_say").lines]).toEqual([undefined, ["alike-0"]]);
  });
});

test("designators that moved are told in the order in which people count", () => {
  expect(designatorsMoved(["R10", "R9", "R1"], ["R1", "R11", "R2"])).toEqual({ gone: ["R9", "R10"], come: ["R2", "R11"] });
});

test("a line in the list says what went and what came", () => {
  const before = { ...says("EL-RES-1").says, designators: ["R1", "R2"], dnp: false };
  const after = { ...before, designators: ["R2", "R3"], dnp: true };
  expect(movedDesignators({ before, after })).toBe("−R1, +R3");
  expect(restOf({ before, after, aspects: ["designators", "dnp"] })).toBe("Fitted → DNP");
});
