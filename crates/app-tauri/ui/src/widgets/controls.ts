// What the keyboard comes to.

/** The selector of what can have the focus by Tab. */
export const controls = ["a[href]", "button", "input", "select", "textarea", "[tabindex='0']"]
  .map((name) => `${name}:not(:disabled):not([tabindex="-1"])`)
  .join();

/** Whether it can be seen; where nothing is laid out, as in a test without a window, all can. */
export function isSeen(control: HTMLElement): boolean {
  return control.checkVisibility?.({ visibilityProperty: true }) ?? true;
}
