// A BOM beside another: an older revision of the same part, or another part.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { BomComparison, DifferenceKind, PartRow, RevisionView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { naturally } from "../../format";

export class BomCompareState {
  /** What it is compared with; null until somebody chooses. */
  other = $state<string | null>(null);
  /** The part whose revisions are offered, and these, newest first: its own, until another is chosen. */
  part = $state.raw<Pick<PartRow, "id" | "number">>({ id: "", number: "" });
  revisions = $state.raw<readonly RevisionView[]>([]);
  /** Its own lines, or what one piece needs over all levels. */
  level = $state<"lines" | "amounts">("lines");
  view = $state.raw<BomComparison | null>(null);
  error = $state.raw<WireError | null>(null);
  counts = $derived.by(() => {
    const counted: Record<DifferenceKind, number> = { added: 0, removed: 0, changed: 0 };
    for (const { kind } of this.view?.[this.level] ?? []) counted[kind] += 1;
    return counted;
  });
  readonly #backend: Backend;
  readonly #revision: string;
  readonly reload = onceMore(() => this.#load());

  /** Begins with the revision before, where there is one. `revisions` are the part's, newest first. */
  constructor(backend: Backend, revision: string, part: Pick<PartRow, "id" | "number">, revisions: readonly RevisionView[]) {
    this.#backend = backend;
    this.#revision = revision;
    [this.part, this.revisions] = [part, revisions];
    const place = revisions.findIndex((each) => each.id === revision);
    this.other = revisions[place + 1]?.id ?? null;
  }

  async choose(other: string): Promise<void> {
    this.other = other;
    this.view = null;
    await this.reload();
  }

  /** Offers the revisions of another part, and begins with its newest. */
  async choosePart(part: PartRow): Promise<void> {
    [this.part, this.revisions] = [part, [part.revision]];
    const compared = this.choose(part.revision.id);
    try {
      const { revisions } = await this.#backend.call("part_show", { part: part.id });
      if (this.part === part) this.revisions = revisions;
    } catch (reason) {
      if (this.part === part) this.error = wireError(reason);
    }
    await compared;
  }

  async #load(): Promise<void> {
    const { other } = this;
    if (other === null) return;
    try {
      const view = await this.#backend.call("bom_compare", { before: other, after: this.#revision });
      if (other === this.other) [this.view, this.error] = [view, null];
    } catch (reason) {
      if (other === this.other) this.error = wireError(reason);
    }
  }
}

/** The properties of a line, in the order of their names. */
export function propertiesOf(properties: readonly { name: string; text: string }[]): string {
  return [...properties]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, text }) => `${name}: ${text}`)
    .join(", ");
}

/** Which designators went and which came, each in the order in which people count. */
export function designatorsMoved(before: readonly string[], after: readonly string[]): { gone: string[]; come: string[] } {
  const [first, second] = [new Set(before), new Set(after)];
  return {
    gone: naturally(before.filter((designator) => !second.has(designator))),
    come: naturally(after.filter((designator) => !first.has(designator))),
  };
}
