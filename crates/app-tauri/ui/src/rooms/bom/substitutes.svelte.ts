// What may be used instead of a line's part, while somebody puts it in order.
import type { BomLineSubstituteRequest, BomLineView, PartRow } from "../../bindings/wire";

export type SubstituteRow = { part: string; number: string; name: string; note: string };

const said = ({ part, note }: SubstituteRow) => ({ part, note: note.trim() });

function same(one: readonly SubstituteRow[], other: readonly SubstituteRow[]): boolean {
  return JSON.stringify(one.map(said)) === JSON.stringify(other.map(said));
}

function rowsOf(line: BomLineView): SubstituteRow[] {
  return line.substitutes.map(({ part, number, name, note }) => ({ part, number, name, note }));
}

export class SubstitutesEdit {
  readonly line: BomLineView;
  rows = $state<SubstituteRow[]>([]);
  /** What was seen when the work began, or when somebody decided over a conflict. */
  seen = $state.raw<readonly SubstituteRow[]>([]);
  /** What somebody else made of it meanwhile, where that is something else again; null where nobody did. */
  theirs = $state.raw<readonly SubstituteRow[] | null>(null);

  constructor(line: BomLineView) {
    this.line = line;
    this.rows = rowsOf(line);
    this.seen = rowsOf(line);
  }

  /** Whether they are others than the line has, or stand in another order. */
  get changed(): boolean {
    return !same(this.rows, this.seen);
  }

  /** Meets the line as it is by now, as a field does. */
  meet(line: BomLineView): void {
    const now = rowsOf(line);
    if (same(now, this.seen)) {
      this.theirs = null;
      return;
    }
    if (this.changed && !same(now, this.rows)) {
      this.theirs = now;
      return;
    }
    if (!this.changed) this.rows = rowsOf(line);
    this.seen = now;
    this.theirs = null;
  }

  /** What is written counts, in the knowledge of what is there. */
  keepMine(): void {
    this.seen = this.theirs ?? this.seen;
    this.theirs = null;
  }

  /** What somebody else made of it counts. */
  takeTheirs(): void {
    this.seen = this.theirs ?? this.seen;
    this.rows = this.seen.map((row) => ({ ...row }));
    this.theirs = null;
  }

  /** Whether a part can be added: not the line's own, and none twice. */
  fits(part: string): boolean {
    return part !== this.line.child.id && this.rows.every((row) => row.part !== part);
  }

  add({ id, number, name }: PartRow): void {
    if (this.fits(id)) this.rows.push({ part: id, number, name, note: "" });
  }

  remove(part: string): void {
    this.rows = this.rows.filter((row) => row.part !== part);
  }

  /** Moves a substitute so many places down, or up below 0; tells whether it moved. */
  move(part: string, places: number): boolean {
    const from = this.rows.findIndex((row) => row.part === part);
    const [row] = this.rows.slice(from, from + 1);
    const to = from + places;
    if (!row || to < 0 || to >= this.rows.length) return false;
    const rest = this.rows.filter((other) => other !== row);
    this.rows = [...rest.slice(0, to), row, ...rest.slice(to)];
    return true;
  }

  request(): BomLineSubstituteRequest {
    return { line: this.line.id, substitutes: this.rows.map(said), seen: this.seen.map(said) };
  }
}
