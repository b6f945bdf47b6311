// What the keyboard comes to.

/** The selector of what can have the focus by Tab. */
export const controls = ["a[href]", "button", "input", "select", "textarea", "[tabindex='0']"]
  .map((name) => `${name}:not(:disabled):not([tabindex="-1"])`)
  .join();

/** Whether it can be seen; where nothing is laid out, as in a test without a window, all can. */
export function isSeen(control: HTMLElement): boolean {
  return control.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** Inputs that are clicked or moved. Every other kind is written in, also one that is not known here. */
const unwritten = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];
const written = `textarea, input${unwritten.map((type) => `:not([type=${type}])`).join("")}`;

/** Whether it is written in: its keys are its own there, and undo is of what was typed. */
export function isWritten(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(written));
}
