// The lines of two BOMs beside each other: first which of them stand in a row, then, for the rows in view, what they say.
import type { Backend } from "../../backend/backend";
import type { Aspect, BesideView, BomBeside, DifferenceKind, LineInFullView, LinesDifferView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { Remembered } from "../../frame/machine";
import { Task } from "../workspace/task.svelte";

/** So many lines are asked for at once, and about so many are kept. */
export const chunk = 300;
export const mostKept = 6_000;

export const forms = ["list", "beside"] as const;
/** What differs as one list, or all lines in two columns. */
export type Form = (typeof forms)[number];
type Kept = { form: Form; alike: boolean };

/** A row as it is shown; a line that has not been read yet is missing. */
export type BesideRow = {
  kind: DifferenceKind | "alike";
  aspects: readonly Aspect[];
  before: LineInFullView | undefined;
  after: LineInFullView | undefined;
};

const alike: Pick<BesideRow, "kind" | "aspects"> = { kind: "alike", aspects: [] };

export class BesideState {
  view = $state.raw<BomBeside | null>(null);
  error = $state.raw<WireError | null>(null);
  /** The place of the selected row among those that are shown; -1 for none. */
  selected = $state(-1);
  readonly task: Task<BomBeside>;
  /** The places of what differs among all rows. */
  readonly differing: readonly number[] = $derived.by(() => {
    const places: number[] = [];
    this.view?.rows.forEach((row, place) => differs(row) && places.push(place));
    return places;
  });
  readonly counts: Record<DifferenceKind, number> = $derived.by(() => {
    const counted = { added: 0, removed: 0, changed: 0 };
    for (const row of this.view?.rows ?? []) if (differs(row)) counted[row.kind] += 1;
    return counted;
  });
  #kept = $state.raw<Kept>({ form: "list", alike: true });
  /** What lines say, by their ids. */
  #said = $state.raw<ReadonlyMap<string, LineInFullView>>(new Map());
  /** The lines that were read since the comparison was; what was read before it is shown until it is read anew. */
  #known = new Set<string>();
  #wanted = { first: 0, end: 0 };
  #reading = false;
  #asked = 0;
  readonly #backend: Backend;
  readonly #remembered: Remembered<Kept> | null;

  /** Remembers the form where there is a storage; without one it is one list. */
  constructor(backend: Backend, storage: Storage | null) {
    this.#backend = backend;
    this.task = new Task(backend);
    this.#remembered = storage && new Remembered(storage, "bom_compare", kept);
    if (this.#remembered) this.#kept = this.#remembered.read();
  }

  get form(): Form {
    return this.#kept.form;
  }

  /** Whether lines that are alike are shown where both BOMs are side by side. */
  get showsAlike(): boolean {
    return this.#kept.alike;
  }

  /** How many rows are shown. */
  get length(): number {
    return this.#onlyDiffering ? this.differing.length : (this.view?.rows.length ?? 0);
  }

  get alike(): number {
    return (this.view?.rows.length ?? 0) - this.differing.length;
  }

  row(index: number): BesideRow | null {
    const row = this.#shown(index);
    if (row === undefined) return null;
    const [before, after] = sides(row).map((line) => (line === null ? undefined : this.#said.get(line)));
    const { kind, aspects } = differs(row) ? row : alike;
    return { kind, aspects, before, after };
  }

  /** Compares, in the place of what is on its way. */
  async load(before: string, after: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    await this.task.supersede((run) => this.#backend.call("bom_beside", { ...run, before, after }));
    if (asked !== this.#asked) return;
    this.error = this.task.error;
    if (!this.task.answer) return;
    this.view = this.task.answer;
    this.#known = new Set();
    this.selected = Math.min(this.selected, this.length - 1);
    await this.#read();
  }

  /** Forgets what was compared, for something else is. */
  forget(): void {
    this.#asked += 1;
    this.view = null;
    this.error = null;
    this.selected = -1;
    this.#said = new Map();
    this.#known = new Set();
  }

  /** Shows the lines in another form, and remembers it; the selected row stays the selected one where it is shown. */
  show(how: Partial<Kept>): void {
    const place = this.#onlyDiffering ? this.differing[this.selected] : this.selected;
    this.#kept = { ...this.#kept, ...how };
    this.#remembered?.write(this.#kept);
    if (this.selected < 0 || place === undefined) return;
    if (!this.#onlyDiffering) this.selected = place;
    // Where it is not shown any more, the next difference is selected, or else the last.
    else this.selected = Math.min(firstFrom(this.differing, place), this.differing.length - 1);
  }

  select(index: number): void {
    this.selected = Math.max(0, Math.min(index, this.length - 1));
  }

  /** Selects the next thing that differs, or the one before; answers whether there is one. */
  next(step: 1 | -1): boolean {
    const from = this.selected;
    const target = this.#onlyDiffering ? this.#within(from + step) : this.#differingFrom(from, step);
    if (target === undefined) return false;
    this.selected = target;
    return true;
  }

  /** Reads what the rows in view say. */
  async want(first: number, end: number): Promise<void> {
    this.#wanted = { first, end };
    await this.#read();
  }

  get #onlyDiffering(): boolean {
    return this.#kept.form === "list" || !this.#kept.alike;
  }

  async #read(): Promise<void> {
    // Whoever scrolls on meanwhile is served by the same turn.
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let lines = this.#missing(); lines.length > 0; lines = this.#missing()) {
        const known = this.#known;
        const read = await this.#backend.call("bom_lines_say", { lines });
        // Something else may be compared by now, or the same anew.
        if (known !== this.#known) continue;
        const full = this.#said.size > mostKept;
        const said = new Map(full ? [] : this.#said);
        if (full) known.clear();
        for (const line of read) said.set(line.line, line);
        // Also those that are gone: asking again would bring nothing.
        for (const line of lines) known.add(line);
        this.#said = said;
      }
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.#reading = false;
    }
  }

  #missing(): string[] {
    const { first, end } = this.#wanted;
    const missing: string[] = [];
    for (let index = first; index < Math.min(end, this.length) && missing.length < chunk; index += 1) {
      const row = this.#shown(index);
      const lines = new Set(row === undefined ? [] : sides(row));
      for (const line of lines) if (line !== null && !this.#known.has(line)) missing.push(line);
    }
    return missing;
  }

  #shown(index: number): BesideView | undefined {
    const place = this.#onlyDiffering ? this.differing[index] : index;
    return place === undefined ? undefined : this.view?.rows[place];
  }

  #within(index: number): number | undefined {
    return index >= 0 && index < this.length ? index : undefined;
  }

  #differingFrom(from: number, step: 1 | -1): number | undefined {
    return this.differing[step === 1 ? firstFrom(this.differing, from + 1) : firstFrom(this.differing, from) - 1];
  }
}

function differs(row: BesideView): row is LinesDifferView {
  return typeof row === "object" && "kind" in row;
}

/** The lines of a row, before and after, by their ids. What is written alike on both sides is told by its line in the second. */
function sides(row: BesideView): readonly [before: string | null, after: string | null] {
  return typeof row === "string" ? [row, row] : [row.before, row.after];
}

function kept(value: unknown): Kept {
  const { form, alike } = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return { form: forms.find((each) => each === form) ?? "list", alike: alike !== false };
}

/** Which of the ascending places is the first from `from` on; their count where none is. */
function firstFrom(places: readonly number[], from: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
