// Designators in the order people count, and sizes as people read them.
import { expect, test } from "vitest";
import { naturally, size, utc } from "./format";

test("designators are sorted by letters, then by number", () => {
  expect(naturally(["C10", "C2", "R1", "C1"])).toEqual(["C1", "C2", "C10", "R1"]);
});

test("sorting designators leaves the list it was given alone", () => {
  const given = ["R2", "R1"];
  naturally(given);
  expect(given).toEqual(["R2", "R1"]);
});

test.each([
  [999, "999 bytes"],
  [1500, "1.5 kB"],
  [2_345_678, "2.3 MB"],
])("%d bytes are %s", (bytes, written) => {
  expect(size(bytes)).toBe(written);
});

test("the exact time is in UTC", () => {
  expect(utc(0)).toBe("1970-01-01 00:00:00 UTC");
});
