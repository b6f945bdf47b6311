// Escape leaves a form that is open, wherever on the page the keyboard is.
import type { Attachment } from "svelte/attachments";

/** Where Escape means something else: another form, a dialog, a row that is edited, a field. */
const others = "form, dialog, [role=row], [role=menu], input, select, textarea";

export function onEscape(leave: () => void): Attachment<HTMLElement> {
  return (element) => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || !isMeant(event.target, element)) return;
      // Of two forms that are open one is left at a time.
      event.preventDefault();
      leave();
    };
    // At the window, or a list that a field of the form has opened would hear of it too late to close first.
    window.addEventListener("keydown", hear);
    return () => {
      window.removeEventListener("keydown", hear);
    };
  };
}

function isMeant(target: EventTarget | null, element: HTMLElement): boolean {
  if (!(target instanceof Element)) return true;
  return element.contains(target) || !target.closest(others);
}
