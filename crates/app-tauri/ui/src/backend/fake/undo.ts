// Undo in the fake backend: of the changes that brought their way back with them.
import type { AuditNext, AuditUndone, AuditUnitView } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

export class FakeUndo {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  next(): AuditNext {
    const { acting, audit } = this.#store();
    const own = audit.filter((unit) => unit.person === acting.name && !unit.origin);
    const name = (unit: AuditUnitView | undefined) =>
      unit ? { sequence: unit.sequence, operation: unit.operation, title: unit.entries[0]?.title ?? null, instead: insteadOf(unit) } : null;
    const [newest] = own;
    const undone = own.filter((unit) => unit.undoing?.undone).sort((a, b) => (b.undoing?.at ?? 0) - (a.undoing?.at ?? 0));
    const next = own.find((unit) => unit.undoable);
    const goneBackTo = Math.min(...undone.map(({ sequence }) => sequence));
    const stands = own.find(({ sequence, ...unit }) => sequence > (next?.sequence ?? 0) && sequence < goneBackTo && insteadOf(unit));
    const redo = newest?.undoing?.undone ? name(undone.at(-1)) : null;
    return { undo: name(next), stands: name(stands), withdraws: this.#withdraws(stands), redo };
  }

  /** The revision in review that a submission sent there. */
  #withdraws(stands: AuditUnitView | undefined): AuditNext["withdraws"] {
    if (stands?.operation !== "approval.submit") return null;
    const number = stands.entries[0]?.title?.split(" ", 1)[0] ?? "";
    const { revision } = this.#store().find(number).row;
    return revision.state === "In Review" ? { revision: revision.id, number, label: revision.label } : null;
  }

  go(way: "undo" | "redo", sequence: number): AuditUndone {
    const store = this.#store();
    const unit = store.audit.find((each) => each.sequence === sequence);
    if (!unit) throw refuse("audit.not_found", `There is no change #${sequence} in the history of this workspace.`);
    const title = unit.entries[0]?.title ?? "This";
    const back = store.backs.get(sequence);
    if (!back) throw refuse("audit.stands", `${title} stands as it was done; change it by hand.`);
    back[way]();
    const { operation } = unit;
    store.record(`audit.${way}`, unit.entries);
    Object.assign(store.audit[0] as AuditUnitView, { origin: { sequence, operation } });
    Object.assign(unit, {
      undoable: way === "redo",
      undoing: { sequence: store.audit.length, at: store.clock, person: store.acting.name, undone: way === "undo" },
    });
    return { unit: { sequence, operation }, title: unit.entries[0]?.title ?? null };
  }
}

/** What there is instead of an undo; null where it can be undone. */
function insteadOf({ operation }: Pick<AuditUnitView, "operation">): string | null {
  return operation.startsWith("approval.") ? "a request is withdrawn, and a verdict is followed by another review" : null;
}
