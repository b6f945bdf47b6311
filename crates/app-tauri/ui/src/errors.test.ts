// The table of advice, and whatever may be thrown made into one shape.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { advice, adviceFor, adviceOn, errorDetails, plain, wireError } from "./errors";
import { text } from "./text";

describe("adviceFor", () => {
  test("a code of its own comes before its room", () => {
    expect(adviceFor("bom.cycle")).toBe(advice["bom.cycle"]);
    expect(adviceFor("bom.cycle")).not.toBe(advice["bom"]);
  });

  test("the longest beginning counts, cut at dots and underscores only", () => {
    expect(adviceFor("bom.designator_twice")).toBe(advice["bom.designator"]);
    expect(adviceFor("import.target_has_lines")).toBe("");
    expect(adviceFor("manufacturer_part.mpn_invalid")).toBe(advice["manufacturer_part"]);
    expect(adviceFor("bom.designatory")).toBe(advice["bom"]);
  });

  test.each(["part", "bom", "property", "revision", "manufacturer_part", "file", "import", "category", "person", "store", "workspace", "audit", "page", "number", "date", "window"])(
    "every code of the room %s has advice of its room",
    (room) => {
      expect(adviceFor(`${room}.something_new`)).not.toBe(text.error.unknownAdvice);
    },
  );

  test("no advice is for a code that does not exist", () => {
    // The window's own codes are made here; all others stand in the reference that is generated from the program.
    const reference = readFileSync(resolve("../../../docs/ERRORS.md"), "utf8");
    const codes = [...reference.matchAll(/^\| `([^`]+)`/gm)].map(([, code]) => code ?? "");
    expect(codes.length).toBeGreaterThan(50);
    const begins = (entry: string) => (code: string) => code === entry || code.startsWith(`${entry}.`) || code.startsWith(`${entry}_`);
    const idle = [...Object.keys(advice), ...plain].filter((entry) => !/^window(\.|$)/.test(entry) && !codes.some(begins(entry)));
    expect(idle).toEqual([]);
  });

  test.each(["", "oven.unheard_of", "constructor", "toString.x"])("the unknown code %j still gets an answer", (code) => {
    expect(adviceFor(code)).toBe(text.error.unknownAdvice);
  });
});

describe("adviceOn", () => {
  const error = (code: string, message: string) => ({ code, message, fields: {} });

  test.each([
    ["store.failed", "The disk is full; nothing was changed.", "Try again in a moment."],
    ["store.failed", "The disk is full; nothing was changed. Try again in a moment, please.", ""],
    ["import.file_empty", "The file has no rows; export the BOM again and choose that file.", ""],
    ["workspace.unreachable", "The workspace x cannot be opened. Check that the folder is there and may be written.", ""],
    ["workspace.migration_edited", "Migration 3 is not the one this program knows.", "Open another workspace, or try again."],
  ])("%s: %j is followed by %j", (code, message, shown) => {
    expect(adviceOn(error(code, message))).toBe(shown);
  });
});

describe("wireError", () => {
  test("keeps a wire error as it is", () => {
    const error = { code: "part.not_found", message: "There is no part.", fields: { part: "EL" } };
    expect(wireError(error)).toEqual(error);
  });

  test.each([
    [new TypeError("x is not a function"), "window.unexpected", "x is not a function"],
    ["part_list not allowed", "window.refused", "part_list not allowed"],
    [undefined, "window.unexpected", text.error.unnamed],
    [{ code: 5 }, "window.unexpected", text.error.unnamed],
  ])("%s gets the code %s", (thrown, code, message) => {
    expect(wireError(thrown)).toMatchObject({ code, message });
  });

  test("the details name the fields", () => {
    const details = errorDetails({ code: "a.b", message: "No.", fields: { part: "EL" } });
    expect(details).toBe("a.b: No.\n  part: EL");
  });
});
