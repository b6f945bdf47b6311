// The rows of a file as the list shows them: each with what it may mean and what is to say about it below it.
import type { ImportCounts, ImportItem, ImportOutcome, ImportProblem, ImportSuggestion } from "../../bindings/wire";
import { text } from "../../text";

export const outcomes: readonly ImportOutcome[] = ["new", "matched", "updated", "merged", "not_a_part", "refused"];

/** Rows of every outcome together; equals those that were read when none was dropped. */
export function accountedOf(rows: ImportCounts): number {
  return outcomes.reduce((sum, outcome) => sum + rows[outcome], 0);
}

/** Which rows of a file are shown: all, those of an outcome, or those with a remark. */
export type RowFilter = ImportOutcome | "remarked" | null;

/** How many rows pass a filter. */
export function countOf(rows: ImportCounts, remarked: number, filter: NonNullable<RowFilter>): number {
  return filter === "remarked" ? remarked : rows[filter];
}

/** What is said when no row passes a filter. */
export function noneOf(filter: RowFilter | "suggested"): string {
  if (filter === null) return text.import.noItems;
  return filter === "remarked" ? text.import.noRemarked : text.import.noRows;
}

/** What is known of a row before it is read. */
export type RowHead = Pick<ImportItem, "row" | "outcome" | "remarked">;

export function passes(row: RowHead, filter: RowFilter): boolean {
  return filter === null || (filter === "remarked" ? row.remarked : row.outcome === filter);
}

/** What a list shows in a row. What a row or a problem says is missing as long as it is not read. */
export type ImportRow =
  | { kind: "item"; key: string; head: RowHead; item: ImportItem | undefined }
  | { kind: "problem"; key: string; problem: ImportProblem | undefined }
  | { kind: "suggestion"; key: string; suggestion: ImportSuggestion };

/** Rows of a list, of which only those in view are asked for. */
export type RowList = { readonly length: number; at(index: number): ImportRow | undefined };

/** Problems of the file itself, or of rows that are no items. */
export function problemsBeside(rows: Iterable<number>, problems: readonly ImportProblem[]): ImportProblem[] {
  const shown = new Set(rows);
  return problems.filter((problem) => !shown.has(problem.row));
}

export function groupedBy<T>(all: readonly T[], row: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(row(one));
    if (group) group.push(one);
    else groups.set(row(one), [one]);
  }
  return groups;
}
