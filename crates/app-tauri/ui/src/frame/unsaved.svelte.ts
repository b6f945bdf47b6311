// What is written and not saved: it is asked about before the page or the window that holds it goes.
import { untrack } from "svelte";
import { useApplication } from "../application.svelte";
import type { Route } from "../router.svelte";

export type Held = {
  /** What is not saved, in words; nothing where all is. */
  what: () => string | null;
  /** Lets go of it. */
  discard: () => void;
  /**
   * Saves it, where it saves itself once its field is left; done when that is known to have gone well or not. Whoever leaves
   * by a key has left the field as much as who leaves by a click, and one of the two must not be asked what the other is not.
   */
  settle?: () => Promise<void>;
  /** Whether it is still there after going to another page; left out, it is not. */
  stays?: (to: Route) => boolean;
};

export type Question = { kind: "leave" | "close" | "switch" | "give_up"; what: string[]; go: () => void };

export class Unsaved {
  #held = $state.raw<readonly Held[]>([]);
  /** What somebody is asked, while they are. */
  question = $state.raw<Question | null>(null);

  /** Everything that is not saved, in words. */
  what: readonly string[] = $derived(this.#held.map((held) => held.what()).filter((what) => what !== null));

  /** Holds something; the answer lets it go. */
  hold(held: Held): () => void {
    this.#held = [...this.#held, held];
    return () => {
      this.#held = this.#held.filter((other) => other !== held);
    };
  }

  /** Goes to another page, or asks first what becomes of what would be lost there. Answers whether it went at once. */
  leave(to: Route, go: () => void): boolean {
    return this.#ask("leave", this.#held.filter((held) => !held.stays?.(to)), go);
  }

  /** Goes where nothing is kept: out of the window, or to another workspace. */
  end(kind: "close" | "switch", go: () => void): boolean {
    return this.#ask(kind, this.#held, go);
  }

  /** Gives one thing up by itself, as by closing the form in which it is written. */
  giveUp(held: Held, go: () => void): boolean {
    return this.#ask("give_up", [held], go);
  }

  #ask(kind: Question["kind"], held: readonly Held[], go: () => void, isSettled = false): boolean {
    const lost = held.filter((each) => each.what() !== null);
    if (lost.length === 0) {
      go();
      return true;
    }
    const settling = isSettled ? [] : lost.flatMap((each) => each.settle?.() ?? []);
    if (settling.length > 0) {
      // What could not be saved is asked about then.
      void Promise.all(settling).then(() => this.#ask(kind, held, go, true));
      return false;
    }
    this.question = {
      kind,
      what: lost.map((each) => each.what() ?? ""),
      go: () => {
        this.question = null;
        for (const each of lost) each.discard();
        go();
      },
    };
    return false;
  }

  stay(): void {
    this.question = null;
  }
}

/** Holds what this component has unsaved, for as long as it is shown. The answer gives it up, once somebody said so, and goes on. */
export function useUnsaved(held: Held): (go: () => void) => void {
  const { unsaved } = useApplication();
  $effect(() => untrack(() => unsaved.hold(held)));
  return (go) => void unsaved.giveUp(held, go);
}
