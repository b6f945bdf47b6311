// Notices that come by themselves: what was done, and errors that belong to no field.
import type { WireError } from "../bindings/wire";

/** What a notice offers to do about it; `holds` says, after a change, whether that is still what it would do. */
export type ToastAction = { label: string; run: () => void; holds?: () => Promise<boolean> };
export type Toast = { id: number; sentence: string; done: boolean; error: WireError | null; action: ToastAction | null; kept?: boolean };

const shownFor = 6_000;
/** What offers something stays until one has read it and decided. */
const offeredFor = 15_000;
/** Longer than an offer: it is about something that was not done. */
const refusedFor = 30_000;
const atMost = 4;

export class ToastState {
  toasts = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Says what was done, and offers what can be done about it; goes away by itself. */
  done(sentence: string, action: ToastAction | null = null): void {
    this.#pass({ sentence, done: true, error: null, action });
  }

  /** Says what was done, and what is told nowhere else: it stays until somebody closes it. */
  keep(sentence: string): void {
    this.#clear(false);
    this.#add({ sentence, done: true, error: null, action: null, kept: true });
  }

  /** Says what is to be known, without anything having been done; goes away by itself. */
  say(sentence: string): void {
    this.#pass({ sentence, done: false, error: null, action: null });
  }

  /** Says what is to be known and offers something about it, without anything having been done. */
  offer(sentence: string, action: ToastAction): void {
    this.#pass({ sentence, done: false, error: null, action });
  }

  /** What was said before makes way: many in a row would only cover the page, and an older offer is about an older state. */
  #clear(offers: boolean): void {
    for (const old of this.toasts) if (!old.error && !old.kept && (!old.action || offers)) this.close(old.id);
  }

  #pass(toast: Omit<Toast, "id">): void {
    this.#clear(toast.action !== null);
    this.#end(this.#add(toast), toast.action ? offeredFor : shownFor);
  }

  #end(id: number, after: number): void {
    this.#timers.set(
      id,
      setTimeout(() => {
        this.close(id);
      }, after),
    );
  }

  /** Says what went wrong; stays long enough to be read and copied. The same error twice is shown once. */
  error(error: WireError): void {
    const same = this.toasts.find((toast) => toast.error?.code === error.code && toast.sentence === error.message);
    if (same) this.close(same.id);
    this.#end(this.#add({ sentence: error.message, done: false, error, action: null }), refusedFor);
  }

  /** Looks again at what is offered, because something changed: what is not meant any more is offered no longer. */
  async review(): Promise<void> {
    for (const { id, action } of this.toasts) if (action?.holds && !(await action.holds())) this.#withdraw(id);
  }

  /** What was done stays told; a notice that only offers something goes with the offer. */
  #withdraw(id: number): void {
    const offers = this.toasts.find((toast) => toast.id === id);
    if (!offers?.done) this.close(id);
    else this.toasts = this.toasts.map((toast) => (toast.id === id ? { ...toast, action: null } : toast));
  }

  /** Takes away what offers to go back: something else begins, and nobody means what was before it any more. */
  moveOn(): void {
    for (const { id, action } of this.toasts) if (action?.holds) this.close(id);
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, "id">): number {
    const id = this.#next++;
    this.toasts = [...this.toasts, { id, ...toast }].slice(-atMost);
    return id;
  }
}
