// What the history is narrowed to, as its address says it: `person=…&what=bom&from=2026-11-01`.
import type { AuditListRequest } from "../../bindings/wire";
import { text } from "../../text";
import { isDay, nextDay, startOfDay } from "../../widgets/day";

export type AuditListFilter = {
  /** A part's number. */
  part: string | null;
  /** A person's id. */
  person: string | null;
  /** A group of operations, as `bom`, or one of them. */
  what: string | null;
  /** The first day and the last one, on the calendar here. */
  from: string | null;
  to: string | null;
};

const names = ["part", "person", "what", "from", "to"] as const;

export const noFilter: AuditListFilter = { part: null, person: null, what: null, from: null, to: null };

export const isNarrow = (filter: AuditListFilter): boolean => names.some((name) => filter[name] !== null);

/** Whether it ends before it begins, so that nothing can fit. */
export const isSwapped = ({ from, to }: AuditListFilter): boolean => from !== null && to !== null && from > to;

/** The filter as an address has it; empty where nothing is narrowed. `filterOf` takes it back. */
export function queryOf(filter: AuditListFilter): string {
  const query = new URLSearchParams();
  for (const name of names) if (filter[name] !== null) query.set(name, filter[name]);
  return query.toString();
}

/** The filter that an address says; a day that no calendar has narrows nothing. */
export function filterOf(query: string): AuditListFilter {
  const said = new URLSearchParams(query);
  const of = (name: (typeof names)[number]) => said.get(name)?.trim() || null;
  return { part: of("part"), person: of("person"), what: of("what"), from: dayOf(of("from")), to: dayOf(of("to")) };
}

/** A day as it is written everywhere here, if there is such a day. */
function dayOf(written: string | null): string | null {
  const day = written?.trim() ?? "";
  return isDay(day) ? day : null;
}

/** What the backend is asked, apart from which page. */
export function askedBy({ part, person, what, from, to }: AuditListFilter): Omit<AuditListRequest, "before" | "limit"> {
  const asked: Omit<AuditListRequest, "before" | "limit"> = { part };
  if (person !== null) asked.person = person;
  if (what !== null) asked.operations = what;
  const begins = from === null ? null : startOfDay(from);
  const ends = to === null || !isDay(to) ? null : startOfDay(nextDay(to, 1));
  if (begins !== null) asked.from = begins;
  if (ends !== null) asked.until = ends;
  return asked;
}

export type OperationGroup = { name: string; title: string; operations: { name: string; title: string }[] };

/** Everything that can be done, in groups, in the order in which people read them. */
export function operationGroups(): OperationGroup[] {
  const operations = Object.entries(text.activity.operations);
  return Object.entries(text.activity.groups).map(([name, title]) => {
    const own = operations.filter(([operation]) => operation.startsWith(`${name}.`));
    return { name, title, operations: own.map(([operation, did]) => ({ name: operation, title: did })) };
  });
}
