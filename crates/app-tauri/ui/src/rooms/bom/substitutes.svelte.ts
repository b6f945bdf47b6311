// What may be used instead of a line's part, while somebody puts it in order.
import type { BomLineSubstituteRequest, BomLineView, PartRow } from "../../bindings/wire";

export type SubstituteRow = { part: string; number: string; name: string; note: string };

export class SubstitutesEdit {
  readonly line: BomLineView;
  rows = $state<SubstituteRow[]>([]);

  constructor(line: BomLineView) {
    this.line = line;
    this.rows = line.substitutes.map(({ part, number, name, note }) => ({ part, number, name, note }));
  }

  /** Whether they are others than the line has, or stand in another order. */
  get changed(): boolean {
    const said = (rows: readonly { part: string; note: string }[]) => JSON.stringify(rows.map(({ part, note }) => [part, note.trim()]));
    return said(this.rows) !== said(this.line.substitutes);
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
    const said = ({ part, note }: { part: string; note: string }) => ({ part, note: note.trim() });
    return { line: this.line.id, substitutes: this.rows.map(said), seen: this.line.substitutes.map(said) };
  }
}
