// What is written and not saved: it is asked about before the page or the window that holds it goes.
import { untrack } from "svelte";
import { useApplication } from "../application.svelte";
import type { Route } from "../router.svelte";
import { waitsAfter } from "./waits.svelte";

export type Held = {
  /** What is not saved, in words; nothing where all is. */
  what: () => string | null;
  /** Lets go of it. */
  discard: () => void;
  /**
   * Saves it, where it saves itself once its field is left, or waits for what saves it already; done when that is known to have
   * gone well or not. Whoever leaves by a key has left the field as much as who leaves by a click, and one of the two must not
   * be asked what the other is not.
   */
  settle?: () => Promise<void> | undefined;
  /** Whether it is still there after going to another page; left out, it is not. */
  stays?: (to: Route) => boolean;
};

/** What becomes of what would be lost. */
type Asked = { kind: "leave" | "close" | "switch" | "give_up"; what: string[]; go: () => void };
/** That it is being saved, which takes a while: one goes on by oneself once it is. */
type Told = { kind: "saving"; what: string[]; go?: never };
export type Question = Asked | Told;

export class Unsaved {
  #held = $state.raw<readonly Held[]>([]);
  /** What somebody is asked, while they are. */
  question = $state.raw<Question | null>(null);
  /** The way that goes on once all is saved. Who wants another, or stays, has given it up. */
  #way: symbol | null = null;

  /** Everything that is not saved, in words. */
  what: readonly string[] = $derived(this.#held.map((held) => held.what()).filter((what) => what !== null));

  /** Called for each that is waited for when it is let go of: what is gone has nothing left to save. */
  readonly #gone = new Map<Held, () => void>();

  /** Holds something; the answer lets it go. */
  hold(held: Held): () => void {
    this.#held = [...this.#held, held];
    return () => {
      this.#held = this.#held.filter((other) => other !== held);
      this.#gone.get(held)?.();
      this.#gone.delete(held);
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

  #ask(kind: Asked["kind"], held: readonly Held[], go: () => void, isSettled = false): boolean {
    this.stay();
    const lost = held.filter((each) => each.what() !== null);
    if (lost.length === 0) {
      go();
      return true;
    }
    const what = lost.map((each) => each.what() ?? "");
    const gone = new Set<Held>();
    const settling = isSettled ? [] : lost.flatMap((each) => this.#settled(each, gone) ?? []);
    if (settling.length > 0) {
      // What could not be saved is asked about then.
      void this.#settle(settling, what, () => this.#ask(kind, held.filter((each) => !gone.has(each)), go, true));
      return false;
    }
    this.question = {
      kind,
      what,
      go: () => {
        this.question = null;
        for (const each of lost) each.discard();
        go();
      },
    };
    return false;
  }

  /** Done when one is saved or not, or gone, as a form is that was closed by what it did; nothing where it is not being saved. */
  #settled(held: Held, gone: Set<Held>): Promise<void> | undefined {
    const settled = held.settle?.();
    if (!settled) return undefined;
    const goes = new Promise<void>((done) => {
      this.#gone.set(held, () => {
        gone.add(held);
        done();
      });
    });
    return Promise.race([settled, goes]);
  }

  /** Goes on once all is saved. A change may wait for long work, so what is waited for is said where that takes a while. */
  async #settle(settling: Promise<void>[], what: string[], then: () => void): Promise<void> {
    const way = (this.#way = Symbol());
    const told = setTimeout(() => {
      if (this.#way === way) this.question = { kind: "saving", what };
    }, waitsAfter);
    await Promise.all(settling).finally(() => {
      clearTimeout(told);
    });
    if (this.#way === way) then();
  }

  stay(): void {
    this.#way = null;
    this.question = null;
  }
}

/** Waits for what is being saved, for as long as it is; nothing where it is not. */
export function whileSaving(saving: () => boolean): Promise<void> | undefined {
  if (!untrack(saving)) return undefined;
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (saving()) return;
        resolve();
        // An effect does not end itself while it runs.
        queueMicrotask(() => stop());
      });
    });
  });
}

/** Holds what this component has unsaved, for as long as it is shown. The answer gives it up, once somebody said so, and goes on. */
export function useUnsaved(held: Held): (go: () => void) => void {
  const { unsaved } = useApplication();
  $effect(() => untrack(() => unsaved.hold(held)));
  return (go) => void unsaved.giveUp(held, go);
}
