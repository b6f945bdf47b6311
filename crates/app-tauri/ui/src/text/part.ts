// What the user reads about parts.
import { count } from "../format";
import { some } from "./some";

/** What an export of a list of parts writes, by what these are called. */
export function exportsOf(one: string, several: string, rows: number, more: boolean, filtered: boolean, marked: number): string {
  const those = more
    ? `All ${several} that answer to the search and its filters.`
    : filtered
      ? `The ${some(rows, one, several)} that ${rows === 1 ? "answers" : "answer"} to the search and its filters.`
      : `All ${some(rows, one, several)} of the workspace.`;
  const rest = "In the order of the list; with all that lists know of a part, whichever columns are shown.";
  return [those, rest, ...(marked > 0 ? ["What is marked makes no difference."] : [])].join(" ");
}

export const parts = {
  title: "Parts",
  label: "Part list",
  filter: "Search parts",
  filterHint: "Search: 10k, 100nF 0402, MPN…",
  clearText: "Clear the search",
  allCategories: "All categories",
  allOf: (category: string) => `All of ${category}`,
  category: "Category",
  count: (n: number) => some(n, "part"),
  matching: (n: number) => `${some(n, "part")} found`,
  matchingMore: (n: number) => `more than ${some(n, "part")} found`,
  new: "New part",
  number: "Number",
  name: "Name",
  value: "Value",
  mpn: "MPN",
  manufacturer: "Manufacturer",
  state: "State",
  created: "Created",
  columns: {
    number: "Number",
    revision: "Revision",
    name: "Name",
    description: "Description",
    value: "Value",
    footprint: "Footprint",
    mpn: "MPN",
    manufacturer: "Manufacturer",
    category: "Subcategory",
    state: "State",
    author: "Author",
    created: "Created",
    changed: "Changed",
  },
  mark: (number: string) => `Mark ${number}`,
  marked: (n: number) => `${some(n, "part")} marked`,
  markAll: "Mark all",
  markedAll: (most: number) => `At most ${some(most, "part")} are marked at once.`,
  unmark: "Unmark",
  unmarked: (n: number) => `The list shows other parts now, so ${some(n, "part")} ${n === 1 ? "is" : "are"} not marked any more.`,
  onAll: {
    look: "See what would change",
    looking: "Looking at each part…",
    doing: "Changing the parts…",
    cancelled: "Cancelled; nothing was changed.",
    refused: "Parts that stay as they are",
    more: (n: number) => `and ${count(n)} more`,
    told: (changed: number, unchanged: number, refused: number) =>
      [
        `${some(changed, "part")} will change`,
        ...(unchanged > 0 ? [`${count(unchanged)} ${unchanged === 1 ? "is" : "are"} so already`] : []),
        ...(refused > 0 ? [`${count(refused)} cannot`] : []),
      ].join(", ") + ".",
  },
  actOnAll: {
    open: "Change the state…",
    title: (n: number) => `Change the state of ${some(n, "part")}`,
    what: "What is to be done with their newest revisions",
    from: (n: number, of: number) => (n === of ? `all ${count(of)}` : `${count(n)} of ${count(of)}`),
    none: "Nothing leads on from where these parts are.",
    submit: (act: string, n: number) => (n === 0 ? "Nothing changes" : `${act}: ${some(n, "part")}`),
    done: (act: string, changed: number, refused: number) =>
      `${act}: ${some(changed, "part")}` + (refused > 0 ? `; ${count(refused)} stayed as they were.` : "."),
  },
  setOnAll: {
    open: "Set a property…",
    title: (n: number) => `Set a property of ${some(n, "part")}`,
    hint: "It is set on the newest revision of each part. What is released, in review or obsolete stays as it is.",
    submit: (n: number) => (n === 0 ? "Nothing changes" : `Change ${some(n, "part")}`),
    done: (name: string, changed: number, refused: number) =>
      `Set ${name} of ${some(changed, "part")}` + (refused > 0 ? `; ${count(refused)} stayed as they were.` : "."),
  },
  /** What an export of the list writes. */
  exports: (rows: number, more: boolean, filtered: boolean, marked: number) =>
    exportsOf("part", "parts", rows, more, filtered, marked),
  chooseColumns: "Choose the columns of the list",
  columnsShort: "Columns",
  resetColumns: "Reset",
  resize: (column: string) => `Width of ${column}`,
  resizeHint: "Drag, or use ← and →; a double click makes it as at first",
  unsorted: (column: string) => `${column}; the list cannot be sorted by it`,
  sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
  empty: "No parts yet",
  emptyDetail: "Bring in a board you already have, or write down the first part by hand.",
  importBom: "Import a BOM",
  noneFound: "No part matches",
  noneFoundDetail:
    "Every word must be in a part's number, name, description, properties, MPNs, file names or BOM notes. Try one of these:",
  noneFiltered: "Filters are on, and every part must pass all of them. They may hide what the words would find.",
  noneFilteredOnly: "Filters are on, and no part passes all of them.",
  withoutFilters: "Search without filters",
  showAll: "Show all parts",
  keys: { move: "move", open: "open", filter: "search", new: "new part", mark: "mark" },
};

export const newPart = {
  title: "New part",
  subcategory: "Subcategory",
  choose: "Choose…",
  name: "Name",
  nameHint: "10 kΩ 1 % 0402",
  description: "Description",
  manufacturer: "Manufacturer",
  mpn: "MPN",
  optional: "optional",
  numberWillBe: (number: string) => `It will be ${number}, unless somebody makes another part before.`,
  another: "create, and write another",
  numberHint: (code: string) => `It gets the next free number, ${code}-…`,
  both: "Give the manufacturer and the MPN together, or leave both empty.",
  create: "Create part",
  created: (number: string) => `Created ${number}.`,
};

export const part = {
  notFound: "This part cannot be shown",
  gone: (number: string) => `${number} is not here any more`,
  goneDetail: "It was removed, or the change that made it was undone. It comes back when that is undone or redone.",
  backToParts: "All parts",
  backToBoms: "All BOMs",
  rename: "Name of the part",
  describe: "Description of the part",
  addDescription: "Add a description",
  revision: (label: string) => `Revision ${label}`,
  chooseAnother: "Choose another part",
  chooseRevision: "Revision",
  chosen: (label: string, state: string) => `Revision ${label}, ${state}`,
  older: "Show the revision before",
  newer: "Show the revision after",
  by: (author: string, day: string) => `${author}, ${day}`,
  tabs: {
    bom: "BOM",
    properties: "Properties",
    manufacturers: "Manufacturers and suppliers",
    files: "Files",
    used: "Where used",
    approvals: "Approvals",
    history: "History",
  },
  tabsLabel: "About this part",
  copyNumber: (number: string) => `Copy the part number ${number}`,
  copied: (number: string) => `Copied ${number}.`,
  frozen: (state: string) =>
    state === "In Review"
      ? "This revision is in review and stays as it is, unless it goes back to Draft."
      : `This revision is ${state.toLowerCase()} and stays as it is. Make a new revision to change it.`,
  category: "Category",
  footprint: "Footprint",
  duplicateShort: "Duplicate…",
  removeShort: "Remove…",
  duplication: {
    title: (number: string) => `Duplicate ${number}`,
    submit: "Make the duplicate",
    hint: "It gets the description, the properties, the files and the BOM of the newest revision. Manufacturer parts are not copied: each stands for one part.",
    done: (made: string, from: string) => `Made ${made}, a duplicate of ${from}.`,
  },
  remove: "Remove part…",
  removal: (number: string) => `Remove ${number}`,
  removeAsk: (name: string) =>
    `${name} goes, with its revision, its properties, files and manufacturer parts. Its number is never given to another part. It can be undone.`,
  removeNow: "Remove part",
  removed: (number: string) => `Removed ${number}.`,
  makeObsolete:
    "A part that is in use is made obsolete instead: then nothing new is built with it, and what was built stays known.",
};

export const used = {
  title: "Where used",
  label: "Assemblies that use this part",
  none: "Not used anywhere",
  noneDetail: "No BOM has a line with this part.",
  as: "Used as",
  substitute: "Substitute",
  substituteLong: "Whether the line calls for this part, or names it as a substitute",
  assembly: "Assembly",
  revision: "Rev.",
  levels: "How far up",
  by: { lines: "One level", all: "All levels", graph: "Graph" },
  allLabel: "Everything this part ends up in",
  noneNewest: "No revision of any part has it, at any level.",
  level: "Level",
  levelLong: "How many levels above this part, on the shortest way",
  top: "Top",
};

export const successor = {
  label: "Used instead",
  none: "No successor",
  obsolete: "Obsolete; use",
  earlier: "A revision of it is obsolete; use",
  obsoleteAlone: "Obsolete; nothing is named to be used instead.",
  through: (number: string) => `(through ${number})`,
  name: "Name a successor",
  change: "Change",
  title: (number: string) => `Used instead of ${number}`,
  saved: "Saved.",
};
