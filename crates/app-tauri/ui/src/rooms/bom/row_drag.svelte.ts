// A line that is dragged to another place of its level, and where it would land.
import type { BomLevel } from "./bom_level.svelte";
import type { LineRow, TreeRow } from "./tree_rows.svelte";

/** So near to the edge of the list, it scrolls. */
const edge = 28;
const scrollsBy = 12;

export class RowDrag {
  readonly row: LineRow;
  /** The row beside which it would land, and on which side of it; null where it may not. */
  target = $state.raw<{ key: string; side: "above" | "below" } | null>(null);
  /** What it would be moved before; null where nothing would move. */
  landing = $state.raw<{ before: string | null } | null>(null);

  constructor(row: LineRow) {
    this.row = row;
  }

  /** Is over the upper or the lower half of a row. Lines land among their own level alone. */
  over(row: TreeRow | undefined, isUpper: boolean): void {
    const lands = row?.kind === "line" && row.of === this.row.of;
    this.target = lands ? { key: row.key, side: isUpper ? "above" : "below" } : null;
    // Decided now: by the time it is let go, lines may stand otherwise.
    this.landing = lands ? landing(this.row.of, this.row.place, isUpper ? row.place : row.place + 1) : null;
  }
}

/**
 * What a line has to be moved before so that it stands at a place, counted before it is taken away; `before: null` is the end.
 * Null where it stands there already, or where what stands there is not read.
 */
export function landing(of: BomLevel, from: number, place: number): { before: string | null } | null {
  if (place < 0 || place > of.lines.length || place === from || place === from + 1) return null;
  if (place === of.lines.length) return { before: null };
  const before = of.lines[place];
  return before ? { before: before.id } : null;
}

/** How far a list scrolls by itself while something is held at its edge. */
export function edgeScroll(list: DOMRect, y: number): number {
  if (y < list.top + edge) return -scrollsBy;
  return y > list.bottom - edge ? scrollsBy : 0;
}
