// What the user reads about the import.
import { count } from "../format";
import { some } from "./some";

export const importing = {
  busy: "Something is being imported already; wait until it is written, or cancel it.",
  dropAnywhere: "Drop a BOM, a folder of them or a .zip to import it",
  title: "Import",
  lead: "Drop a BOM file here",
  detail:
    "A spreadsheet (.xlsx, .xls, .ods), CSV or any text with rows, KiCad's netlist (.xml), or a BOM that Partwright exported. You see what would happen, row by row, before anything is written.",
  choose: "Choose file…",
  chooseOther: "Another file",
  several: (n: number) => `Only the first of the ${count(n)} files was taken; import them one after the other.`,
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
  partsList: "A list of parts",
  listSubcategory: "New parts go to",
  eachItsOwn: "where each of them suggests",
  updates: "Change parts that are there",
  updatesLong: "Parts that are there, and whose newest revision is a Draft, get what the list says of them.",
  foreignNumbers: "Its part numbers are from another workspace",
  foreignNumbersLong:
    "A number such as EL-RES-100042 is then not looked for among the parts of this workspace; it is remembered for the part that its row makes or finds.",
  mode: "Lines that are there",
  modes: { update: "Update", replace: "Replace all", add: "Keep all, and add" },
  modesLong: {
    update: "Lines that came from a file become what this one says, or go; lines that somebody added by hand stay.",
    replace: "The BOM becomes what the file says; all other lines go.",
    add: "All lines stay as they are, and the file's come after them, as for a second BOM of one assembly.",
  },
  howRead: "Read as",
  formats: {
    csv: "Text",
    xlsx: "Excel workbook",
    xlsb: "Excel workbook (binary)",
    xls: "Excel 97 workbook",
    ods: "OpenDocument spreadsheet",
    "kicad-netlist": "KiCad netlist",
    "partwright-json": "Partwright export",
  } as Record<string, string>,
  encoding: "Encoding",
  separator: "Separator",
  headerRow: "Header",
  sheet: "Sheet",
  variant: "Variant",
  asDrawn: "as drawn",
  asFound: "as found",
  found: (what: string) => `${what} (found)`,
  line: (row: number) => `in line ${row}`,
  noHeader: "none",
  separators: { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space", ":": "colon" } as Record<string, string>,
  columns: "Columns",
  remembered: "as you chose the last time",
  forget: "Forget",
  forgetLong: "Read the columns of such files as they are found, now and from now on",
  forgotten: "Forgotten: the columns are read as they are found.",
  willRemember: "remembered when you import",
  willRememberLong: "The next file with these columns is read as you chose here.",
  rememberedLong: "A file with these columns was imported before; the roles, encoding and separator that were chosen then are taken again.",
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
  remarked: "With remarks",
  remarkedLong: "Rows that are imported and about which there is something to say",
  remarkedRow: (outcome: string) => `${outcome}; see the remark below`,
  ofAll: (sentence: string) => `Every row: ${sentence}`,
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
  looksLikeParts: "This looks like a list of parts: no column says how many of them, or where they stand.",
  asParts: "Import as a list of parts",
  row: "Row",
  outcome: "Outcome",
  rows: "Rows of the file",
  noRows: "No row has this outcome.",
  noRemarked: "None of the rows that are shown has a remark.",
  noItems: "There is nothing to import in this file.",
  moreProblems: (n: number) => (n === 1 ? "1 more remark is not shown." : `${count(n)} more remarks are not shown.`),
  suggested: (n: number) =>
    n === 1 ? "1 part may be one that is there already." : `${count(n)} parts may be ones that are there already.`,
  decided: (n: number) => (n === 1 ? "You chose which part is meant." : `You chose for ${count(n)} parts which one is meant.`),
  showSuggested: "Look and choose",
  showAll: "Show all rows",
  mayBe: (name: string, rows: readonly number[]) =>
    rows.length === 1 ? `${name} may be a part that is there` : `${name} (${some(rows.length, "row")}) may be a part that is there`,
  means: (name: string) => `Which part ${name} means`,
  use: (number: string, rest: string) => `Use ${number} ${rest}`,
  makeNew: "Make a new part",
  views: "What is shown",
  changes: "Changes of the BOM",
  changesShort: "Changes",
  change: "Change",
  kinds: { added: "Added", changed: "Changed", removed: "Removed" },
  unchanged: "Unchanged",
  unchangedLong: "Lines of the file that the BOM has already",
  kept: "Kept",
  keptLong: "Lines that stay though the file does not know them",
  newPart: "new",
  noChanges: "The draft has all that this file says already; there is nothing to change.",
  noChangesRefused: (n: number) =>
    `No line changes, because ${n === 1 ? "1 row is" : `${count(n)} rows are`} refused. Look at the rows of the file for the reasons.`,
  noChange: "No line changes in this way.",
  confirm: {
    new: (fresh: number, used: number, lines: number) =>
      fresh === 0
        ? `Create a BOM of ${some(lines, "line")} from ${some(used, "existing part")}`
        : `Create ${some(fresh, "part")} and a BOM of ${some(lines, "line")}`,
    existing: (fresh: number, added: number, changed: number, removed: number) => {
      const steps = [
        fresh > 0 && `create ${some(fresh, "part")}`,
        added > 0 && `add ${some(added, "line")}`,
        changed > 0 && `change ${count(changed)}`,
        removed > 0 && `remove ${count(removed)}`,
      ].filter((step) => step !== false);
      return capital(steps.length === 0 ? "update the parts" : listed(steps));
    },
    parts: (fresh: number, updated: number) => {
      const steps = [fresh > 0 && `create ${some(fresh, "part")}`, updated > 0 && `change ${some(updated, "part")}`];
      return capital(listed(steps.filter((step) => step !== false)));
    },
    nothing: "Nothing to import",
  },
  applying: "Importing…",
  running: (name: string) => `Importing ${name}`,
  whole: "Nothing is written before you confirm; then all of it is, as one change.",
  refusedNotice: (n: number) =>
    n === 1
      ? "1 row is refused and stays out of the BOM; look at it before you import."
      : `${count(n)} rows are refused and stay out of the BOM; look at them before you import.`,
  cancelled: "The preview was cancelled.",
  applyCancelled: "The import was cancelled; nothing was written.",
  again: "Preview again",
  done: (name: string, lines: number, fresh: number) =>
    `Imported ${name}: ${some(lines, "line")}, ${some(fresh, "new part")}.`,
  doneChanges: (name: string, added: number, changed: number, removed: number) =>
    `Imported into ${name}: ${some(added, "line")} added, ${count(changed)} changed, ${count(removed)} removed.`,
  doneParts: (name: string, fresh: number, matched: number) =>
    `Imported ${name}: ${some(fresh, "new part")}, ${count(matched)} there already.`,
  nothing: (name: string) => `${name} has all that this file says already; nothing was changed.`,
};

/** Steps as a person lists them: with commas, and a word before the last. */
export function listed(steps: readonly string[]): string {
  const last = steps.at(-1) ?? "";
  return steps.length < 2 ? last : `${steps.slice(0, -1).join(", ")} and ${last}`;
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
