// Asks for the parts that a few words find, the best first, whatever state they are in.
import type { Backend } from "../../backend/backend";
import type { Run } from "../../backend/runs";
import type { PartRow } from "../../bindings/wire";

export async function findParts(backend: Backend, run: Run, text: string, limit: number): Promise<PartRow[]> {
  const any = { category: null, state: null, has_mpn: null, ranges: [] };
  const { hits } = await backend.call("search_parts", { ...run, text, ...any, sort: null, descending: false, after: null, limit });
  return hits.map(({ row }) => row);
}
