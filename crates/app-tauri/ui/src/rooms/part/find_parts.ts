// Asks for the parts that a few words find, the best first, whatever state they are in.
import type { Backend } from "../../backend/backend";
import type { PartRow } from "../../bindings/wire";

/** A question ends the one before it of the same task. */
export async function findParts(backend: Backend, task: string, text: string, limit: number): Promise<PartRow[]> {
  const any = { category: null, state: null, has_mpn: null, ranges: [] };
  const { hits } = await backend.call("search_parts", { task, text, ...any, sort: null, descending: false, after: null, limit });
  return hits.map(({ row }) => row);
}
