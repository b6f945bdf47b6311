// All rows of a plan in short: how each ends and how much is said at it; and where in a list each of them stands.
import type { ImportItem, ImportLineChangeKind, ImportOutcome, ImportOutline, ImportProblem, ImportSuggestion } from "../../bindings/wire";
import { groupedBy, type ImportRow, type RowHead, type RowList } from "./import_rows";

const outcomeOf: Readonly<Record<string, ImportOutcome>> = { n: "new", m: "matched", u: "updated", j: "merged", o: "not_a_part", r: "refused" };
const kindOf: Readonly<Record<string, ImportLineChangeKind>> = { a: "added", c: "changed", r: "removed" };

/** A row in full. */
export type RowSaid = { item: ImportItem; problems: readonly ImportProblem[] };

/** What came of rows with their outline. Of a row at which more is said than came, nothing is known. */
export function cameWith(
  outline: ImportOutline,
  items: readonly ImportItem[],
  problems: readonly ImportProblem[],
): (readonly [place: number, said: RowSaid])[] {
  const at = groupedBy(problems, ({ row }) => row);
  const came = items.map((item) => [item.place, { item, problems: at.get(item.row) ?? [] }] as const);
  return came.filter(([place, said]) => said.problems.length === (outline.problems[place] ?? 0));
}

/** What is known of a row before it is read. */
export function headOf({ rows, ends }: ImportOutline, place: number): RowHead {
  const end = ends[place] ?? "";
  const small = end.toLowerCase();
  return { row: rows[place] ?? 0, outcome: outcomeOf[small] ?? "refused", remarked: end !== small };
}

/** The kinds of the changes, in their order. */
export function changeKinds({ changes }: ImportOutline): ImportLineChangeKind[] {
  return [...changes].map((letter) => kindOf[letter] ?? "changed");
}

/** The rows that pass a filter, below each what it may mean and what is said at it. */
export class LaidRows implements RowList {
  readonly length: number;
  readonly #outline: ImportOutline;
  readonly #suggestions: ReadonlyMap<number, readonly ImportSuggestion[]>;
  readonly #said: (place: number) => RowSaid | undefined;
  /** The places of the rows, and where in the list each of them stands. */
  readonly #places: readonly number[];
  readonly #starts: readonly number[];

  constructor(
    outline: ImportOutline,
    passes: (head: RowHead) => boolean,
    suggestions: ReadonlyMap<number, readonly ImportSuggestion[]>,
    said: (place: number) => RowSaid | undefined,
  ) {
    const [places, starts]: [number[], number[]] = [[], []];
    let length = 0;
    outline.rows.forEach((row, place) => {
      if (!passes(headOf(outline, place))) return;
      places.push(place);
      starts.push(length);
      length += 1 + (suggestions.get(row)?.length ?? 0) + (outline.problems[place] ?? 0);
    });
    this.length = length;
    this.#outline = outline;
    this.#suggestions = suggestions;
    this.#said = said;
    this.#places = places;
    this.#starts = starts;
  }

  at(index: number): ImportRow | undefined {
    const nth = this.#nthAt(index);
    const place = this.#places[nth];
    if (place === undefined || index >= this.length) return undefined;
    const head = headOf(this.#outline, place);
    const key = `${head.row}.${place}`;
    const below = index - (this.#starts[nth] ?? 0) - 1;
    if (below < 0) return { kind: "item", key, head, item: this.#said(place)?.item };
    const suggestions = this.#suggestions.get(head.row) ?? [];
    const suggestion = suggestions[below];
    if (suggestion) return { kind: "suggestion", key: `${suggestion.kind} ${suggestion.key}`, suggestion };
    const said = below - suggestions.length;
    return { kind: "problem", key: `${key}.${said}`, problem: this.#said(place)?.problems[said] };
  }

  /** The places of the rows that have something between these places of the list. */
  placesIn(first: number, end: number): number[] {
    return end <= first ? [] : this.#places.slice(this.#nthAt(first), this.#nthAt(end - 1) + 1);
  }

  /** Which row it is at a place of the list: the last that begins there or before. */
  #nthAt(index: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
