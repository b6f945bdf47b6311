// A BOM beside another: an older revision of the same part, or another part.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { BomAmountsComparison, ComparedView, DifferenceKind, PartRow, RevisionView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { naturally } from "../../format";
import { Task } from "../workspace/task.svelte";
import { BesideState } from "./bom_beside.svelte";

/** A part whose revisions are offered. */
type Offered = Pick<PartRow, "id" | "number" | "name">;

export class BomCompareState {
  /** What it is compared with; null until somebody chooses. */
  other = $state<string | null>(null);
  /** The part whose revisions are offered, and these, newest first: its own, until another is chosen. */
  part = $state.raw<Offered>({ id: "", number: "", name: "" });
  revisions = $state.raw<readonly RevisionView[]>([]);
  /** Its own lines, or what one piece needs over all levels. */
  level = $state<"lines" | "amounts">("lines");
  readonly lines: BesideState;
  /** What one piece needs, as it was compared last. */
  needs = $state.raw<BomAmountsComparison | null>(null);
  readonly #amounts: Task<BomAmountsComparison>;
  #error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly #revision: string;
  /** What it began with: the part of what is shown, and its revisions. */
  readonly #own: { part: Offered; revisions: readonly RevisionView[] };
  /** Compares anew what is looked at. What is on its way is not ended for it, or a workspace that changes all the time would
   *  never be compared. */
  readonly reload = onceMore(() => this.#load());

  /** Begins with the revision before, where there is one. `revisions` are the part's, newest first. */
  constructor(
    backend: Backend,
    revision: string,
    part: Offered,
    revisions: readonly RevisionView[],
    storage: Storage,
  ) {
    this.#backend = backend;
    this.#revision = revision;
    this.#own = { part, revisions };
    this.lines = new BesideState(backend, storage);
    this.#amounts = new Task(backend);
    [this.part, this.revisions] = [part, revisions];
    this.other = this.#before();
  }

  /** Whether the revisions of another part are offered. */
  get isAway(): boolean {
    return this.part.id !== this.#own.part.id;
  }

  get task(): Pick<Task<unknown>, "running" | "cancelled" | "cancelling" | "progress" | "cancel"> {
    return this.level === "lines" ? this.lines.task : this.#amounts;
  }

  get error(): WireError | null {
    return this.#error ?? (this.level === "lines" ? this.lines.error : this.#amounts.error);
  }

  /** The two that are compared, once something is shown. */
  get sides(): { before: ComparedView; after: ComparedView } | null {
    return this.level === "lines" ? this.lines.view : this.needs;
  }

  get counts(): Record<DifferenceKind, number> {
    if (this.level === "lines") return this.lines.counts;
    const counted: Record<DifferenceKind, number> = { added: 0, removed: 0, changed: 0 };
    for (const { kind } of this.needs?.amounts ?? []) counted[kind] += 1;
    return counted;
  }

  /** Compares with another one, or with none, in the place of what is on its way. */
  async choose(other: string | null): Promise<void> {
    if (other === null) void this.leave();
    this.other = other;
    this.lines.forget();
    this.needs = null;
    await this.#load();
  }

  async look(level: "lines" | "amounts"): Promise<void> {
    void this.leave();
    this.level = level;
    await this.#load();
  }

  /** Ends what is on its way: nobody looks at it any more. */
  async leave(): Promise<void> {
    await this.task.cancel();
  }

  /** Offers the revisions of another part, and begins with its newest. */
  async choosePart(part: PartRow): Promise<void> {
    if (part.id === this.#own.part.id) {
      await this.chooseOwn();
      return;
    }
    [this.part, this.revisions] = [part, [part.revision]];
    const compared = this.choose(part.revision.id);
    try {
      const { revisions } = await this.#backend.call("part_show", { part: part.id });
      if (this.part === part) this.revisions = revisions;
    } catch (reason) {
      if (this.part === part) this.#error = wireError(reason);
    }
    await compared;
  }

  /** Offers its own part's revisions again, and begins as at first. */
  async chooseOwn(): Promise<void> {
    ({ part: this.part, revisions: this.revisions } = this.#own);
    await this.choose(this.#before());
  }

  /** The revision before what is shown; null where there is none. */
  #before(): string | null {
    const { revisions } = this.#own;
    return revisions[revisions.findIndex(({ id }) => id === this.#revision) + 1]?.id ?? null;
  }

  async #load(): Promise<void> {
    const { other } = this;
    if (other === null) return;
    this.#error = null;
    const after = this.#revision;
    if (this.level === "lines") {
      await this.lines.load(other, after);
      return;
    }
    await this.#amounts.supersede((run) => this.#backend.call("bom_compare_amounts", { ...run, before: other, after }));
    // What was superseded answers nothing.
    if (other === this.other && this.#amounts.answer) this.needs = this.#amounts.answer;
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
