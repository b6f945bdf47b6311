// The rows of a BOM's tree: which lines are open, and what stands below them. Only what changed is put together anew.
import type { BomLineView, WireError } from "../../bindings/wire";
import type { BomLevel } from "./bom_level.svelte";

export type LineRow = {
  kind: "line";
  key: string;
  line: BomLineView;
  level: number;
  /** The lines among which it stands, and after how many of them. */
  of: BomLevel;
  place: number;
  expanded: boolean;
  editable: boolean;
};

export type TreeRow =
  | LineRow
  /** A line that nobody looked at yet. */
  | { kind: "unread"; key: string; level: number; of: BomLevel; place: number; prefix: string }
  | { kind: "waiting"; key: string; level: number; revision: string }
  | { kind: "failed"; key: string; level: number; error: WireError; revision: string }
  | { kind: "empty"; key: string; level: number };

/** The lines of one level at one place in the tree: what their rows were made from, and what was made. */
type Branch = {
  lines: BomLevel["lines"];
  editable: boolean;
  turns: number;
  /** A row for each line. */
  own: readonly TreeRow[];
  /** Those of them that are open, and what stands below each. */
  open: readonly LineRow[];
  below: readonly (readonly TreeRow[])[];
  /** All of it, in the order of the screen. */
  rows: readonly TreeRow[];
};

/** What the rows depend on beside the lines that are open. */
type Look = {
  /** What was read of a revision's lines; nothing where nobody asked. */
  levelOf: (revision: string) => BomLevel | undefined;
  /** Whether whoever acts may change no BOM. */
  barred: boolean;
};

const nothing: readonly TreeRow[] = [];

export class TreeRows {
  /** The lines that are open, by the key of the line they stand below, and how often that changed. */
  readonly #open = new Map<string, { lines: Set<string>; turns: number }>();
  readonly #branches = new Map<string, Branch>();
  /** Grows whenever a line is opened or closed. */
  #turns = $state(0);

  open(keys: readonly string[]): void {
    for (const key of keys) this.#turn(key, (lines) => lines.add(key));
    this.#turns += 1;
  }

  /** Closes a line; tells whether it was open. */
  close(key: string): boolean {
    if (!this.#open.get(above(key))?.lines.has(key)) return false;
    this.#turn(key, (lines) => lines.delete(key));
    this.#turns += 1;
    return true;
  }

  closeAll(): void {
    this.#open.clear();
    this.#branches.clear();
    this.#turns += 1;
  }

  /** The rows as they are now. What stands below a line that nobody turned is what it was, row by row. */
  under(root: BomLevel, look: Look): readonly TreeRow[] {
    // Which lines are open is kept where nobody hears of it.
    void this.#turns;
    return this.#flatten(root, look, "", 1);
  }

  #turn(key: string, change: (lines: Set<string>) => void): void {
    const of = this.#open.get(above(key)) ?? { lines: new Set<string>(), turns: 0 };
    change(of.lines);
    of.turns += 1;
    this.#open.set(above(key), of);
  }

  #flatten(of: BomLevel, look: Look, prefix: string, level: number): readonly TreeRow[] {
    const { lines } = of;
    const editable = !look.barred && of.view?.revision.state === "Draft";
    const opened = this.#open.get(prefix);
    const turns = opened?.turns ?? 0;
    const known = this.#branches.get(prefix);
    const isKnown = known !== undefined && known.lines === lines && known.editable === editable && known.turns === turns;
    const own = isKnown ? known.own : ownRows(of, editable, opened?.lines, prefix, level);
    const open = isKnown ? known.open : own.filter((row) => row.kind === "line").filter(({ expanded }) => expanded);
    const below = open.map(({ key, line }): readonly TreeRow[] => {
      const revision = line.child.revision.id;
      const lower = look.levelOf(revision);
      const lowerRows = lower ? this.#flatten(lower, look, key, level + 1) : nothing;
      const said = instead(lower, key, level + 1, revision);
      return said ? [said, ...lowerRows] : lowerRows;
    });
    if (isKnown && below.every((rows, place) => rows === known.below[place])) return known.rows;
    const rows = joined(own, open, below);
    this.#branches.set(prefix, { lines, editable, turns, own, open, below, rows });
    return rows;
  }
}

/** The key of the line that a line stands below. */
function above(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

function ownRows(of: BomLevel, editable: boolean, opened: ReadonlySet<string> | undefined, prefix: string, level: number): TreeRow[] {
  // Places that nobody looked at are holes, which `map` would leave out.
  return Array.from(of.lines, (line, place): TreeRow => {
    if (!line) return { kind: "unread", key: `${prefix}/#${String(place)}`, level, of, place, prefix };
    const key = `${prefix}/${line.id}`;
    return { kind: "line", key, line, level, of, place, expanded: line.has_lines && (opened?.has(key) ?? false), editable };
  });
}

/** What is said below a line of which there are no lines to show, or which may be old ones. */
function instead(lower: BomLevel | undefined, key: string, level: number, revision: string): TreeRow | null {
  if (lower?.error) return { kind: "failed", key: `${key}/failed`, level, error: lower.error, revision };
  if (!lower?.view) return { kind: "waiting", key: `${key}/waiting`, level, revision };
  return lower.view.line_count === 0 ? { kind: "empty", key: `${key}/empty`, level } : null;
}

function joined(own: readonly TreeRow[], open: readonly LineRow[], below: readonly (readonly TreeRow[])[]): readonly TreeRow[] {
  if (open.length === 0) return own;
  const rows: TreeRow[] = [];
  let place = 0;
  for (const [at, { place: end }] of open.entries()) {
    for (; place <= end; place += 1) rows.push(own[place] as TreeRow);
    for (const row of below[at] ?? nothing) rows.push(row);
  }
  for (; place < own.length; place += 1) rows.push(own[place] as TreeRow);
  return rows;
}
