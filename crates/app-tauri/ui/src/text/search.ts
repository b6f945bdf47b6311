// What the user reads about the search.
import type { SearchFound } from "../bindings/wire";

export const search = {
  filters: "Filters",
  examples: ["10k", "100nF 0402", "Resistance:1k..10k"],
  anyState: "Any state",
  anyMpn: "MPN or none",
  withMpn: "With an MPN",
  withoutMpn: "Without an MPN",
  addRange: "Property range",
  property: "Property",
  propertyHint: "Resistance",
  low: "From",
  lowHint: "from 1k",
  high: "To",
  highHint: "to 10k",
  range: (property: string, low: string, high: string) => `${property}: ${low} … ${high}`,
  removeRange: (property: string) => `Remove the filter by ${property}`,
  removeCategory: "Remove the filter by category",
  removeState: "Remove the filter by state",
  removeMpn: "Remove the filter by MPN",
  clearAll: "Clear all",
  bestFirst: "Best match first",
  found: ({ field, label, text: where }: SearchFound) => {
    const named = {
      number: "Number",
      name: "Name",
      mpn: "MPN",
      manufacturer: "Manufacturer",
      property: label,
      description: "Description",
      file: "File",
      note: "BOM note",
    };
    return `${named[field]}: ${where}`;
  },
};
