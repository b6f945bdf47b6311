// Undo and redo from anywhere: by the keyboard, from a notice, from the history.
import type { Backend } from "../../backend/backend";
import type { AuditUnitName } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import type { ToastState } from "../../widgets/toast.svelte";
import { spoken } from "./sentence";

type Way = "undo" | "redo";

export class UndoState {
  /** While one is on its way, another is not started: the second press of a key would mean the next change. */
  busy = $state(false);
  readonly #backend: Backend;
  readonly #toasts: ToastState;

  constructor(backend: Backend, toasts: ToastState) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Undoes that change, or the acting person's newest one. */
  undo(unit?: number): Promise<void> {
    return this.#go("undo", unit);
  }

  /** Redoes that change, or the one that the acting person undid last. */
  redo(unit?: number): Promise<void> {
    return this.#go("redo", unit);
  }

  async #go(way: Way, unit: number | undefined): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const next = unit ?? (await this.#backend.call("audit_next", {}))[way]?.sequence;
      if (next === undefined) {
        this.#toasts.say(text.undo.nothing[way]);
        return;
      }
      const { unit: done } = await this.#backend.call(`audit_${way}`, { unit: next });
      this.#tell(way, done);
    } catch (reason) {
      this.#toasts.error(wireError(reason));
    } finally {
      this.busy = false;
    }
  }

  #tell(way: Way, { sequence, operation }: AuditUnitName): void {
    const other = way === "undo" ? "redo" : "undo";
    this.#toasts.done(text.undo.done[way](spoken(operation)), {
      label: text.undo[other],
      run: () => void this.#go(other, sequence),
    });
  }
}
