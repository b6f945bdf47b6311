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
      unit ? { sequence: unit.sequence, operation: unit.operation } : null;
    const [newest] = own;
    const undone = own.filter((unit) => unit.undoing?.undone).sort((a, b) => (b.undoing?.at ?? 0) - (a.undoing?.at ?? 0));
    return { undo: name(own.find((unit) => unit.undoable)), redo: newest?.undoing?.undone ? name(undone.at(-1)) : null };
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
