// A small importer for the fake backend: comma-separated text, matched by MPN or by value and footprint.
import type {
  ImportItem,
  ImportPreview,
  ImportPreviewRequest,
  ImportProblem,
  ImportRole,
} from "../../bindings/wire";
import { exactSum, refuse, type FakePart, type FakeStore } from "./store";

const spellings: [ImportRole, RegExp][] = [
  ["reference", /^(references?|designators?|refs?|refdes|part)$/i],
  ["quantity", /^(qty|quantity|count)$/i],
  ["value", /^(value|comment)$/i],
  ["footprint", /^(footprint|package)$/i],
  ["mpn", /^(mpn|partno|manufacturer part( number)?)$/i],
  ["manufacturer", /^(mfg|mfr|manufacturer)$/i],
  ["description", /^description$/i],
  ["datasheet", /^datasheet$/i],
  ["dnp", /^dnp$/i],
];

export type Planned = { item: ImportItem; part: FakePart | null; key: string };

export function previewOf(store: FakeStore, request: ImportPreviewRequest): { preview: ImportPreview; planned: Planned[] } {
  const bytes = Uint8Array.from(atob(request.content), (letter) => letter.charCodeAt(0));
  const written = new TextDecoder().decode(bytes);
  const [header, ...rows] = cellsOf(written);
  if (!header) throw refuse("import.file_empty", "The file has no rows; export the BOM again and choose that file.");
  const columns = header.map((name, index) => ({
    index,
    name: name.trim(),
    role: request.roles?.[index] ?? spellings.find(([, spelling]) => spelling.test(name.trim()))?.[0] ?? "property",
  }));
  if (!columns.some((column) => column.role === "reference" || column.role === "mpn")) {
    throw refuse("import.header_not_found", "No row names the columns; the file needs a header row.");
  }
  const planned: Planned[] = [];
  const problems: ImportProblem[] = [];
  rows.forEach((cells, place) => {
    planRow(store, planned, problems, place + 2, (role) => {
      const column = columns.find((candidate) => candidate.role === role);
      return column ? (cells[column.index] ?? "").trim() : "";
    });
  });
  return { preview: summary(request, columns, planned, problems), planned };
}

function planRow(
  store: FakeStore,
  planned: Planned[],
  problems: ImportProblem[],
  row: number,
  cell: (role: ImportRole) => string,
): void {
  const designators = cell("reference").split(/[\s,;]+/).filter(Boolean);
  const value = cell("value");
  const item: ImportItem = {
    row,
    outcome: "new",
    name: [value, cell("footprint").replace(/^.*:/, "")].filter(Boolean).join(" ") || cell("mpn"),
    number: null,
    category: categoryOf(designators[0] ?? ""),
    value,
    footprint: cell("footprint"),
    manufacturer: cell("manufacturer"),
    mpn: cell("mpn"),
    quantity: cell("quantity") || String(designators.length),
    designators,
    dnp: /^(dnp|1|yes|x|true)$/i.test(cell("dnp")) || value === "DNP",
  };
  const say = (severity: ImportProblem["severity"], code: string, message: string, column: string | null) => {
    problems.push({ row, column, severity, code, message });
  };
  const key = item.mpn || `${item.value}|${item.footprint}`;
  const earlier = planned.find((other) => other.key === key && other.item.outcome !== "refused");
  const known = store.parts.find(({ row: part }) => item.mpn !== "" && part.mpn === item.mpn) ?? null;
  if (value === "" && item.mpn === "" && designators.length === 0) {
    item.outcome = "not_a_part";
    say("notice", "import.row_empty", "The row is empty.", null);
  } else if (!/^\d+(\.\d+)?$/.test(item.quantity)) {
    item.outcome = "refused";
    say(
      "refused",
      "import.quantity_invalid",
      `"${item.quantity}" is not a quantity; write a number such as 4 or 0.25, with a unit after it if it is not pieces.`,
      "Quantity",
    );
  } else if (earlier) {
    item.outcome = "merged";
    item.name = earlier.item.name;
  } else if (known) {
    item.outcome = "matched";
    item.number = known.row.number;
    item.name = known.row.name;
    item.category = known.row.category;
  }
  if (item.outcome !== "not_a_part" && item.outcome !== "refused" && item.mpn === "") {
    say("notice", "import.no_mpn", "The row has no MPN; the part is known by its value and footprint alone.", "MPN");
  }
  planned.push({ item, part: known, key });
}

function summary(
  request: ImportPreviewRequest,
  columns: ImportPreview["columns"],
  planned: Planned[],
  problems: ImportProblem[],
): ImportPreview {
  const items = planned.map(({ item }) => item);
  const used = items.filter((item) => item.outcome !== "not_a_part" && item.outcome !== "refused");
  const ended = (outcome: ImportItem["outcome"]) => items.filter((item) => item.outcome === outcome).length;
  return {
    source: { format: "csv", encoding: "UTF-8", delimiter: ",", header_row: 1, part: null, parts: [] },
    columns,
    rows: {
      read: items.length,
      new: ended("new"),
      matched: ended("matched"),
      updated: ended("updated"),
      merged: ended("merged"),
      not_a_part: ended("not_a_part"),
      refused: ended("refused"),
    },
    lines: used.filter((item) => item.outcome !== "merged").length,
    designators: used.reduce((sum, item) => sum + item.designators.length, 0),
    quantity_total: exactSum(used.map((item) => item.quantity)),
    new_parts: ended("new"),
    without_mpn: used.filter((item) => item.mpn === "").length,
    items,
    problems,
    items_left_out: 0,
    problems_left_out: 0,
    difference: { added: used.filter((item) => item.outcome !== "merged").length, changed: 0, removed: 0, unchanged: 0, kept: 0, lines: [] },
    suggestions: [],
    nothing: false,
    fingerprint: JSON.stringify([request.target, used.map((item) => [item.outcome, item.number, item.name])]),
  };
}

function categoryOf(designator: string): string {
  const letters = designator.replace(/\d.*$/, "");
  const known: Record<string, string> = { R: "RES", C: "CAP", L: "IND", FB: "IND", D: "DIO", U: "ICT", J: "CON", SW: "SWI", Y: "XTL" };
  return `EL-${known[letters] ?? "OTH"}`;
}

/** Comma-separated rows, with quotes; empty lines are left out. */
function cellsOf(written: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (const letter of `${written.replace(/\r\n/g, "\n").replace(/^\uFEFF/, "")}\n`) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === "," || letter === "\n")) {
      rows.at(-1)?.push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else cell += letter;
  }
  return rows.filter((row) => row.some((text) => text.trim() !== ""));
}
