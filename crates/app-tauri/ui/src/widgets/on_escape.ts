// Escape leaves a form, wherever in it the keyboard is.
import type { Attachment } from "svelte/attachments";

export function onEscape(leave: () => void): Attachment<HTMLElement> {
  return (element) => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      leave();
    };
    element.addEventListener("keydown", hear);
    return () => {
      element.removeEventListener("keydown", hear);
    };
  };
}
