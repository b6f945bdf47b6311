// The buttons of the page that is shown, as actions: whatever stands on a button is found in the palette by its words, also
// where nobody thought of saying so.
import { tick } from "svelte";
import type { Action } from "./actions.svelte";

/** A choice among segments is called by its group too: `Graph` alone says nothing of what is shown so. */
const segment = ".segments label";
const buttons = `button:not(:disabled):not([aria-disabled=true]), ${segment}`;
/** What is about one row of many, or is about a form that is open, is no action of the page. */
const rows = "li, tr, [role=row], [role=grid], [role=listbox], [role=menu], form, footer[aria-hidden=true]";

/** What can be seen and pressed on a page, each title once, in the order in which it stands there. */
export function pageButtons(page: ParentNode): Action[] {
  const found = [...page.querySelectorAll<HTMLElement>(buttons)]
    .filter((button) => !button.closest(rows) && isShown(button))
    .map((button) => ({ button, title: titleOf(button) }))
    .filter(({ title }) => title !== "");
  const known = new Map<string, Action>();
  for (const { button, title: own } of found) {
    // Where several say the same, each is called by what it stands in.
    const isShared = found.some((other) => other.title === own && other.button !== button);
    const title = [own, isShared ? aroundIt(button) : ""].filter(Boolean).join(": ");
    if (!known.has(title)) known.set(title, { name: `press ${title}`, title, group: "page", run: () => void press(button) });
  }
  return [...known.values()];
}

/** Whether it is seen; where nothing is laid out, as in a test without a window, all is. */
function isShown(button: HTMLElement): boolean {
  return button.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true;
}

/** What it says that it does, its name for those who do not see it, or else its words, without the keys that it names. */
function titleOf(button: HTMLElement): string {
  const label = button.dataset["does"] ?? button.getAttribute("aria-label");
  if (label !== null) return label.trim();
  const words = button.cloneNode(true) as HTMLElement;
  for (const each of words.querySelectorAll("kbd, [aria-hidden=true]")) each.remove();
  const title = (words.textContent ?? "").replace(/\s+/g, " ").trim();
  const group = button.matches(segment) ? button.closest("[aria-label]")?.getAttribute("aria-label") : null;
  return group ? `${group}: ${title}` : title;
}

/** How the section is called in which it stands. */
function aroundIt(button: HTMLElement): string {
  const section = button.closest("section, article, [role=region], [role=group]");
  const by = document.getElementById(section?.getAttribute("aria-labelledby") ?? "") ?? section?.querySelector("h2, h3");
  return (section?.getAttribute("aria-label") ?? by?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** Presses it once the palette is away, with the focus where a hand would have put it. */
async function press(button: HTMLElement): Promise<void> {
  await tick();
  button.focus();
  button.click();
}
