// What the user reads about parts.
import { some } from "./some";

export const parts = {
  title: "Parts",
  label: "Part list",
  filter: "Search parts",
  filterHint: "Search: 4k7, 100nF 0402, MPN…",
  clearFilter: "Clear the filter",
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
  sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
  empty: "No parts yet",
  emptyDetail: "Bring in a board you already have, or write down the first part by hand.",
  importBom: "Import a BOM",
  noneFound: "No part matches",
  noneFoundDetail:
    "Every word must be in a part's number, name, description, properties, MPNs, file names or BOM notes. Try one of these:",
  showAll: "Show all parts",
  keys: { move: "move", open: "open", filter: "search", new: "new part" },
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
  numberHint: (code: string) => `It gets the next free number, ${code}-…`,
  both: "Give the manufacturer and the MPN together, or leave both empty.",
  create: "Create part",
  created: (number: string) => `Created ${number}.`,
};

export const part = {
  notFound: "This part cannot be shown",
  backToParts: "All parts",
  rename: "Name of the part",
  describe: "Description of the part",
  addDescription: "Add a description",
  revision: (label: string) => `Revision ${label}`,
  chooseRevision: "Revision",
  by: (author: string, day: string) => `${author}, ${day}`,
  tabs: { bom: "BOM", details: "Details", used: "Where used", history: "History" },
  tabsLabel: "About this part",
  copyNumber: "Copy the part number",
  copied: (number: string) => `Copied ${number}.`,
  frozen: (state: string) =>
    state === "In Review"
      ? "This revision is in review and stays as it is, unless it goes back to Draft."
      : `This revision is ${state.toLowerCase()} and stays as it is. Make a new revision to change it.`,
  category: "Category",
  footprint: "Footprint",
};

export const used = {
  title: "Where used",
  label: "Assemblies that use this part",
  none: "Not used anywhere",
  noneDetail: "No BOM has a line with this part.",
  as: "As",
  substitute: "Substitute",
  substituteLong: "Whether the line calls for this part, or names it as a substitute",
  assembly: "Assembly",
  revision: "Rev.",
  levels: "How far up",
  by: { lines: "One level", all: "All levels" },
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
