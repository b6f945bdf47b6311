// The last moment of a day, as the person's own clock tells it: what was released in its course was released on it.

/** Milliseconds since 1970-01-01 UTC of the end of a day like `2026-01-31`; null where it is none. */
export function endOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  const next = new Date(Number(year), Number(month) - 1, Number(date) + 1);
  return next.getTime() - 1;
}
