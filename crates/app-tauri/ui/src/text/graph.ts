// What the user reads about assemblies drawn as graphs.
import { count } from "../format";
import { some } from "./some";

export const graph = {
  label: "The graph; arrow keys go along it, + and − zoom, 0 shows all",
  smaller: "Smaller",
  larger: "Larger",
  fit: "Show all",
  asTable: "Show as a table",
  asGraph: "Show as a graph",
  from: "Assembly",
  amount: "Amount",
  to: "Calls for",
  none: "Nothing to draw",
  noneDetail: (n: number) => (n === 0 ? "The BOM has no lines yet." : `All ${some(n, "line")} of it call for parts that are made of nothing further; Tree shows them.`),
  leaves: (n: number) => some(n, "part"),
  leftOut: (shown: number, n: number) => `The nearest ${count(shown)} are drawn; there are ${count(n)} more. Open one of the outer ones to see what is beyond it.`,
  node: (number: string, name: string, label: string, state: string, leaves: number) =>
    `${number} ${name}, revision ${label}, ${state}` + (leaves > 0 ? `, ${some(leaves, "part")} of its own` : ""),
};
