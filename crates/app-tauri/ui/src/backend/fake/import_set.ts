// A set for the fake backend, which reads no folders: whatever is opened, these files are in it.
import type { ImportItem, ImportSetDone, ImportSetFile, ImportSetPreview } from "../../bindings/wire";

const noRows = { read: 0, new: 0, matched: 0, updated: 0, merged: 0, not_a_part: 0, refused: 0 };
const source = { format: "csv", encoding: "UTF-8", delimiter: ",", header_row: 1, part: null, parts: [] };
const unremarked = { without_mpn: 0, remarked: 0, of_all: [] };
const outline = { rows: [], ends: "", problems: [], changes: "" };
const left = { source, assemblies: [], rows: null, lines: 0, outline, items: [], ...unremarked, problems: [], problems_left_out: 0 };

function item(row: number, over: Partial<ImportItem>): ImportItem {
  const described = { category: "ME-SCR", value: "", footprint: "", manufacturer: "", mpn: "", dnp: false, remarked: false };
  return { place: row - 2, row, outcome: "new", name: "", number: null, quantity: "", designators: [], ...described, ...over };
}

const files: ImportSetFile[] = [
  {
    ...left,
    path: "LMP-001.csv",
    role: "bom",
    assemblies: [{ number: "LMP-001-0001", name: "Lamp", new: true, added: 1, changed: 0, removed: 0, unchanged: 0, kept: 0 }],
    rows: { ...noRows, read: 2, matched: 1, refused: 1 },
    lines: 1,
    outline: { ...outline, rows: [2, 3], ends: "mr", problems: [0, 1] },
    items: [item(2, { outcome: "matched", name: "Screw", quantity: "4" }), item(3, { outcome: "refused" })],
    problems: [{ row: 3, column: "Qty", severity: "refused", code: "import.quantity_invalid", message: "\"some\" is not a quantity." }],
  },
  { ...left, path: "notes.csv", role: "unknown" },
  {
    ...left,
    path: "parts.csv",
    role: "parts",
    rows: { ...noRows, read: 2, new: 2 },
    outline: { ...outline, rows: [2, 3], ends: "nn", problems: [0, 0] },
    items: [item(2, { name: "Lamp", category: "ME-ASY" }), item(3, { name: "Screw" })],
  },
];

export function setPreview(): ImportSetPreview {
  return {
    files,
    not_read: [{ path: "drawing.pdf", code: "import.not_text", message: "This is no file of rows: it is a PDF." }],
    rows: { ...noRows, read: 4, new: 2, matched: 1, refused: 1 },
    new_parts: 2,
    updated_parts: 0,
    boms: 1,
    added: 1,
    changed: 0,
    removed: 0,
    nothing: false,
    fingerprint: "set 1",
  };
}

export function setDone(): ImportSetDone {
  return { number: null, boms: 1, new_parts: 2, matched_parts: 0, added: 1, changed: 0, removed: 0, unit: 1 };
}
