// What the user reads about the import.
import { count } from "../format";
import { some } from "./some";

export const importing = {
  title: "Import a BOM",
  lead: "Drop a BOM file here",
  detail: "Any text file with rows: CSV, semicolons or tabs. You see what would happen, row by row, before anything is written.",
  choose: "Choose file…",
  chooseOther: "Another file",
  drop: "Drop the file to preview it",
  reading: "Reading the file…",
  file: "File",
  target: "Into",
  newAssembly: "A new assembly",
  existingAssembly: "An existing draft",
  name: "Name",
  subcategory: "Subcategory",
  assembly: "Assembly",
  assemblyHint: "Type its number or name…",
  changeAssembly: "Choose another",
  needName: "Give the new assembly a name to see the preview.",
  needAssembly: "Choose the assembly to see the preview.",
  source: (format: string, encoding: string | null, delimiter: string | null, header: number | null) =>
    [format.toUpperCase(), encoding, delimiter && `split by ${delimiterName(delimiter)}`, header && `header in row ${header}`]
      .filter(Boolean)
      .join(" · "),
  columns: "Columns",
  roleOf: (column: string) => `Role of the column ${column}`,
  column: (index: number) => `Column ${index + 1}`,
  roles: {
    reference: "Designators",
    quantity: "Quantity",
    value: "Value",
    footprint: "Footprint",
    mpn: "MPN",
    manufacturer: "Manufacturer",
    part_number: "Part number",
    description: "Description",
    datasheet: "Datasheet",
    dnp: "DNP",
    fitted: "Fitted",
    unit: "Unit",
    find_number: "Find number",
    note: "Note",
    property: "Property",
    ignore: "Ignore",
  },
  outcomes: {
    new: "New",
    matched: "Matched",
    updated: "Updated",
    merged: "Merged",
    not_a_part: "Not a part",
    refused: "Refused",
  },
  outcomesLong: {
    new: "A part that will be created",
    matched: "A part that is there already, used as it is",
    updated: "A part that is there already and gains what the file knows",
    merged: "The same part as in a row above; its designators join that line",
    not_a_part: "A row that is no part, such as a title or a sum",
    refused: "A row that cannot be imported",
  },
  all: "All rows",
  readLabel: (n: number) => (n === 1 ? "row read" : "rows read"),
  accounted: "Every row is accounted for.",
  unaccounted: (n: number) => `${some(n, "row")} not accounted for; do not import this, report it.`,
  lines: (n: number) => (n === 1 ? "line" : "lines"),
  designators: (n: number) => (n === 1 ? "designator" : "designators"),
  quantity: "quantity",
  withoutMpn: (n: number) =>
    n === 1
      ? "1 row has no MPN; its part is told apart by value and footprint."
      : `${count(n)} rows have no MPN; their parts are told apart by value and footprint.`,
  row: "Row",
  outcome: "Outcome",
  rows: "Rows of the file",
  noRows: "No row has this outcome.",
  noItems: "There is nothing to import in this file.",
  confirm: (fresh: number, used: number, lines: number, kind: "new" | "existing") => {
    const bom = `a BOM of ${some(lines, "line")}`;
    const into = kind === "existing" ? "write " : "";
    if (fresh === 0) return `${kind === "existing" ? "Write" : "Create"} ${bom} from ${some(used, "existing part")}`;
    return `Create ${some(fresh, "part")} and ${into}${bom}`;
  },
  applying: "Importing…",
  whole: "Nothing is written before you confirm; then all of it is, as one change.",
  refusedNotice: (n: number) =>
    n === 1
      ? "1 row is refused and stays out of the BOM; look at it before you import."
      : `${count(n)} rows are refused and stay out of the BOM; look at them before you import.`,
  done: (name: string, lines: number, fresh: number) =>
    `Imported ${name}: ${some(lines, "line")}, ${some(fresh, "new part")}.`,
  nothing: (name: string) => `${name} has all that this file says already; nothing was changed.`,
};

function delimiterName(delimiter: string): string {
  const names: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces" };
  return names[delimiter] ?? delimiter;
}
