// Lines and BOMs for tests.
import type { BomLineView, BomView, Lifecycle } from "../../bindings/wire";

/** A line of that id, for tests. */
export function line(id: string, has_lines = false, quantity = "1", designators: string[] = []): BomLineView {
  const revision = { id: `rev-${id}`, label: "1", state: "Draft" as const, workflow_state: "Draft", author: "Ada", created: 0, released: null };
  return {
    id,
    child: {
      id: `part-${id}`,
      number: `EL-RES-${id}`,
      name: id,
      description: "",
      category: "EL-RES",
      assembly: has_lines,
      revision,
      manufacturer: null,
      mpn: null,
      value: null,
      footprint: null,
      created: 0,
    },
    has_lines,
    quantity,
    unit: "each",
    designators,
    quantity_intended: false,
    dnp: false,
    pinned: false,
    substitutes: [],
    properties: [],
    imported: false,
    find_number: "10",
    note: "",
  };
}

/** A BOM of these lines; of more than are given, these are its first page. */
export function bom(revision: string, lines: BomLineView[], state: Lifecycle = "Draft", line_count = lines.length): BomView {
  return {
    revision: { id: revision, label: "1", state, workflow_state: state, author: "Ada", created: 0, released: null },
    part: "part",
    number: "EL-PCA-100000",
    name: "board",
    lines,
    line_count,
    designator_count: 0,
    quantity_total: "0",
    numbered: lines.some(({ find_number }) => find_number !== ""),
    has_levels: lines.some(({ has_lines }) => has_lines),
  };
}
