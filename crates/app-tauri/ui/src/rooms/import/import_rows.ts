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

export function passes(item: ImportItem, filter: RowFilter): boolean {
  return filter === null || (filter === "remarked" ? item.remarked : item.outcome === filter);
}

export type ImportRow =
  | { kind: "item"; key: string; item: ImportItem }
  | { kind: "problem"; key: string; problem: ImportProblem }
  | { kind: "suggestion"; key: string; suggestion: ImportSuggestion };

/** These rows, below each its suggestions and its problems. */
export function rowsOf(
  items: readonly ImportItem[],
  all: readonly ImportProblem[],
  suggested: readonly ImportSuggestion[] = [],
): ImportRow[] {
  const problems = groupedBy(all, (problem) => problem.row);
  const suggestions = groupedBy(suggested, (suggestion) => suggestion.rows[0] ?? 0);
  return items.flatMap((item, place): ImportRow[] => [
    { kind: "item", key: `${item.row}.${place}`, item },
    ...(suggestions.get(item.row) ?? []).map((suggestion): ImportRow => {
      return { kind: "suggestion", key: `${suggestion.kind} ${suggestion.key}`, suggestion };
    }),
    ...(problems.get(item.row) ?? []).map((problem, index): ImportRow => {
      return { kind: "problem", key: `${item.row}.${place}.${index}`, problem };
    }),
  ]);
}

/** Problems of the file itself, or of rows that are no items. */
export function problemsBeside(items: readonly ImportItem[], problems: readonly ImportProblem[]): ImportProblem[] {
  const shown = new Set(items.map((item) => item.row));
  return problems.filter((problem) => !shown.has(problem.row));
}

function groupedBy<T>(all: readonly T[], row: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(row(one));
    if (group) group.push(one);
    else groups.set(row(one), [one]);
  }
  return groups;
}
