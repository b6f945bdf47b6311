// The parts of the window, from one to the next with F6: the sidebar, the notices in it, the bar above the page, and the page.

import { controls, isSeen } from "../widgets/controls";

const isPage = (region: HTMLElement) => region.tagName === "MAIN";

/** The first control in a region that can be seen. */
function controlIn(region: HTMLElement): HTMLElement | undefined {
  return [...region.querySelectorAll<HTMLElement>(controls)].find(isSeen);
}

function regions(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>("[data-region], main")];
  // One in which nothing can be done now, as the notices when there are none, is passed over.
  return all.filter((region) => isPage(region) || controlIn(region) !== undefined);
}

/** Goes to where one works: the list of the page where it has one, and the page itself else. */
export function goToPage(): void {
  const page = document.querySelector<HTMLElement>("main");
  if (page) goInto(page);
}

function goInto(region: HTMLElement): void {
  const list = [...region.querySelectorAll<HTMLElement>("[tabindex='0']:not([role=tab])")].find(isSeen);
  const inside = isPage(region) ? list : controlIn(region);
  if (!inside) region.tabIndex = -1;
  (inside ?? region).focus();
}

/** Takes F6, and Shift+F6 for the way back; not while a dialog is open, which is about itself. */
export function goRound(event: KeyboardEvent): void {
  if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const all = regions();
  if (all.length === 0) return;
  event.preventDefault();
  // The notices are a part of the sidebar: who is in them is there first of all.
  const here = all.findLastIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = here < 0 ? (event.shiftKey ? all.length - 1 : 0) : (here + step + all.length) % all.length;
  const region = all[next];
  if (region) goInto(region);
}
