// What the user reads about properties.
import { count } from "../format";

export const property = {
  title: "Properties",
  name: "Name",
  type: "Type",
  value: "Value",
  unit: "Unit",
  none: "No properties yet.",
  types: { text: "Text", number: "Number", boolean: "Yes or no", date: "Date", link: "Link" },
  edit: (name: string) => `Edit ${name}`,
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `Removed the property ${name}.`,
  copy: (name: string) => `Copy the link ${name}`,
  copied: (name: string) => `Copied the link ${name}.`,
  add: "Add property",
  dateHint: "2026-12-31",
  names: {
    inUse: "Names in use",
    parts: (parts: number, among: number | null) =>
      among === null ? `${count(parts)} ${parts === 1 ? "part" : "parts"}` : `${count(parts)} of the newest ${count(among)} parts`,
    meant: (name: string, parts: number, among: number | null) =>
      `In use is “${name}” (${property.names.parts(parts, among)}); capital letters make it another name.`,
    take: (name: string) => `Take “${name}”`,
  },
  missing: "Missing for a release",
  addMissing: (name: string) => `Add ${name}`,
  there: (name: string, value: string) => `There is a property ${name} already (${value}); edit that one.`,
};
