// Undo and redo from anywhere: by the keyboard, from a notice, from the history.
import type { Backend } from "../../backend/backend";
import type { AuditNext, AuditNextUnit, AuditUndone, AuditUnitName } from "../../bindings/wire";
import { wireError } from "../../errors";
import type { Running } from "../../frame/running.svelte";
import { text } from "../../text";
import type { ToastAction, ToastState } from "../../widgets/toast.svelte";
import { Task } from "../workspace/task.svelte";
import { spoken } from "./sentence";

type Way = "undo" | "redo";
/** The change that is meant, and what was done by it where that is known. */
type Meant = Pick<AuditUnitName, "sequence"> & Partial<AuditUnitName>;

export class UndoState {
  /** While one is on its way, another is not started: the second press of a key would mean the next change. */
  busy = $state(false);
  readonly #backend: Backend;
  readonly #toasts: ToastState;
  readonly #task: Task<AuditUndone>;
  #title = "";

  constructor(backend: Backend, toasts: ToastState, running: Running | null = null) {
    this.#backend = backend;
    this.#toasts = toasts;
    // How it ended is said here, whatever page is shown.
    this.#task = new Task(backend, running?.follow({ title: () => this.#title, isSeen: () => true }));
  }

  /** What a notice offers about a change that was made just now: to undo it. */
  offer(meant?: Meant): ToastAction {
    return this.#action("undo", text.undo.undo, meant);
  }

  /** The change that was made just now; nothing where it cannot be undone, or is of another kind: then another was made since. */
  async newest(operation: string): Promise<AuditUnitName | undefined> {
    const found = await this.#next("undo");
    return found?.operation === operation ? found : undefined;
  }

  /**
   * What a notice offers about several changes of a kind that were made one after the other: to undo all of them, the newest
   * first, each as a change of its own. Nothing where one of them is not known: it would stay.
   */
  offerAll(made: readonly (AuditUnitName | undefined)[]): ToastAction | null {
    const units = made.filter((unit) => unit !== undefined);
    if (units.length < made.length) return null;
    return units.length > 1 ? this.#actionOnAll("undo", units.toReversed()) : this.offer(units[0]);
  }

  /** It holds as long as the first of them is what comes next. */
  #actionOnAll(way: Way, units: readonly AuditUnitName[]): ToastAction {
    return {
      label: text.undo.all[way](units.length),
      run: () => void this.#goAll(way, units),
      holds: async () => units[0]?.sequence === (await this.#next(way))?.sequence,
    };
  }

  /** Undoes or redoes several changes in turn. What was cancelled or refused among them ends it, and what was done before stays. */
  async #goAll(way: Way, units: readonly AuditUnitName[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let done = 0;
    try {
      for (const unit of units) {
        if (!(await this.#carryOut(way, unit))) break;
        done += 1;
      }
      if (done < units.length) this.#toasts.say(done === 0 ? text.undo.cancelled[way] : text.undo.some[way](done, units.length));
      else this.#tellAll(way, units);
    } catch (reason) {
      if (done > 0) this.#toasts.say(text.undo.some[way](done, units.length));
      this.#toasts.error(wireError(reason));
    } finally {
      this.busy = false;
    }
  }

  #tellAll(way: Way, units: readonly AuditUnitName[]): void {
    const other = way === "undo" ? "redo" : "undo";
    const did = spoken(units[0]?.operation ?? "");
    this.#toasts.done(text.undo.done[way](text.undo.to(did, text.undo.times(units.length))), this.#actionOnAll(other, units.toReversed()));
  }

  /**
   * It means that change, or the one that is next now, and no later one: it holds as long as that is what comes next. `over`
   * is what was done after it, stands, and is known.
   */
  #action(way: Way, label: string, meant?: Meant, over?: number): ToastAction {
    const next = meant ?? this.#next(way);
    return {
      label,
      run: () => void (next instanceof Promise ? next.then((found) => this.#go(way, found)) : this.#go(way, next)),
      holds: async () => {
        const found = await next;
        return found === undefined || found.sequence === (await this.#next(way, over))?.sequence;
      },
    };
  }

  /** The change that would come next; none where what was done last stands, unless somebody knows that. */
  async #next(way: Way, over?: number): Promise<AuditNextUnit | undefined> {
    const coming = await this.#coming();
    if (way === "undo" && coming?.stands && coming.stands.sequence !== over) return undefined;
    return coming?.[way] ?? undefined;
  }

  async #coming(): Promise<AuditNext | null> {
    try {
      return await this.#backend.call("audit_next", {});
    } catch (reason) {
      this.#toasts.error(wireError(reason));
      return null;
    }
  }

  /** Undoes that change, or the acting person's newest one. */
  undo(meant?: Meant): Promise<void> {
    return this.#go("undo", meant);
  }

  /** Redoes that change, or the one that the acting person undid last. */
  redo(meant?: Meant): Promise<void> {
    return this.#go("redo", meant);
  }

  /** What a notice offers about a revision that was sent to review: to withdraw it, which is to it what an undo is to others. */
  offerWithdrawal(revision: string): ToastAction {
    return {
      label: text.revision.acts.withdraw,
      run: () => void this.#withdraw(revision),
      holds: async () => (await this.#coming())?.withdraws?.revision === revision,
    };
  }

  async #withdraw(revision: string): Promise<void> {
    try {
      const { number, revision: draft } = await this.#backend.call("approval_withdraw", { revision });
      this.#toasts.done(text.revision.done.withdraw(number, draft.label));
    } catch (reason) {
      this.#toasts.error(wireError(reason));
    }
  }

  /** Says that what was done last stands, with the one thing that comes nearest to an undo of it: to withdraw it, or to undo
   *  what was done before it, which is never done unasked. */
  #tellStands({ stands, undo, withdraws }: AuditNext): void {
    if (!stands) return;
    const words = text.undo.stands;
    if (withdraws) this.#toasts.offer(words.inReview(withdraws), this.offerWithdrawal(withdraws.revision));
    else if (undo) {
      const label = words.undo(spoken(undo.operation));
      this.#toasts.offer(words.last(named(stands)), this.#action("undo", label, undo, stands.sequence));
    } else this.#toasts.say(words.alone(named(stands), stands.instead ?? ""));
  }

  async #go(way: Way, meant: Meant | undefined): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const coming = meant === undefined ? await this.#backend.call("audit_next", {}) : null;
      const next = meant ?? coming?.[way];
      if (way === "undo" && coming?.stands) this.#tellStands(coming);
      else if (next) await this.#follow(way, next);
      else this.#toasts.say(text.undo.nothing[way]);
    } catch (reason) {
      this.#toasts.error(wireError(reason));
    } finally {
      this.busy = false;
    }
  }

  async #follow(way: Way, meant: Meant): Promise<void> {
    const answer = await this.#carryOut(way, meant);
    if (answer) this.#tell(way, answer);
    else this.#toasts.say(text.undo.cancelled[way]);
  }

  /** Undoes or redoes a change; nothing where that was cancelled. */
  async #carryOut(way: Way, { sequence, operation }: Meant): Promise<AuditUndone | null> {
    const task = this.#task;
    this.#title = text.undo.doing[way](operation === undefined ? null : spoken(operation));
    await task.run((name) => this.#backend.call(`audit_${way}`, { unit: sequence, task: name }));
    if (task.error) throw task.error;
    return task.answer;
  }

  #tell(way: Way, { unit, title }: AuditUndone): void {
    const other = way === "undo" ? "redo" : "undo";
    this.#toasts.done(text.undo.done[way](named({ ...unit, title })), this.#action(other, text.undo[other], unit));
  }
}

/** What was done, and to what. */
function named({ operation, title }: { operation: string; title: string | null }): string {
  const did = spoken(operation);
  return title === null ? did : text.undo.to(did, title);
}
