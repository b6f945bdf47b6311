// The BOM commands of the fake backend, with the rules that pages show errors of.
import type {
  BomCopyRequest,
  BomLineAddRequest,
  BomLineChangeRequest,
  BomLineCheckRequest,
  BomLineChecked,
  BomLineMoveRequest,
  BomLinePinRequest,
  BomLineSubstituteRequest,
  BomReplacePreview,
  BomReplacePreviewRequest,
  BomReplaceRequest,
  BomReplaced,
  BomView,
  ImportDone,
  ImportPreview,
  ImportTarget,
} from "../../bindings/wire";
import { linesOf, pairsOf, type Planned, type PlannedLine } from "./import";
import { refuse, type FakeLine, type FakePart, type FakeStore } from "./store";

type Written = Omit<BomLineAddRequest, "revision" | "child">;

export class FakeBom {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  add({ revision, child, ...written }: BomLineAddRequest): BomView {
    const store = this.#store();
    const [parent, part] = [store.byRevision(revision), store.find(child)];
    const content = this.#check(parent, written, null);
    if (store.contains(part, parent)) {
      throw refuse("bom.cycle", `${part.row.number} cannot be part of ${parent.row.number}: it contains it, or is the same part.`);
    }
    const line = store.addLine(parent, part, content.quantity, content.designators, content.dnp, content.unit);
    line.note = written.note;
    line.quantity_intended = content.quantity_intended;
    return this.#done("bom.add_line", parent, part, "created");
  }

  pin({ line, revision }: BomLinePinRequest): BomView {
    const store = this.#store();
    const [parent, found] = store.byLine(line);
    store.mustBeDraft(parent);
    found.pinned = revision !== null;
    return this.#done("bom.pin", parent, store.find(found.child), "changed");
  }

  substitute({ line, substitutes }: BomLineSubstituteRequest): BomView {
    const store = this.#store();
    const [parent, found] = store.byLine(line);
    store.mustBeDraft(parent);
    found.substitutes = substitutes.map(({ part, note }) => {
      const { id, number, name } = store.find(part).row;
      return { part: id, number, name, note };
    });
    return this.#done("bom.substitute", parent, store.find(found.child), "changed");
  }

  copy({ from, into, replace }: BomCopyRequest): BomView {
    const store = this.#store();
    const [source, target] = [store.byRevision(from), store.byRevision(into)];
    store.mustBeDraft(target);
    if (source === target) throw refuse("bom.copied_onto_itself", "A BOM cannot be copied into itself; choose another revision to copy from.");
    const cyclic = source.lines.map((line) => store.find(line.child)).find((child) => store.contains(child, target));
    if (cyclic) throw refuse("bom.cycle", `${cyclic.row.number} cannot be part of ${target.row.number}: it contains it, or is the same part.`);
    target.lines = [...(replace ? [] : target.lines), ...source.lines.map((line) => ({ ...line, id: store.id() }))];
    return this.#done("bom.copy", target, source, "created");
  }

  replacePreview({ old, new: by }: BomReplacePreviewRequest): BomReplacePreview {
    const store = this.#store();
    const [goes, comes] = [store.find(old), store.find(by)];
    const lines = store.parts.flatMap((parent) =>
      parent.lines
        .filter((line) => line.child === goes.row.id)
        .map((line) => {
          const { number, name, revision } = parent.row;
          const { id, quantity, unit, designators, dnp, pinned, substitutes } = line;
          const says = { line: id, number, name, revision, quantity, unit, designators, dnp, substitute: false, unpinned: pinned };
          const merged = substitutes.some((one) => one.part === comes.row.id);
          const frozen = refuse("revision.not_draft", `${number} revision ${revision.label} is ${revision.state}; only a Draft can be changed.`);
          const cycle = refuse("bom.cycle", `${comes.row.number} cannot be part of ${number}: it contains it, or is the same part.`);
          const refusal = revision.state !== "Draft" ? frozen : store.contains(comes, parent) ? cycle : null;
          return { ...says, merged, refusal };
        }),
    );
    const named = ({ row: { number, name } }: FakePart) => ({ number, name });
    const changing = lines.filter(({ refusal }) => refusal === null);
    const fingerprint = changing.map((line) => line.line).join();
    return { old: named(goes), new: named(comes), fingerprint, changing: changing.length, lines };
  }

  replace({ old, new: by, fingerprint }: BomReplaceRequest): BomReplaced {
    const store = this.#store();
    const preview = this.replacePreview({ old, new: by });
    if (preview.fingerprint !== fingerprint) throw refuse("bom.plan_changed", "The BOMs changed since the preview, and nothing was replaced.");
    const comes = store.find(by);
    const changed = new Set<FakePart>();
    for (const { line } of preview.lines.filter(({ refusal }) => refusal === null)) {
      const [parent, found] = store.byLine(line);
      found.child = comes.row.id;
      found.pinned = false;
      found.substitutes = found.substitutes.filter((one) => one.part !== comes.row.id);
      changed.add(parent);
    }
    for (const parent of changed) this.#done("bom.replace", parent, comes, "changed");
    return { revisions: changed.size };
  }

  change({ line, ...written }: BomLineChangeRequest): BomView {
    const store = this.#store();
    const [parent, found] = store.byLine(line);
    Object.assign(found, this.#check(parent, written, found));
    return this.#done("bom.change_line", parent, store.find(found.child), "changed");
  }

  /** Refuses what `add` or `change` would. */
  check({ revision, line, ...written }: BomLineCheckRequest): BomLineChecked {
    const store = this.#store();
    const { quantity } = this.#check(store.byRevision(revision), written, line === null ? null : store.byLine(line)[1]);
    return { quantity };
  }

  move({ line, before }: BomLineMoveRequest): BomView {
    const store = this.#store();
    const [parent, found] = store.byLine(line);
    store.mustBeDraft(parent);
    const others = parent.lines.filter((other) => other !== found);
    const place = before === null ? others.length : others.findIndex(({ id }) => id === before);
    parent.lines = others.toSpliced(place, 0, found);
    return this.#done("bom.move_line", parent, store.find(found.child), "changed");
  }

  remove(line: string): BomView {
    const store = this.#store();
    const [parent, found] = store.byLine(line);
    this.#store().mustBeDraft(parent);
    parent.lines = parent.lines.filter((other) => other !== found);
    return this.#done("bom.remove_line", parent, store.find(found.child), "removed");
  }

  /** Carries an import out: the parts that are new, the assembly, its lines. */
  build(target: ImportTarget, preview: ImportPreview, planned: Planned[]): ImportDone {
    const store = this.#store();
    store.clock = Date.now();
    const lines = linesOf(planned);
    const childOf = ({ part, item }: PlannedLine) => part ?? store.addPart(item);
    const counted = {
      new_parts: preview.rows.new,
      matched_parts: preview.rows.matched + preview.rows.updated,
      lines: preview.lines,
      designators: preview.designators,
      quantity_total: preview.quantity_total,
      added: preview.difference.added,
      changed: preview.difference.changed,
      removed: preview.difference.removed,
    };
    if (target.kind === "parts_list") {
      const made = lines.filter(({ part }) => part === null).map(childOf);
      const entries = made.map(({ row: { id, number, name } }) => ({ room: "part", subject: id, action: "created" as const, title: `${number} ${name}` }));
      store.record("import.apply", entries);
      return { ...counted, part: null, number: null, name: null, revision: null, unit: store.audit.length };
    }
    const assembly =
      target.kind === "existing"
        ? store.find(target.part)
        : store.addPart({ category: target.subcategory.replace(/^sub-/, ""), name: target.name });
    const stays = target.kind === "existing" && target.mode === "add" ? assembly.lines : [];
    const there = assembly.lines.filter((line) => !stays.includes(line));
    assembly.lines = stays;
    for (const [line, wanted] of pairsOf(there, lines)) {
      if (!wanted) continue;
      const { quantity, designators, dnp } = wanted.says;
      if (line) assembly.lines = [...assembly.lines, { ...line, quantity, designators, dnp }];
      else store.addLine(assembly, childOf(wanted), quantity, designators, dnp);
    }
    this.#done("import.apply", assembly, assembly, "created");
    return {
      part: assembly.row.id,
      number: assembly.row.number,
      name: assembly.row.name,
      revision: assembly.row.revision.id,
      ...counted,
      unit: store.audit.length,
    };
  }

  #check(parent: FakePart, written: Written, line: FakeLine | null): Omit<FakeLine, "id" | "child" | "pinned" | "substitutes" | "imported"> {
    this.#store().mustBeDraft(parent);
    const designators = written.designators.split(/[\s,;]+/).filter(Boolean);
    // Without ranges: of what R1-R4 is, the domain knows.
    const quantity = written.quantity ?? String(Math.max(1, designators.length));
    if (!/^\d+(\.\d{1,6})?$/.test(quantity) || /^[0.]+$/.test(quantity)) {
      throw refuse(
        "bom.quantity_invalid",
        `"${quantity}" is not a quantity; write a number above 0 and below 1000000000 with at most 6 decimals, as 4 or 0.25.`,
      );
    }
    const quantity_intended = written.quantity_intended ?? false;
    if (!quantity_intended && designators.length > 0 && quantity !== String(designators.length)) {
      throw refuse(
        "bom.quantity_disagrees",
        `The quantity is ${quantity}, but the count of the reference designators is ${designators.length}; make them agree, or mark the quantity as intended.`,
      );
    }
    const taken = parent.lines
      .filter((other) => other !== line)
      .flatMap((other) => other.designators)
      .find((designator) => designators.includes(designator));
    if (taken !== undefined) {
      throw refuse("bom.designator_elsewhere", `${taken} already stands in another line; a reference designator can stand only once in a BOM.`);
    }
    const { unit, dnp, find_number, note, properties = [] } = written;
    return { quantity, unit: unit || "each", designators, quantity_intended, dnp, find_number, note, properties };
  }

  #done(operation: string, parent: FakePart, child: FakePart, action: "created" | "changed" | "removed"): BomView {
    const store = this.#store();
    store.clock = Date.now();
    const title = `${parent.row.number} revision ${parent.row.revision.label}: ${child.row.number}`;
    const room = operation === "import.apply" ? "part" : "bom";
    store.record(operation, [{ room, subject: parent.row.id, action, title }]);
    return store.bom(parent);
  }
}
