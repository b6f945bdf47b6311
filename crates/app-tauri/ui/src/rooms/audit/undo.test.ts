// Undo and redo, and what is said of them.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import { patience } from "../../frame/patience.svelte";
import { Running } from "../../frame/running.svelte";
import { Unsaved } from "../../frame/unsaved.svelte";
import { Router } from "../../router.svelte";
import { ToastState } from "../../widgets/toast.svelte";
import { UndoState } from "./undo.svelte";

const unit = { sequence: 7, operation: "bom.change_line" };
const next = { ...unit, title: "EL-PCA-100001 revision 1: R1", instead: null };

describe("UndoState", () => {
  let backend: ScriptedBackend;
  let toasts: ToastState;
  let undo: UndoState;
  beforeEach(() => {
    backend = new ScriptedBackend();
    toasts = new ToastState();
    undo = new UndoState(backend, toasts);
  });

  test("undoes what comes next, names it, and offers to redo it", async () => {
    void undo.undo();
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    expect(backend.asked("audit_undo")).toMatchObject({ unit: 7 });
    await backend.answer("audit_undo", { unit, title: "EL-PCA-100001 revision 1: R1" });
    expect(toasts.toasts[0]?.sentence).toBe("Undone: changed a BOM line (EL-PCA-100001 revision 1: R1).");
    expect(toasts.toasts[0]?.action?.label).toBe("Redo");
    toasts.toasts[0]?.action?.run();
    expect(backend.asked("audit_redo")).toMatchObject({ unit: 7 });
    await backend.answer("audit_redo", { unit, title: null });
    expect(toasts.toasts.at(-1)?.sentence).toBe("Redone: changed a BOM line.");
  });

  test("an offer means the change that it came with, and goes when another one comes after it", async () => {
    toasts.done("Removed.", undo.offer());
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    const review = async (sequence: number, stands: number | null) => {
      const last = stands === null ? null : { ...next, sequence: stands };
      const done = toasts.review();
      await settled();
      await backend.answer("audit_next", { undo: { ...next, sequence }, redo: null, stands: last, withdraws: null });
      await done;
    };
    const offers = () => toasts.toasts.filter((toast) => toast.action);
    await review(7, null);
    expect(offers()).toHaveLength(1);
    await review(8, null);
    expect(offers()).toEqual([]);
    expect(toasts.toasts, "what was done stays told").toMatchObject([{ sentence: "Removed." }]);

    // What stands is newer too, unless the offer says so itself.
    toasts.done("Removed.", undo.offer(unit));
    await review(7, 9);
    expect(offers()).toEqual([]);
    void undo.undo();
    await backend.answer("audit_next", { undo: next, redo: null, stands: { ...next, sequence: 9 }, withdraws: null });
    await review(7, 9);
    expect(offers()).toHaveLength(1);
    await review(7, 10);
    expect(offers()).toEqual([]);
  });

  test("an offer undoes its own change, also where somebody has made another one since", async () => {
    toasts.done("Removed.", undo.offer());
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    toasts.toasts[0]?.action?.run();
    await settled();
    expect(backend.asked("audit_undo")).toMatchObject({ unit: 7 });
  });

  describe("of several changes", () => {
    const [first, second] = [5, 6].map((sequence) => ({ sequence, operation: "file.attach" })) as [typeof unit, typeof unit];
    const ends = async (way: "undo" | "redo") => backend.answer(`audit_${way}`, { unit: first, title: null });

    test("goes from the newest back, and its redo from the oldest on", async () => {
      toasts.done("Attached.", undo.offerAll([first, second]));
      expect(toasts.toasts[0]?.action?.label).toBe("Undo all 2");
      toasts.toasts[0]?.action?.run();
      expect(backend.asked("audit_undo")).toMatchObject({ unit: 6 });
      await ends("undo");
      expect(backend.asked("audit_undo")).toMatchObject({ unit: 5 });
      await ends("undo");
      expect(toasts.toasts.at(-1)).toMatchObject({ sentence: "Undone: attached a file (2 times).", action: { label: "Redo all 2" } });
      toasts.toasts.at(-1)?.action?.run();
      expect(backend.asked("audit_redo")).toMatchObject({ unit: 5 });
      await ends("redo");
      expect(backend.asked("audit_redo")).toMatchObject({ unit: 6 });
      await ends("redo");
      expect([toasts.toasts.at(-1)?.sentence, undo.busy]).toEqual(["Redone: attached a file (2 times).", false]);
    });

    test("holds as long as the newest of them comes next", async () => {
      toasts.done("Attached.", undo.offerAll([first, second]));
      for (const [sequence, offers] of [[6, 1], [8, 0]] as const) {
        const done = toasts.review();
        await settled();
        await backend.answer("audit_next", { undo: { ...next, sequence }, redo: null, stands: null, withdraws: null });
        await done;
        expect(toasts.toasts.filter((toast) => toast.action)).toHaveLength(offers);
      }
    });

    test("ends where one is refused or cancelled, and says how many were undone", async () => {
      undo.offerAll([first, second])?.run();
      await ends("undo");
      await backend.refuse("audit_undo", "audit.changed_since", "It was changed since.");
      const said = () => toasts.toasts.map(({ sentence }) => sentence);
      expect(said()).toEqual(["1 of 2 changes were undone; the others stand.", "It was changed since."]);
      undo.offerAll([first, second])?.run();
      await backend.refuse("audit_undo", "store.cancelled");
      expect(said().at(-1)).toBe("The undo was cancelled; everything stays as it was.");
      expect([backend.waiting, undo.busy]).toEqual([[], false]);
    });

    test("is not offered where one of them is not known, and of one it is as always", async () => {
      expect(undo.offerAll([first, undefined])).toBeNull();
      expect(undo.offerAll([first])?.label).toBe("Undo");
      const asked = undo.newest("file.attach");
      await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
      expect(await asked, "another window made another change").toBeUndefined();
    });
  });

  test("does not take for the last change what was done before one that stands", async () => {
    const stands = { sequence: 9, operation: "approval.approve", title: "EL-PCA-100000 revision 1", instead: "another review follows" };
    void undo.undo();
    await backend.answer("audit_next", { undo: next, redo: null, stands, withdraws: null });
    expect(backend.waiting).toEqual([]);
    expect(undo.busy).toBe(false);
    const [notice] = toasts.toasts;
    expect(notice?.sentence).toBe("Not undone, because it stands: you approved a revision (EL-PCA-100000 revision 1).");
    expect(notice?.action?.label).toBe("Undo before it: changed a BOM line");
    notice?.action?.run();
    expect(backend.asked("audit_undo")).toMatchObject({ unit: 7 });
  });

  test("offers to withdraw what was sent to review, in few words", async () => {
    const stands = { sequence: 9, operation: "approval.submit", title: "EL-PCA-100000 revision 1: request for approval", instead: "wait" };
    const withdraws = { revision: "r1", number: "EL-PCA-100000", label: "1" };
    void undo.undo();
    await backend.answer("audit_next", { undo: next, redo: null, stands, withdraws });
    const [notice] = toasts.toasts;
    expect([notice?.sentence, notice?.action?.label]).toEqual(["Not undone: EL-PCA-100000 revision 1 is in review.", "Withdraw"]);
    notice?.action?.run();
    expect(backend.asked("approval_withdraw")).toEqual({ revision: "r1" });
    await backend.refuse("approval_withdraw", "approval.not_open", "It is released by now.");
    expect(toasts.toasts.at(-1)?.error?.message).toBe("It is released by now.");
  });

  test("says so where nothing was done before what stands", async () => {
    void undo.undo();
    const stands = { sequence: 9, operation: "approval.approve", title: null, instead: "another review follows" };
    await backend.answer("audit_next", { undo: null, redo: null, stands, withdraws: null });
    expect(toasts.toasts[0]?.sentence).toBe("Not undone, because it stands: you approved a revision; another review follows.");
    expect(toasts.toasts[0]?.action).toBeNull();
  });

  test("undoes a change that is named without asking what comes next", async () => {
    void undo.undo({ ...unit, sequence: 3 });
    expect(backend.asked("audit_undo")).toMatchObject({ unit: 3 });
    await backend.answer("audit_undo", { unit, title: null });
    expect(undo.busy).toBe(false);
  });

  test("says so when there is nothing", async () => {
    void undo.redo();
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    expect(toasts.toasts[0]?.sentence).toBe("There is nothing of yours to redo.");
    expect(undo.busy).toBe(false);
  });

  test("shows why something is not undone, in its own words", async () => {
    void undo.undo(unit);
    await backend.refuse("audit_undo", "audit.stands", "It stands as it was done; submit it again.");
    expect(toasts.toasts[0]?.error?.message).toBe("It stands as it was done; submit it again.");
  });

  test("a long one is shown wherever one is, with what it undoes, and can be ended: then all stays as it was", async () => {
    vi.useFakeTimers();
    const running = new Running(new Router(window), toasts, new Unsaved());
    undo = new UndoState(backend, toasts, running);
    void undo.undo();
    await backend.answer("audit_next", { undo: { sequence: 7, operation: "import.apply", title: null, instead: null }, redo: null, stands: null, withdraws: null });
    vi.advanceTimersByTime(patience);
    const [shown] = running.list;
    expect(shown?.title).toBe("Undoing: imported a BOM");
    const { task } = backend.asked("audit_undo");
    backend.progress({ task: task ?? "", done: 50, total: 200 });
    expect(shown?.task.progress).toMatchObject({ done: 50, total: 200 });
    void shown?.task.cancel();
    expect(backend.asked("task_cancel").task).toBe(task);
    await backend.refuse("audit_undo", "store.cancelled");
    expect(toasts.toasts.map(({ sentence, error }) => [sentence, error])).toEqual([["The undo was cancelled; everything stays as it was.", null]]);
    expect([running.list, undo.busy]).toEqual([[], false]);
    vi.useRealTimers();
  });

  test("what an offer, its redo and the history undo is named too while it takes long", async () => {
    vi.useFakeTimers();
    const running = new Running(new Router(window), toasts, new Unsaved());
    undo = new UndoState(backend, toasts, running);
    const titles: (string | undefined)[] = [];
    const end = async (way: "undo" | "redo") => {
      await vi.advanceTimersByTimeAsync(patience);
      titles.push(running.list[0]?.title);
      await backend.answer(`audit_${way}`, { unit, title: null });
    };
    toasts.done("Changed.", undo.offer());
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    toasts.toasts[0]?.action?.run();
    await end("undo");
    toasts.toasts.at(-1)?.action?.run();
    await end("redo");
    void undo.undo(unit);
    await end("undo");
    expect(titles).toEqual(["Undoing: changed a BOM line", "Redoing: changed a BOM line", "Undoing: changed a BOM line"]);
    vi.useRealTimers();
  });

  test("a second press while the first is on its way does nothing", async () => {
    void undo.undo();
    void undo.undo();
    await backend.answer("audit_next", { undo: next, redo: null, stands: null, withdraws: null });
    await backend.answer("audit_undo", { unit, title: null });
    expect(toasts.toasts).toHaveLength(1);
  });
});
