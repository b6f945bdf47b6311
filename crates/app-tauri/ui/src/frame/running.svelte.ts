// What runs in this window, whichever page began it: seen from every page, with the way to end it and the way back to it.
import { onDestroy } from "svelte";
import type { AnyTask, Follow } from "../rooms/workspace/task.svelte";
import type { Route, Router } from "../router.svelte";
import { text } from "../text";
import type { ToastState } from "../widgets/toast.svelte";
import { patience } from "./patience.svelte";
import type { Unsaved } from "./unsaved.svelte";

/** What is told of long work. */
export type About = {
  /** What a run is called, from its beginning on. */
  title: () => string;
  /** The page that shows how far it is and how it ended; left out by what has none. */
  route?: Route;
  /** Whether somebody sees how it ends; left out, whoever is on its page does. */
  isSeen?: () => boolean;
  /** What is said of its end where nobody sees it; left out by what says so itself, whoever sees it. */
  done?: () => string | null;
  /** Whether it only looks: it ends with the page that began it, and nobody is asked before the window goes. */
  looks?: boolean;
};

export type Run = { id: number; title: string; about: About; task: AnyTask };

export class Running {
  /** What runs long enough to be looked at, the oldest first. */
  list = $state.raw<readonly Run[]>([]);
  #next = 1;
  readonly #router: Router;
  readonly #toasts: ToastState;
  readonly #unsaved: Unsaved;

  constructor(router: Router, toasts: ToastState, unsaved: Unsaved) {
    this.#router = router;
    this.#toasts = toasts;
    this.#unsaved = unsaved;
  }

  /** For a task that is to be seen from every page: whoever has it calls this when a run begins, and the answer when it ends. */
  follow(about: About): Follow {
    return (task) => {
      const run = { id: this.#next++, title: about.title(), about, task };
      let release = () => {};
      const pause = setTimeout(() => {
        release = this.#show(run);
      }, patience);
      return () => {
        clearTimeout(pause);
        release();
        this.#tell(run);
      };
    };
  }

  /** Goes to the page of a run. */
  open({ about }: Run): void {
    if (about.route) this.#router.open(about.route);
  }

  #show(run: Run): () => void {
    this.list = [...this.list, run];
    const release = run.about.looks ? null : this.#hold(run);
    return () => {
      release?.();
      this.list = this.list.filter((other) => other !== run);
    };
  }

  /** What changes something takes the place of what could be undone before, and is not lost without a question. */
  #hold({ title, task }: Run): () => void {
    this.#toasts.moveOn();
    return this.#unsaved.hold({
      what: () => text.frame.running.held(title),
      discard: () => void task.cancel(),
      stays: () => true,
    });
  }

  /** Says how a run ended where nobody sees it. */
  #tell({ title, about, task }: Run): void {
    const { route, isSeen, looks } = about;
    if (looks) return;
    if (isSeen ? isSeen() : route?.page === this.#router.route.page) return;
    if (task.cancelled) this.#toasts.say(text.frame.running.cancelled(title));
    else if (task.error) this.#toasts.error(task.error);
    else {
      const sentence = about.done?.() ?? null;
      const look = route ? { label: text.frame.running.look, run: () => this.#router.open(route) } : null;
      if (sentence !== null) this.#toasts.done(sentence, look);
    }
  }
}

/** Whether this component is still in the page. */
export function useIsShown(): () => boolean {
  let shown = true;
  onDestroy(() => {
    shown = false;
  });
  return () => shown;
}
