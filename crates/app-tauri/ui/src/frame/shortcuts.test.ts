// The table of keys: each key once, as people press them and as they are drawn.
import { describe, expect, test } from "vitest";
import { capsOf, shortcuts, spokenKeys, strokeOf, Strokes } from "./shortcuts";

const pressed = (key: string, held: KeyboardEventInit = {}) => strokeOf(new KeyboardEvent("keydown", { key, ...held }));

test("no two actions have the same keys, and no key begins the two of another", () => {
  const all = Object.values(shortcuts);
  expect(new Set(all).size).toBe(all.length);
  for (const keys of all) expect(all.filter((other) => other.startsWith(`${keys} `))).toEqual([]);
});

test.each([
  [pressed("k", { ctrlKey: true }), "Ctrl+K"],
  [pressed("k", { metaKey: true }), "Ctrl+K"],
  [pressed("N", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+N"],
  [pressed("?", { shiftKey: true }), "?"],
  [pressed("ArrowLeft", { altKey: true }), "Alt+ArrowLeft"],
  [pressed("g"), "G"],
])("%s is written as %s", (stroke, written) => {
  expect(stroke).toBe(written);
});

test("keys are drawn as caps and read aloud", () => {
  expect(capsOf("forward")).toEqual(["Alt", "→"]);
  expect(capsOf("go.parts")).toEqual(["G", "P"]);
  expect(spokenKeys("go.parts")).toBe("G, P");
  expect(capsOf("nothing")).toEqual([]);
  expect(capsOf("toString"), "no name of an object's own").toEqual([]);
});

describe("two keys, one after the other", () => {
  test("call their action within a moment", () => {
    const strokes = new Strokes();
    expect(strokes.hear("G", 0)).toBeNull();
    expect(strokes.hear("R", 900)).toBe("go.reviews");
    expect(strokes.hear("R", 901), "once").toBeNull();
  });

  test("are two single keys after it", () => {
    const strokes = new Strokes();
    strokes.hear("G", 0);
    expect(strokes.hear("N", 5_000)).toBe("part.new");
  });

  test("do not keep a third from being heard", () => {
    const strokes = new Strokes();
    strokes.hear("G", 0);
    expect(strokes.hear("Ctrl+K", 100)).toBe("palette");
  });
});
