// What the history is narrowed to: as an address, and as the backend is asked.
import { describe, expect, test } from "vitest";
import { text } from "../../text";
import { askedBy, filterOf, isNarrow, noFilter, operationGroups, queryOf } from "./audit_filter";

describe("the filter of the history", () => {
  test("comes back from its address as it was", () => {
    const filter = { part: "EL-RES-100015", person: "ada", what: "bom.add_line", from: "2026-11-01", to: "2026-11-30" };
    expect(filterOf(queryOf(filter))).toEqual(filter);
    expect(queryOf(noFilter)).toBe("");
    expect([isNarrow(filter), isNarrow(noFilter)]).toEqual([true, false]);
  });

  test("a day that no calendar has narrows nothing", () => {
    expect(filterOf("from=2026-02-30&to=yesterday")).toEqual(noFilter);
    expect(filterOf("from=%202026-02-28&to=2026-13-01")).toEqual({ ...noFilter, from: "2026-02-28" });
  });

  test("the last day is asked for whole, by the clock here", () => {
    const asked = askedBy({ ...noFilter, from: "2026-11-01", to: "2026-11-01" });
    expect(asked).toEqual({ part: null, from: new Date(2026, 10, 1).getTime(), until: new Date(2026, 10, 2).getTime() });
  });

  test("every operation that has words stands in a group", () => {
    const grouped = operationGroups().flatMap(({ operations }) => operations.map(({ name }) => name));
    expect(grouped.sort()).toEqual(Object.keys(text.activity.operations).sort());
  });
});
