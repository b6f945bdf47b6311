// Days as they are written: which are days, and which comes next.
import { day } from "../format";

const written = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The first moment of a day here, in milliseconds since 1970-01-01 UTC; null where it is none. */
export function startOfDay(text: string): number | null {
  const [, year, month, date] = written.exec(text) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date)).getTime();
  // The 31st of a month that has 30 would be the first of the next.
  return day(at) === text ? at : null;
}

export const isDay = (text: string): boolean => startOfDay(text) !== null;

/** So many days after that one, or before it; today where there is none to go from. */
export function nextDay(text: string, days: number): string {
  const at = startOfDay(text);
  if (at === null) return day(Date.now());
  const date = new Date(at);
  return day(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime());
}

/** The last moment of a day here: what was done in its course was done on it. */
export function endOfDay(text: string): number | null {
  const next = isDay(text) ? startOfDay(nextDay(text, 1)) : null;
  return next === null ? null : next - 1;
}
