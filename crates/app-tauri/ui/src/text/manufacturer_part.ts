// What the user reads about manufacturer parts.

export const manufacturerPart = {
  title: "Manufacturer parts",
  manufacturer: "Manufacturer",
  mpn: "MPN",
  status: "Status",
  none: "No manufacturer part yet.",
  add: "Add manufacturer part",
  remove: (mpn: string) => `Remove ${mpn}`,
};
