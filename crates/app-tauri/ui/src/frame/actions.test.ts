// The registry of actions, and the keys that call them.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ActionKeys, Actions, type Action } from "./actions.svelte";

const action = (name: string, more: Partial<Action> = {}): Action => ({ name, title: name, group: "do", run: vi.fn(), ...more });

test("what a page adds goes with it, and counts before what the frame has of that name", () => {
  const actions = new Actions();
  actions.add(() => [action("undo"), action("go.parts", { group: "go" })]);
  const remove = actions.add(() => [action("export", { group: "page" }), action("undo", { title: "Undo here" })]);
  expect(actions.all.map(({ name }) => name)).toEqual(["export", "undo", "go.parts"]);
  expect(actions.find("undo")?.title).toBe("Undo here");
  remove();
  expect(actions.all.map(({ name }) => name)).toEqual(["undo", "go.parts"]);
});

describe("the keys", () => {
  let undo: Action;
  let redo: Action;
  let palette: Action;
  let help: Action;
  let keys: ActionKeys;
  beforeEach(() => {
    [undo, redo, palette, help] = ["undo", "redo", "palette", "help"].map((name) => action(name)) as [Action, Action, Action, Action];
    const actions = new Actions();
    actions.add(() => [undo, redo, palette, help]);
    keys = new ActionKeys(actions);
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  function press(target: Element, key: string, more: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true, cancelable: true, ...more });
    target.addEventListener("keydown", (heard) => keys.hear(heard as KeyboardEvent), { once: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  }
  function field(name: string, type = ""): Element {
    const made = document.createElement(name);
    if (type) made.setAttribute("type", type);
    document.body.append(made);
    return made;
  }

  test("Ctrl+Z undoes; Ctrl+Shift+Z and Ctrl+Y redo", () => {
    expect(press(document.body, "z")).toBe(true);
    expect(undo.run).toHaveBeenCalledOnce();
    press(document.body, "Z", { shiftKey: true });
    press(document.body, "y");
    press(document.body, "z", { ctrlKey: false, metaKey: true, shiftKey: true });
    expect(redo.run).toHaveBeenCalledTimes(3);
  });

  test("other keys are nobody's business", () => {
    for (const more of [{ ctrlKey: false }, { altKey: true }]) expect(press(document.body, "z", more)).toBe(false);
    expect(press(document.body, "x")).toBe(false);
    expect(undo.run).not.toHaveBeenCalled();
  });

  test.each([["input", ""], ["input", "text"], ["input", "search"], ["input", "number"], ["textarea", ""]] as const)("in a field (%s %s) undo is the field's own, and a letter is typed", (name, type) => {
    expect(press(field(name, type), "z")).toBe(false);
    expect(press(field(name, type), "?", { ctrlKey: false, shiftKey: true })).toBe(false);
    expect(undo.run).not.toHaveBeenCalled();
    expect(help.run).not.toHaveBeenCalled();
  });

  test("so it is in a text that is edited in its place", () => {
    const edited = field("div");
    // Nothing is edited where nothing is laid out, so it says so itself.
    Object.defineProperty(edited, "isContentEditable", { value: true });
    expect(press(edited, "z")).toBe(false);
    expect(press(edited, "?", { ctrlKey: false, shiftKey: true })).toBe(false);
  });

  test.each(["checkbox", "radio", "range", "button", "submit", "file", "color"])("an input without a text (%s) has no undo and takes no letter", (type) => {
    expect(press(field("input", type), "z")).toBe(true);
    expect(undo.run).toHaveBeenCalledOnce();
    press(field("input", type), "y");
    expect(redo.run).toHaveBeenCalledOnce();
    press(field("input", type), "?", { ctrlKey: false, shiftKey: true });
    expect(help.run).toHaveBeenCalledOnce();
  });

  test("in a select a letter chooses, and undo is of the last change", () => {
    expect(press(field("select"), "?", { ctrlKey: false, shiftKey: true })).toBe(false);
    expect(help.run).not.toHaveBeenCalled();
    expect(press(field("select"), "z")).toBe(true);
    expect(undo.run).toHaveBeenCalledOnce();
  });

  test("the palette opens from a field, too", () => {
    expect(press(field("input"), "k")).toBe(true);
    expect(palette.run).toHaveBeenCalledOnce();
  });

  test("while a dialog is open they do nothing behind it", () => {
    (field("dialog") as HTMLDialogElement).open = true;
    expect(press(document.body, "z")).toBe(false);
    expect(press(document.body, "k")).toBe(false);
  });

  test("a key for which nothing can be done here is left alone", () => {
    expect(press(document.body, "n", { ctrlKey: false })).toBe(false);
  });
});
