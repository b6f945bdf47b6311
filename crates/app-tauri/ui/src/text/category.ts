// What the user reads about categories.
import { some } from "./some";

export const categories = {
  title: "Categories",
  count: (categories: number, subcategories: number) =>
    `${some(categories, "category", "categories")}, ${some(subcategories, "subcategory", "subcategories")}`,
  readOnly: "A Viewer sees the categories and cannot change them.",
  explained: "Part numbers begin with the codes, so a code never changes. Names do.",
  new: "New category",
  newSubcategory: "Add subcategory",
  code: "Code",
  codeHint: "EL",
  subcodeHint: "RES",
  name: "Name",
  nameHint: "Electronics",
  subnameHint: "Resistors",
  assembly: "Assembly",
  assemblyDetail: "Its parts are made of other parts and have a BOM.",
  assemblyOf: (code: string) => `Parts of ${code} are assemblies`,
  demands: "Demanded properties",
  demand: "Add a property",
  demandOf: (code: string) => `Add a property that ${code} demands`,
  forget: (name: string, code: string) => `${code} no longer demands ${name}`,
  parts: "Parts",
  rename: (code: string) => `Name of ${code}`,
  remove: (code: string) => `Remove ${code}`,
  removed: (code: string) => `Removed ${code}.`,
  none: "No subcategory yet.",
};
