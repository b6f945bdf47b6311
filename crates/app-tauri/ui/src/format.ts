// How counts, times and sizes are written. Quantities are not here: they are exact texts and shown as they are.
const counts = new Intl.NumberFormat("en");
const moments = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const longDays = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const natural = new Intl.Collator("en", { numeric: true });

export const count = (value: number): string => counts.format(value);
export const moment = (at: number): string => moments.format(at);
export const day = (at: number): string => days.format(at);
export const timeOfDay = (at: number): string => clock.format(at);
export const longDay = (at: number): string => longDays.format(at);
/** The exact time, for whoever wants it. */
export const utc = (at: number): string => new Date(at).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");

/** Designators as people count: C2 before C10. */
export function naturally(designators: readonly string[]): string[] {
  return [...designators].sort((a, b) => natural.compare(a, b));
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
