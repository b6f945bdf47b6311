// The order of the part list stays where it was left, and so do its rows.
import { beforeEach, describe, expect, test } from "vitest";
import { movedBy, rememberedOrder } from "./part_order";

const listed = (...ids: string[]) => ids.map((id) => (id === "" ? undefined : { row: { id } }));

describe("the order that is remembered", () => {
  beforeEach(() => {
    localStorage.clear();
  });

  test("is none at first, and then the one that was chosen", () => {
    expect(rememberedOrder(localStorage, "parts").read()).toEqual({ sort: null, descending: false });
    rememberedOrder(localStorage, "parts").write({ sort: "name", descending: true });
    expect(rememberedOrder(localStorage, "parts").read()).toEqual({ sort: "name", descending: true });
  });

  test.each(['{"sort":"colour","descending":true}', "nonsense", "null", "[]"])("is none where %s was written", (kept) => {
    localStorage.setItem("partwright.parts.order", kept);
    expect(rememberedOrder(localStorage, "parts").read()).toEqual({ sort: null, descending: false });
  });
});

describe("a row that somebody looks at", () => {
  test("moves by what came or went above it", () => {
    expect(movedBy(listed("a", "b", "c"), listed("new", "a", "b", "c"), 1)).toBe(1);
    expect(movedBy(listed("a", "b", "c"), listed("b", "c"), 2)).toBe(-1);
  });

  test("does not move by what came below it, and nowhere where it is gone or was not read", () => {
    expect(movedBy(listed("a", "b"), listed("a", "b", "new"), 1)).toBe(0);
    expect(movedBy(listed("a", "b"), listed("a"), 1)).toBe(0);
    expect(movedBy(listed("a", ""), listed("new", "a"), 1)).toBe(0);
    expect(movedBy([], listed("a"), 3)).toBe(0);
  });
});
