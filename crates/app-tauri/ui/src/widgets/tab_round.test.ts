// Tab in a dialog goes from its last control to its first, and back.
import { afterEach, beforeEach, expect, test } from "vitest";
import { goRound } from "./tab_round";

let dialog: HTMLElement;
const focused = () => document.activeElement?.id;

/** Presses Tab; answers whether the dialog took it. */
function tab(shiftKey = false): boolean {
  const event = new KeyboardEvent("keydown", { key: "Tab", shiftKey, cancelable: true });
  goRound(event, dialog);
  return event.defaultPrevented;
}

beforeEach(() => {
  document.body.innerHTML = '<div id="dialog" tabindex="-1"><button id="close"></button><input id="field"><button disabled></button><button id="save"></button></div>';
  dialog = document.getElementById("dialog") as HTMLElement;
});
afterEach(() => (document.body.innerHTML = ""));

test("it goes round at both ends, and from the dialog itself into it", () => {
  document.getElementById("save")?.focus();
  expect([tab(), focused()]).toEqual([true, "close"]);
  expect([tab(true), focused()]).toEqual([true, "save"]);
  dialog.focus();
  expect([tab(), focused()]).toEqual([true, "close"]);
});

test("between its ends Tab is the window's", () => {
  document.getElementById("field")?.focus();
  expect([tab(), tab(true), focused()]).toEqual([false, false, "field"]);
});
