// How counts, times and sizes are written. Quantities are not here: they are exact texts and shown as they are. Counts
// look like them, without commas, which no field takes either.
const counts = new Intl.NumberFormat("en", { useGrouping: false });
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

/** The end of a path, cut between two of its folders to about so many characters; the last name is always whole. */
export function pathEnd(path: string, most: number): string {
  if (path.length <= most) return path;
  const at = path.slice(0, -1).search(/[\\/](?=[^\\/]*$)/);
  let cut = at;
  for (let place = at - 1; place >= path.length - most + 1; place -= 1) if (/[\\/]/.test(path[place] ?? "")) cut = place;
  return cut <= 0 ? path : `…${path.slice(cut)}`;
}

/** A duration that is given in microseconds. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 100_000) return `${(microseconds / 1000).toFixed(1)} ms`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1000)} ms`;
  return `${(microseconds / 1_000_000).toFixed(1)} s`;
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
