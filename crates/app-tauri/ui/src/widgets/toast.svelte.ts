// Notices that come by themselves: what was done, and errors that belong to no field.
import type { WireError } from "../bindings/wire";

export type Toast = { id: number; sentence: string; done: boolean; error: WireError | null };

const shownFor = 6_000;
const atMost = 4;

export class ToastState {
  toasts = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Says what was done; goes away by itself. */
  done(sentence: string): void {
    this.#pass({ sentence, done: true, error: null });
  }

  /** Says what is to be known, without anything having been done; goes away by itself. */
  say(sentence: string): void {
    this.#pass({ sentence, done: false, error: null });
  }

  #pass(toast: Omit<Toast, "id">): void {
    const id = this.#add(toast);
    this.#timers.set(
      id,
      setTimeout(() => {
        this.close(id);
      }, shownFor),
    );
  }

  /** Says what went wrong; stays until it is closed. The same error twice is shown once. */
  error(error: WireError): void {
    const same = this.toasts.find((toast) => toast.error?.code === error.code && toast.sentence === error.message);
    if (same) this.close(same.id);
    this.#add({ sentence: error.message, done: false, error });
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
