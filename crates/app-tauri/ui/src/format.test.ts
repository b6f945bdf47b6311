// Designators in the order people count, and sizes as people read them.
import { expect, test } from "vitest";
import { amount, count, day, duration, folderOf, lastName, moment, naturally, pathEnd, price, size, timeOfDay, utc } from "./format";

test("designators are sorted by letters, then by number", () => {
  expect(naturally(["C10", "C2", "R1", "C1"])).toEqual(["C1", "C2", "C10", "R1"]);
});

test("sorting designators leaves the list it was given alone", () => {
  const given = ["R2", "R1"];
  naturally(given);
  expect(given).toEqual(["R2", "R1"]);
});

test.each([
  [1, "1 byte"],
  [999, "999 bytes"],
  [1500, "1.5 kB"],
  [2_345_678, "2.3 MB"],
])("%d bytes are %s", (bytes, written) => {
  expect(size(bytes)).toBe(written);
});

test.each([
  [0, "0 µs"],
  [12.4, "12 µs"],
  [1400, "1.4 ms"],
  [212_000, "212 ms"],
  [2_350_000, "2.4 s"],
])("%d microseconds are %s", (microseconds, written) => {
  expect(duration(microseconds)).toBe(written);
});

test.each([
  ["4", "4"],
  ["999.999999", "999.999999"],
  ["20000", "20,000"],
  ["1234567.001000", "1,234,567.001000"],
  ["20000.5 m, 3000 each", "20,000.5 m, 3,000 each"],
  ["0.123456", "0.123456"],
  ["", ""],
])("the amount %j is written as %j", (exact, written) => {
  expect(amount(exact)).toBe(written);
});

test("a price has its thousands in groups too", () => {
  expect(["0.5", "1234.5", "1234567.1234"].map(price)).toEqual(["0.50", "1,234.50", "1,234,567.1234"]);
});

test("a count is written in groups of three digits", () => {
  expect([0, 999, 5000, 300_000, 1_234_567].map(count)).toEqual(["0", "999", "5,000", "300,000", "1,234,567"]);
});

test.each([
  ["/tmp/x/demo.partwright", "/tmp/x/demo.partwright"],
  ["/srv/ada/.local/share/partwright.desktop/demo.partwright", "…/demo.partwright"],
  ["/srv/ada/data/boards/demo.partwright", "…/data/boards/demo.partwright"],
  ["C:\\Users\\Ada Lovelace\\AppData\\demo.partwright", "…\\AppData\\demo.partwright"],
  ["/srv/a-name-that-is-longer-than-the-room.partwright", "…/a-name-that-is-longer-than-the-room.partwright"],
  ["no-folders-at-all-and-still-longer.partwright", "no-folders-at-all-and-still-longer.partwright"],
])("of the path %j one sees %j", (path, seen) => {
  expect(pathEnd(path, 30)).toBe(seen);
});

test("a path has a last name and a folder before it, on every system", () => {
  const paths = ["/boards/lamp.partwright", "C:\\boards\\lamp.partwright", "/lamp.partwright", "lamp.partwright"];
  expect(paths.map(folderOf)).toEqual(["/boards", "C:\\boards", "/", "lamp.partwright"]);
  expect(paths.map(lastName)).toEqual(Array(4).fill("lamp.partwright"));
});

test("a price has two decimals, or all that it has", () => {
  expect(["21", "5.3", "0.08", "0.00425"].map(price)).toEqual(["21.00", "5.30", "0.08", "0.00425"]);
});

test("the exact time is in UTC", () => {
  expect(utc(0)).toBe("1970-01-01 00:00:00 UTC");
});

test("a day and a time are those of the clock here, in one form", () => {
  const at = new Date(2026, 0, 4, 9, 5).getTime();
  expect([day(at), timeOfDay(at), moment(at)]).toEqual(["2026-01-04", "09:05", "2026-01-04 09:05"]);
});
