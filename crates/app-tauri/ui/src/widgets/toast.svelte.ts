// Notices that come by themselves: what was done, and errors that belong to no field. The newest stands for those before it.
import type { WireError } from "../bindings/wire";

/** What a notice offers to do about it; `holds` says, after a change, whether that is still what it would do. */
export type ToastAction = { label: string; run: () => void; holds?: () => Promise<boolean> };
/** `seenFor` is how long it is seen before it goes by itself; null for one that stays until somebody closes it. */
export type Toast = { id: number; sentence: string; done: boolean; error: WireError | null; action: ToastAction | null; seenFor: number | null };
/** What keeps a notice from going: somebody may be reading it, or on the way to its button. */
export type Hold = "pointer" | "focus";

const shownFor = 6_000;
/** What offers something stays until one has read it and decided. */
const offeredFor = 15_000;
/** Longer than an offer: it is about something that was not done. */
const refusedFor = 30_000;

export class ToastState {
  toasts = $state.raw<Toast[]>([]);
  #next = 1;
  /** It runs for the one that is seen; each has all of its time whenever it comes to be seen. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What holds the one that is seen. */
  readonly #holds = new Set<Hold>();
  #covered = false;

  /** Says what was done, and offers what can be done about it; goes away by itself. */
  done(sentence: string, action: ToastAction | null = null): void {
    this.#pass(sentence, true, action);
  }

  /** Says what was done, and what is told nowhere else: it stays until somebody closes it. */
  keep(sentence: string): void {
    this.#clear(false);
    this.#add({ sentence, done: true, error: null, action: null, seenFor: null });
  }

  /** Says what is to be known, without anything having been done; goes away by itself. */
  say(sentence: string): void {
    this.#pass(sentence, false, null);
  }

  /** Says what is to be known and offers something about it, without anything having been done. */
  offer(sentence: string, action: ToastAction): void {
    this.#pass(sentence, false, action);
  }

  /** What was said before makes way: many in a row would only cover the page, and an older offer is about an older state. */
  #clear(offers: boolean): void {
    for (const old of this.toasts) if (!old.error && old.seenFor !== null && (!old.action || offers)) this.close(old.id);
  }

  #pass(sentence: string, done: boolean, action: ToastAction | null): void {
    this.#clear(action !== null);
    this.#add({ sentence, done, error: null, action, seenFor: action ? offeredFor : shownFor });
  }

  /** Says what went wrong; stays long enough to be read and copied. The same error twice is shown once. */
  error(error: WireError): void {
    const same = this.toasts.find((toast) => toast.error?.code === error.code && toast.sentence === error.message);
    if (same) this.close(same.id);
    this.#add({ sentence: error.message, done: false, error, action: null, seenFor: refusedFor });
  }

  /** Looks again at what is offered, because something changed: what is not meant any more is offered no longer. */
  async review(): Promise<void> {
    for (const { id, action } of this.toasts) if (action?.holds && !(await action.holds())) this.#withdraw(id);
  }

  /** What was done stays told; a notice that only offers something goes with the offer. */
  #withdraw(id: number): void {
    const offers = this.toasts.find((toast) => toast.id === id);
    if (!offers?.done) this.close(id);
    else {
      this.toasts = this.toasts.map((toast) => (toast.id === id ? { ...toast, action: null } : toast));
      // It may have been in the button, which is not there any more to tell that it leaves.
      this.hold(id, "focus", false);
    }
  }

  /** Takes away what offers to go back: something else begins, and nobody means what was before it any more. */
  moveOn(): void {
    for (const { id, action } of this.toasts) if (action?.holds) this.close(id);
  }

  close(id: number): void {
    this.#show(this.toasts.filter((toast) => toast.id !== id));
  }

  /** The pointer or the focus comes to the one that is seen, or leaves it; meanwhile it stays. */
  hold(id: number, by: Hold, holds: boolean): void {
    if (this.#seen?.id !== id || this.#holds.has(by) === holds) return;
    if (holds) this.#holds.add(by);
    else this.#holds.delete(by);
    this.#wind();
  }

  /** Something else stands for all of them, or does not any more; meanwhile all stay. */
  cover(covered: boolean): void {
    this.#covered = covered;
    this.#wind();
  }

  get #seen(): Toast | undefined {
    return this.toasts.at(-1);
  }

  #add(toast: Omit<Toast, "id">): void {
    this.#show([...this.toasts, { id: this.#next++, ...toast }]);
  }

  #show(toasts: Toast[]): void {
    const before = this.#seen?.id;
    this.toasts = toasts;
    if (this.#seen?.id === before) return;
    // Nothing tells any more when what held the one before it leaves that.
    this.#holds.clear();
    this.#wind();
  }

  #wind(): void {
    clearTimeout(this.#timer);
    const seen = this.#seen;
    if (!seen || seen.seenFor === null || this.#covered || this.#holds.size > 0) return;
    this.#timer = setTimeout(() => {
      this.close(seen.id);
    }, seen.seenFor);
  }
}
