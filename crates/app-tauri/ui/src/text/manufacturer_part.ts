// What the user reads about manufacturer parts.

export const manufacturerPart = {
  title: "Manufacturer parts",
  manufacturer: "Manufacturer",
  mpn: "MPN",
  status: "Status",
  none: "No manufacturer part yet",
  noneDetail: "Say which products of which makers are good for this part. Who sells them, and at which price, stands below each.",
  nobody: "maker not known",
  add: "Add manufacturer part",
  edit: (mpn: string) => `Edit ${mpn}`,
  removed: (mpn: string) => `Removed ${mpn}.`,
  remove: (mpn: string) => `Remove ${mpn}`,
};
