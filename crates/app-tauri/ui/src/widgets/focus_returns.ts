// The keyboard is never left nowhere: where what had the focus goes, it returns to where one came from, or to what is around it.
import { isSeen } from "./controls";

/** What a key means nothing else to than to press it. */
const quiet = ["a[href]", "button", "select", "[tabindex='0']"].map((name) => `${name}:not(:disabled, [aria-disabled="true"], [tabindex="-1"])`).join();
/** So many steps of the keyboard are remembered. */
const remembered = 24;

type Step = { element: HTMLElement; within: HTMLElement[] };

/**
 * Watches a document; the answer stops it. What closes by itself and says where the keyboard goes on is listened to; this is for
 * whatever says nothing: a dialog whose opener went with it, a button that is no more, a page in place of another.
 */
export function focusReturns(on: Document): () => void {
  let steps: Step[] = [];
  let pause: ReturnType<typeof setTimeout> | undefined;
  /** Somebody went nowhere by themselves, as by a click beside everything. */
  let left = false;

  function note(): void {
    const element = on.activeElement;
    if (!(element instanceof HTMLElement) || element === on.body) return;
    left = false;
    steps = [...steps.filter((step) => step.element !== element), { element, within: around(element) }].slice(-remembered);
  }

  function look(): void {
    if (!isLost(on) || left) return;
    const last = steps.at(-1);
    if (!last) return;
    if (isThere(last.element)) {
      left = true;
      return;
    }
    const main = on.querySelector<HTMLElement>("main");
    const dialog = [...on.querySelectorAll<HTMLDialogElement>("dialog[open]")].at(-1);
    const room = dialog ?? main;
    again(steps)?.focus({ preventScroll: true });
    if (!isLost(on)) return;
    for (const { element, within } of [...steps].reverse()) {
      if (room?.contains(element) && isThere(element)) element.focus({ preventScroll: true });
      else goInto(within.find((outer) => outer.isConnected && outer !== room && room?.contains(outer)));
      if (!isLost(on)) return;
    }
    goInto(room ?? undefined, true);
  }

  /** After whoever takes the focus at once has done so. */
  function soon(): void {
    clearTimeout(pause);
    pause = setTimeout(look);
  }

  const observer = new MutationObserver(soon);
  observer.observe(on.body, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden", "inert"] });
  on.addEventListener("focusin", note);
  on.addEventListener("focusout", soon);
  return () => {
    clearTimeout(pause);
    observer.disconnect();
    on.removeEventListener("focusin", note);
    on.removeEventListener("focusout", soon);
  };
}

function isLost(on: Document): boolean {
  return on.activeElement === null || on.activeElement === on.body;
}

function isThere(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled") && isSeen(element);
}

/**
 * What one last came from that is there again, made anew, as the button is in whose place a form was opened; nothing where what one
 * came from is still what it was.
 */
function again(steps: readonly Step[]): HTMLElement | undefined {
  for (const { element, within } of [...steps].reverse()) {
    if (element.isConnected) return undefined;
    const testid = element.dataset["testid"];
    const near = within.find((outer) => outer.isConnected);
    if (testid === undefined || !near) continue;
    const alike = [...near.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
    const [made, another] = alike.filter((other) => other.tagName === element.tagName && other.textContent === element.textContent && isThere(other));
    if (made && !another && made.matches(quiet)) return made;
  }
  return undefined;
}

function around(element: HTMLElement): HTMLElement[] {
  const outer = element.parentElement;
  return outer ? [outer, ...around(outer)] : [];
}

/** Focuses the first control in it, or itself; never a field, in which the next key would be a letter. */
function goInto(element: HTMLElement | undefined, itself = false): void {
  if (!element) return;
  const control = itself ? null : [...element.querySelectorAll<HTMLElement>(quiet)].find(isThere);
  if (!control && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  (control ?? element).focus({ preventScroll: true });
}
