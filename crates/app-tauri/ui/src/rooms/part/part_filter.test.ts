// The filter of the part list and its address: each comes back from the other, and nonsense narrows nothing.
import { describe, expect, test } from "vitest";
import { filterOf, noFilter, queryOf, type PartListFilter } from "./part_filter";

describe("the filter in the address", () => {
  test.each<[string, PartListFilter]>([
    ["", noFilter],
    ["text=4k7+0402", { ...noFilter, text: "4k7 0402" }],
    ["category=EL-RES", { ...noFilter, category: "EL-RES" }],
    ["state=In+Review&mpn=without", { ...noFilter, state: "In Review", hasMpn: false }],
    ["mpn=with", { ...noFilter, hasMpn: true }],
  ])("%s", (query, filter) => {
    expect(queryOf(filter)).toBe(query);
    expect(filterOf(query)).toEqual(filter);
  });

  test("ranges come back whatever is in them", () => {
    const ranges = [
      { property: "Resistance", low: "1k", high: "" },
      { property: "A & B = C, \"D\"", low: "", high: "10 %" },
    ];
    expect(filterOf(queryOf({ ...noFilter, ranges })).ranges).toEqual(ranges);
  });

  test.each(["state=Broken", "mpn=maybe", "range=x", "range=[1,2,3]", "range=[]", "unknown=1", "%"])("%s narrows nothing", (query) => {
    expect(filterOf(query)).toEqual(noFilter);
  });
});
