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

/** Whether the keys belong to what has the focus: a field has its own undo, and a dialog is about something else. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; with the command key where that is the custom. */
export function undoKeys(undo: UndoState, event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  const isOurs = (event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y");
  if (!isOurs || event.defaultPrevented || isTaken(event.target)) return;
  event.preventDefault();
  void (key === "y" || event.shiftKey ? undo.redo() : undo.undo());
}
