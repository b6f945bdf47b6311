// What somebody writes in the fields of a form, seen from outside of it: every form that goes asks about it in the same way.
import { untrack } from "svelte";
import type { Attachment } from "svelte/attachments";
import { useUnsaved, whileSaving } from "../frame/unsaved.svelte";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The fields that hold a text of one's own. What one looks for is found again, and what one chooses is a click. */
const fields = ["textarea", "input:not([type])", ...["text", "number", "date"].map((type) => `input[type=${type}]`)]
  .map((field) => `${field}:not([data-finds])`)
  .join();

export class Written {
  /** What the fields said when somebody came to them. */
  readonly #began = new Map<Field, string>();
  /** Those that somebody wrote in: a proposal that comes later is nobody's. */
  readonly #touched = new Set<Field>();
  /** Grows whenever what is written may be something else. */
  #looks = $state(0);

  /** Whether a field says something else than it did. */
  get any(): boolean {
    return this.#looks > 0 && [...this.#began].some(([field, was]) => field.isConnected && this.#touched.has(field) && field.value.trim() !== was.trim());
  }

  /** Watches the fields in an element. */
  readonly watch: Attachment<HTMLElement> = (element) => {
    const come = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.matches(fields)) return;
      const field = target as Field;
      if (!this.#began.has(field)) this.#began.set(field, field.value);
      look();
    };
    const write = ({ target }: Event) => {
      if (this.#began.has(target as Field)) this.#touched.add(target as Field);
      look();
    };
    // Whoever focuses a field from an effect does not follow what is written in it.
    const look = () => untrack(() => (this.#looks += 1));
    element.addEventListener("focusin", come);
    element.addEventListener("input", write);
    return () => {
      element.removeEventListener("focusin", come);
      element.removeEventListener("input", write);
    };
  };
}

type Form = {
  /** What is asked about, in words. */
  what: () => string;
  /** Whether something in it is changed that no field says: what is ticked, added, removed or put in another order. */
  changed?: () => boolean;
  /** Whether it is being saved: until that is done nobody knows whether it is. */
  saving: () => boolean;
  /** Whether what it does goes on without it, and is told of elsewhere. */
  sent?: () => boolean;
  /** Closes or empties it. */
  close: () => void;
};

/** Watches a form for as long as it is shown; `leave` closes it, once somebody who wrote in it said so. */
export function useWritten({ what, changed = () => false, saving, sent = () => false, close }: Form): { watch: Attachment<HTMLElement>; leave: () => void } {
  const written = new Written();
  const giveUp = useUnsaved({
    what: () => ((written.any || changed()) && !sent() ? what() : null),
    discard: close,
    settle: () => whileSaving(saving),
  });
  return { watch: written.watch, leave: () => giveUp(close) };
}
