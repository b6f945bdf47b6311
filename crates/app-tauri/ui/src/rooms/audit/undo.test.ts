// Undo and redo by the keyboard, and what is said of them.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import { ToastState } from "../../widgets/toast.svelte";
import { undoKeys, UndoState } from "./undo.svelte";

const unit = { sequence: 7, operation: "bom.change_line" };

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
    await backend.answer("audit_next", { undo: unit, redo: null });
    expect(backend.asked("audit_undo")).toEqual({ unit: 7 });
    await backend.answer("audit_undo", { unit });
    expect(toasts.toasts[0]?.sentence).toBe("Undone: changed a BOM line.");
    expect(toasts.toasts[0]?.action?.label).toBe("Redo");
    toasts.toasts[0]?.action?.run();
    expect(backend.asked("audit_redo")).toEqual({ unit: 7 });
    await backend.answer("audit_redo", { unit });
    expect(toasts.toasts.at(-1)?.sentence).toBe("Redone: changed a BOM line.");
  });

  test("undoes a change that is named without asking what comes next", async () => {
    void undo.undo(3);
    expect(backend.asked("audit_undo")).toEqual({ unit: 3 });
    await backend.answer("audit_undo", { unit });
    expect(undo.busy).toBe(false);
  });

  test("says so when there is nothing", async () => {
    void undo.redo();
    await backend.answer("audit_next", { undo: unit, redo: null });
    expect(toasts.toasts[0]?.sentence).toBe("There is nothing of yours to redo.");
    expect(undo.busy).toBe(false);
  });

  test("shows why something is not undone, in its own words", async () => {
    void undo.undo(7);
    await backend.refuse("audit_undo", "audit.stands", "It stands as it was done; submit it again.");
    expect(toasts.toasts[0]?.error?.message).toBe("It stands as it was done; submit it again.");
  });

  test("a second press while the first is on its way does nothing", async () => {
    void undo.undo();
    void undo.undo();
    await backend.answer("audit_next", { undo: unit, redo: null });
    await backend.answer("audit_undo", { unit });
    expect(toasts.toasts).toHaveLength(1);
  });
});

describe("the keys", () => {
  const pressed = { undo: vi.fn(), redo: vi.fn() };
  const press = (target: Element, key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true, cancelable: true, ...more });
    target.addEventListener("keydown", (heard) => undoKeys(pressed as unknown as UndoState, heard as KeyboardEvent), { once: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  afterEach(() => {
    vi.clearAllMocks();
    document.body.replaceChildren();
  });

  test("Ctrl+Z undoes; Ctrl+Shift+Z and Ctrl+Y redo", () => {
    expect(press(document.body, "z")).toBe(true);
    expect(pressed.undo).toHaveBeenCalledOnce();
    press(document.body, "Z", { shiftKey: true });
    press(document.body, "y");
    press(document.body, "z", { ctrlKey: false, metaKey: true, shiftKey: true });
    expect(pressed.redo).toHaveBeenCalledTimes(3);
  });

  test("other keys are nobody's business", () => {
    for (const more of [{ ctrlKey: false }, { altKey: true }]) expect(press(document.body, "z", more)).toBe(false);
    expect(press(document.body, "x")).toBe(false);
    expect(pressed.undo).not.toHaveBeenCalled();
  });

  test.each(["input", "textarea", "select"])("in a field (%s) they are the field's own", (name) => {
    const field = document.createElement(name);
    document.body.append(field);
    expect(press(field, "z")).toBe(false);
    expect(pressed.undo).not.toHaveBeenCalled();
  });

  test("while a dialog is open they do nothing behind it", () => {
    const dialog = document.createElement("dialog");
    dialog.open = true;
    document.body.append(dialog);
    expect(press(document.body, "z")).toBe(false);
  });
});
