// Tab goes round in a dialog from the last control to the first, without a stop at the dialog itself or at nothing.
import { controls, isSeen } from "./controls";

/** Takes a Tab that would leave the dialog. */
export function goRound(event: KeyboardEvent, dialog: HTMLElement): void {
  const all = [...dialog.querySelectorAll<HTMLElement>(controls)].filter(isSeen);
  const [first, last] = [all[0], all.at(-1)];
  const [from, to] = event.shiftKey ? [first, last] : [last, first];
  const isOutside = document.activeElement === dialog;
  if (event.defaultPrevented || !to || (document.activeElement !== from && !isOutside)) return;
  event.preventDefault();
  to.focus();
}
