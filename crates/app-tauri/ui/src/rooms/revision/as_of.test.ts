// A day's last moment, and what is no day.
import { expect, test } from "vitest";
import { endOfDay } from "./as_of";

test("a day ends one millisecond before the next begins, here", () => {
  expect(endOfDay("2026-01-31")).toBe(new Date(2026, 1, 1).getTime() - 1);
  expect(endOfDay("2024-02-29")).toBe(new Date(2024, 2, 1).getTime() - 1);
});

test.each(["", "2026", "31.1.2026", "2026-1-3"])("%j is no day", (text) => {
  expect(endOfDay(text)).toBeNull();
});
