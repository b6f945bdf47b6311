// The buttons of the page that is shown, as actions: whatever stands on a button is found in the palette by its words, also
// where nobody thought of saying so.
import { tick } from "svelte";
import type { Action } from "./actions.svelte";

const buttons = "button:not(:disabled):not([aria-disabled=true]), .segments label";
/** What is about one row of many, or is about a form that is open, is no action of the page. */
const rows = "li, tr, [role=row], [role=grid], [role=listbox], [role=menu], form, footer[aria-hidden=true]";

/** What can be pressed on a page, each title once, in the order in which it stands there. */
export function pageButtons(page: ParentNode): Action[] {
  const known = new Map<string, Action>();
  for (const button of page.querySelectorAll<HTMLElement>(buttons)) {
    const title = titleOf(button);
    if (title === "" || known.has(title) || button.closest(rows)) continue;
    known.set(title, { name: `press ${title}`, title, group: "page", run: () => void press(button) });
  }
  return [...known.values()];
}

/** Its name for those who do not see it, or else its words, without the keys that it names. */
function titleOf(button: HTMLElement): string {
  const label = button.getAttribute("aria-label");
  if (label !== null) return label.trim();
  const words = button.cloneNode(true) as HTMLElement;
  for (const each of words.querySelectorAll("kbd, [aria-hidden=true]")) each.remove();
  return (words.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** Presses it once the palette is away, with the focus where a hand would have put it. */
async function press(button: HTMLElement): Promise<void> {
  await tick();
  button.focus();
  button.click();
}
