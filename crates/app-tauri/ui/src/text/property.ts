// What the user reads about properties.

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
  add: "Add property",
  dateHint: "2026-12-31",
  missing: "Missing for a release",
  addMissing: (name: string) => `Add ${name}`,
  there: (name: string, value: string) => `There is a property ${name} already (${value}); edit that one.`,
};
