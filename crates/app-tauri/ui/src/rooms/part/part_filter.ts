// What the part list is narrowed to, as its address says it: `state=Released&mpn=without`.
import type { Lifecycle, SearchRange } from "../../bindings/wire";

export type PartListFilter = {
  text: string;
  category: string | null;
  state: Lifecycle | null;
  hasMpn: boolean | null;
  ranges: readonly SearchRange[];
};

export const lifecycles: readonly Lifecycle[] = ["Draft", "In Review", "Released", "Obsolete"];

export const noFilter: PartListFilter = { text: "", category: null, state: null, hasMpn: null, ranges: [] };

/** The filter as an address has it; empty where nothing is narrowed. `filterOf` takes it back. */
export function queryOf({ text, category, state, hasMpn, ranges }: PartListFilter): string {
  const query = new URLSearchParams();
  if (text.trim() !== "") query.set("text", text.trim());
  if (category !== null) query.set("category", category);
  if (state !== null) query.set("state", state);
  if (hasMpn !== null) query.set("mpn", hasMpn ? "with" : "without");
  for (const { property, low, high } of ranges) query.append("range", JSON.stringify([property, low, high]));
  return query.toString();
}

/** The filter that an address says; what nobody can read in it narrows nothing. */
export function filterOf(query: string): PartListFilter {
  const said = new URLSearchParams(query);
  const mpn = said.get("mpn");
  return {
    text: said.get("text") ?? "",
    category: said.get("category"),
    state: lifecycles.find((state) => state === said.get("state")) ?? null,
    hasMpn: mpn === "with" ? true : mpn === "without" ? false : null,
    ranges: said.getAll("range").flatMap(rangeOf),
  };
}

function rangeOf(text: string): SearchRange[] {
  let range: unknown;
  try {
    range = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(range) || range.length !== 3 || !range.every((each) => typeof each === "string")) return [];
  const [property = "", low = "", high = ""] = range as string[];
  return [{ property, low, high }];
}
