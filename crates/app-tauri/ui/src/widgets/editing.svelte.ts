// A thing while somebody writes it in a form: whether it can be saved, what was refused, and that somebody removed it.
import type { WireError } from "../bindings/wire";
import { wireError } from "../errors";

export abstract class Editing<T> {
  /** Whether somebody removed it meanwhile. */
  gone = $state(false);
  error = $state.raw<WireError | null>(null);
  saving = $state(false);

  /** Whether everything is there that it takes. */
  abstract get complete(): boolean;
  /** Whether something has to be decided before it can be saved. */
  abstract get undecided(): boolean;
  /** What is written, as it would be saved. */
  abstract written(): T;

  /** Saves by `save`; answers whether it was taken. */
  async saveBy(save: (written: T) => Promise<void>): Promise<boolean> {
    if (!this.complete || this.saving || this.undecided) return false;
    this.saving = true;
    try {
      await save(this.written());
      return true;
    } catch (reason) {
      this.error = wireError(reason);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
