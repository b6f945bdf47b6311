// Whoever removes an item of a list goes on at the one that takes its place: the focus does not go with what was removed.
import type { Attachment } from "svelte/attachments";

const controls = ["a[href]", "button", "input", "select", "textarea"]
  .map((name) => `${name}:not(:disabled):not([tabindex="-1"])`)
  .join();

/**
 * For what holds the items, which are found by their selector. Where the last is gone, the heading gets the focus, or the first
 * control where there is no heading.
 */
export function focusStays(selector: string): Attachment<HTMLElement> {
  return (list) => {
    /** The item with the focus, and how many there were. */
    let had: { element: Element; place: number; count: number } | null = null;
    const items = () => [...list.querySelectorAll<HTMLElement>(selector)];

    function note(): void {
      const element = document.activeElement;
      const all = items();
      const place = all.findIndex((item) => item.contains(element));
      had = element && place >= 0 ? { element, place, count: all.length } : null;
    }

    /** Somebody who leaves by themselves is not called back; what was removed was left by nobody. */
    function leave(): void {
      queueMicrotask(() => {
        if (had?.element.isConnected && !list.contains(document.activeElement)) had = null;
      });
    }

    function look(): void {
      if (!isLost()) {
        if (list.contains(document.activeElement)) note();
        return;
      }
      const all = items();
      if (!had || had.element.isConnected || all.length >= had.count) return;
      const next = all[Math.min(had.place, all.length - 1)];
      had = null;
      const heading = list.querySelector<HTMLElement>("h2, h3");
      (next && controlIn(next))?.focus();
      if (isLost()) focusOn(next ?? heading ?? controlIn(list) ?? list);
    }

    const observer = new MutationObserver(look);
    observer.observe(list, { childList: true, subtree: true });
    list.addEventListener("focusin", note);
    list.addEventListener("focusout", leave);
    return () => {
      observer.disconnect();
      list.removeEventListener("focusin", note);
      list.removeEventListener("focusout", leave);
    };
  };
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function controlIn(element: HTMLElement): HTMLElement | null {
  return element.querySelector<HTMLElement>(controls);
}

/** Focuses also what keys do not come to otherwise. */
function focusOn(element: HTMLElement): void {
  if (!element.matches(controls)) element.tabIndex = -1;
  element.focus();
}
