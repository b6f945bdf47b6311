// How titles are found by a few letters.
import { expect, test } from "vitest";
import { score } from "./fuzzy";

test.each([
  ["undo", "Undo", "", 4],
  ["new p", "New part", "", 4],
  ["part new", "New part", "", 3],
  ["rev", "Go to Reviews", "", 3],
  ["resume", "Résumé", "", 4],
  ["switch", "Open the workspace Lamp", "switch workspace", 2],
  ["lamp boards", "Open the workspace Lamp", "/srv/boards/lamp.partwright", 2],
  ["gtr", "Go to Reviews", "", 1],
  ["np", "New part", "", 1],
  ["zz", "New part", "", 0],
  ["view", "Go to Reviews", "", 1],
  ["vi", "Go to Reviews", "", 0],
  ["pear", "Theme: Dark", "appearance colours mode", 1],
  ["theme", "Choose the columns", "", 0],
  ["dark", "Salvage a damaged workspace", "recover broken", 0],
  ["parts n", "New part", "", 0],
  ["tr", "Go to Reviews", "", 1],
  ["o", "Go to Reviews", "", 0],
  ["", "Anything", "", 1],
])("%j finds %j with %j by %d", (typed, title, more, found) => {
  expect(score(typed, title, more)).toBe(found);
});
