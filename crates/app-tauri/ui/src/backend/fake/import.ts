// A small importer for the fake backend: separated text, matched by MPN, by value and footprint, or by what somebody chose.
import type {
  ImportDifference,
  ImportItem,
  ImportLineChange,
  ImportLineSays,
  ImportOutline,
  ImportPreview,
  ImportPreviewRequest,
  ImportProblem,
  ImportRole,
  ImportSuggestion,
} from "../../bindings/wire";
import { exactSum, refuse, type FakeLine, type FakePart, type FakeStore } from "./store";

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
  const first = (request.header_row ?? 1) - 1;
  const [header, ...rows] = cellsOf(written, request.delimiter ?? ",").slice(Math.max(first, 0));
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
    planRow(store, request, planned, problems, place + first + 2, (role) => {
      const column = columns.find((candidate) => candidate.role === role);
      return column ? (cells[column.index] ?? "").trim() : "";
    });
  });
  return { preview: summary(store, request, columns, planned, problems), planned };
}

/** The rows of one part together, as the line they become. */
export type PlannedLine = { part: FakePart | null; item: ImportItem; says: ImportLineSays };

export function linesOf(planned: readonly Planned[]): PlannedLine[] {
  const lines = new Map<string, PlannedLine>();
  for (const { item, part, key } of planned) {
    if (item.outcome === "not_a_part" || item.outcome === "refused") continue;
    const line = lines.get(key);
    if (line) {
      line.says.quantity = exactSum([line.says.quantity, item.quantity]);
      line.says.designators = [...line.says.designators, ...item.designators];
      continue;
    }
    const { number, name, quantity, designators, dnp } = item;
    const says = { number, name, quantity, unit: "each", designators, dnp, find_number: "", note: "", properties: [] };
    lines.set(key, { part, item, says });
  }
  return [...lines.values()];
}

/** How the lines of a BOM and those of a file are paired: by the part they call for. */
export function pairsOf(lines: readonly FakeLine[], planned: readonly PlannedLine[]): [FakeLine | null, PlannedLine | null][] {
  const rest = [...planned];
  const paired = lines.map((line): [FakeLine | null, PlannedLine | null] => {
    const place = rest.findIndex(({ part }) => part?.row.id === line.child);
    return [line, place < 0 ? null : (rest.splice(place, 1)[0] ?? null)];
  });
  return [...paired, ...rest.map((line): [null, PlannedLine] => [null, line])];
}

function differenceOf(store: FakeStore, request: ImportPreviewRequest, planned: readonly PlannedLine[]): ImportDifference {
  const { target } = request;
  const there = target.kind === "existing" && target.mode !== "add" ? store.find(target.part).lines : [];
  const difference: ImportDifference = { added: 0, changed: 0, removed: 0, unchanged: 0, kept: 0, lines: [] };
  const tell = (kind: ImportLineChange["kind"], before: ImportLineSays | null, after: ImportLineSays | null) => {
    const aspects: ImportLineChange["aspects"] = kind === "changed" ? ["quantity", "designators"] : [];
    difference[kind] += 1;
    difference.lines.push({ kind, before, after, aspects });
  };
  for (const [line, wanted] of pairsOf(there, target.kind === "parts_list" ? [] : planned)) {
    const before = line && saysOf(store, line);
    if (!before) tell("added", null, wanted?.says ?? null);
    else if (!wanted) tell("removed", before, null);
    else if (before.designators.join() === wanted.says.designators.join() && before.quantity === wanted.says.quantity) difference.unchanged += 1;
    else tell("changed", before, wanted.says);
  }
  return difference;
}

function saysOf(store: FakeStore, line: FakeLine): ImportLineSays {
  const { number, name } = store.find(line.child).row;
  const { quantity, unit, designators, dnp, find_number, note, properties } = line;
  return { number, name, quantity, unit, designators, dnp, find_number, note, properties };
}

/** Parts with the value and the footprint of a row that has no MPN. */
function suggestionsOf(store: FakeStore, planned: readonly Planned[]): ImportSuggestion[] {
  return planned.flatMap(({ item, key }): ImportSuggestion[] => {
    if (item.outcome !== "new" || item.mpn !== "" || item.value === "") return [];
    const alike = store.parts.filter(({ row }) => row.value === item.value && row.footprint === item.footprint);
    const candidates = alike.map(({ row: { id, number, name, value, footprint, mpn } }) => {
      return { part: id, number, name, value: value ?? "", footprint: footprint ?? "", mpn: mpn ?? "" };
    });
    const rows = planned.filter((other) => other.key === key).map((other) => other.item.row);
    return candidates.length === 0 ? [] : [{ kind: "described", key, name: item.name, rows, candidates }];
  });
}

function planRow(
  store: FakeStore,
  request: ImportPreviewRequest,
  planned: Planned[],
  problems: ImportProblem[],
  row: number,
  cell: (role: ImportRole) => string,
): void {
  const designators = cell("reference").split(/[\s,;]+/).filter(Boolean);
  const value = cell("value");
  const item: ImportItem = {
    place: planned.length,
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
    remarked: false,
  };
  const say = (severity: ImportProblem["severity"], code: string, message: string, column: string | null) => {
    problems.push({ row, column, severity, code, message });
  };
  const key = item.mpn || `${item.value}|${item.footprint}`;
  const earlier = planned.find((other) => other.key === key && other.item.outcome !== "refused");
  const chosen = request.choices?.find((choice) => choice.key === key)?.part ?? null;
  const known =
    chosen === null ? (store.parts.find(({ row: part }) => item.mpn !== "" && part.mpn === item.mpn) ?? null) : store.find(chosen);
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
  planned.push({ item, part: known, key });
}

function summary(
  store: FakeStore,
  request: ImportPreviewRequest,
  columns: ImportPreview["columns"],
  planned: Planned[],
  problems: ImportProblem[],
): ImportPreview {
  const items = planned.map(({ item }) => item);
  const used = items.filter((item) => item.outcome !== "not_a_part" && item.outcome !== "refused");
  const ended = (outcome: ImportItem["outcome"]) => items.filter((item) => item.outcome === outcome).length;
  const difference = differenceOf(store, request, linesOf(planned));
  const changes = difference.added + difference.changed + difference.removed;
  const header_row = request.header_row === 0 ? null : (request.header_row ?? 1);
  return {
    source: { format: "csv", encoding: request.encoding ?? "UTF-8", delimiter: request.delimiter ?? ",", header_row, part: null, parts: [] },
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
    lines: request.target.kind === "parts_list" ? 0 : used.filter((item) => item.outcome !== "merged").length,
    designators: used.reduce((sum, item) => sum + item.designators.length, 0),
    quantity_total: exactSum(used.map((item) => item.quantity)),
    new_parts: ended("new"),
    without_mpn: used.filter((item) => item.mpn === "").length,
    remarked: 0,
    of_all: [],
    items,
    problems,
    outline: outlineOf(items, problems, difference.lines),
    problems_left_out: 0,
    difference,
    looks_like_parts: !columns.some(({ role }) => role === "reference" || role === "quantity"),
    suggestions: suggestionsOf(store, planned),
    remembered: null,
    nothing: changes === 0 && ended("new") === 0,
    fingerprint: JSON.stringify([request.target, used.map((item) => [item.outcome, item.number, item.name])]),
  };
}

function categoryOf(designator: string): string {
  const letters = designator.replace(/\d.*$/, "");
  const known: Record<string, string> = { R: "RES", C: "CAP", L: "IND", FB: "IND", D: "DIO", U: "ICT", J: "CON", SW: "SWI", Y: "XTL" };
  return `EL-${known[letters] ?? "OTH"}`;
}

/** Rows with quotes; empty lines are left out. */
function cellsOf(written: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (const letter of `${written.replace(/\r\n/g, "\n").replace(/^\uFEFF/, "")}\n`) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === separator || letter === "\n")) {
      rows.at(-1)?.push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else cell += letter;
  }
  return rows.filter((row) => row.some((text) => text.trim() !== ""));
}

const letters: Record<ImportItem["outcome"], string> = { new: "n", matched: "m", updated: "u", merged: "j", not_a_part: "o", refused: "r" };

/** The rows and the changes of a plan in short. */
export function outlineOf(items: readonly ImportItem[], problems: readonly ImportProblem[], changes: readonly ImportLineChange[]): ImportOutline {
  return {
    rows: items.map(({ row }) => row),
    ends: items.map(({ outcome, remarked }) => (remarked ? letters[outcome].toUpperCase() : letters[outcome])).join(""),
    problems: items.map(({ row }) => problems.filter((problem) => problem.row === row).length),
    changes: changes.map(({ kind }) => kind[0]).join(""),
  };
}
