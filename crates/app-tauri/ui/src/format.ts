// How counts, amounts, times and sizes are written. Amounts are exact texts, and no digit of one is changed. Times are stored
// in UTC and shown as the clock here has them.
const counts = new Intl.NumberFormat("en", { useGrouping: true });
const natural = new Intl.Collator("en", { numeric: true });

/** How many there are of something, `300,000`: only read, never typed, so that it may be told at a glance. */
export const count = (value: number): string => counts.format(value);

/** An exact amount as it is read, `20,000.25 m`, or several of them; in a field it is the text that was typed. */
export const amount = (exact: string): string => exact.replace(/(?<=^|, )\d+/g, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ","));

const two = (part: number): string => String(part).padStart(2, "0");

/** A day on the calendar of whoever sits here, in the one form that days have everywhere: `2026-11-24`. */
export function day(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The time of that day: `09:05`. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Both: `2026-11-24 09:05`. */
export const moment = (at: number): string => `${day(at)} ${timeOfDay(at)}`;

/** The exact time as it is stored, for whoever wants it: `2026-11-24 08:05:12 UTC`. */
export const utc = (at: number): string => new Date(at).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");

/** Designators as people count: C2 before C10. */
export function naturally(designators: readonly string[]): string[] {
  return [...designators].sort((a, b) => natural.compare(a, b));
}

/** An exact amount of money as prices are read: with two decimals, or all that it has. */
export function price(exact: string): string {
  const [whole = "", decimals = ""] = exact.split(".");
  return `${amount(whole)}.${decimals.padEnd(2, "0")}`;
}

/** The end of a path, cut between two of its folders to about so many characters; the last name is always whole. */
export function pathEnd(path: string, most: number): string {
  if (path.length <= most) return path;
  const at = path.slice(0, -1).search(/[\\/](?=[^\\/]*$)/);
  let cut = at;
  for (let place = at - 1; place >= path.length - most + 1; place -= 1) if (/[\\/]/.test(path[place] ?? "")) cut = place;
  return cut <= 0 ? path : `…${path.slice(cut)}`;
}

/** The last name of a path. */
export const lastName = (path: string): string => path.slice(path.search(/[^\\/]*$/));

/** The folder that a path's last name is in; the path itself where it has none. */
export function folderOf(path: string): string {
  const at = path.search(/[\\/][^\\/]*$/);
  return at < 0 ? path : path.slice(0, Math.max(at, 1));
}

/** A duration that is given in microseconds. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 100_000) return `${(microseconds / 1000).toFixed(1)} ms`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1000)} ms`;
  return `${(microseconds / 1_000_000).toFixed(1)} s`;
}

export function size(bytes: number): string {
  if (bytes === 1) return "1 byte";
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
