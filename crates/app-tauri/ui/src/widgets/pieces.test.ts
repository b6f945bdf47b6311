// Sentences in pieces.
import { expect, test } from "vitest";
import { pieces, unbroken } from "./pieces";

test("part numbers in a title are told apart from the words around them", () => {
  expect(pieces("EL-PCA-100014 revision 1: EL-RES-100007 × 6")).toEqual([
    { words: "EL-PCA-100014", number: true },
    { words: " revision 1: ", number: false },
    { words: "EL-RES-100007", number: true },
    { words: " × 6", number: false },
  ]);
});

test("no line ends within a part number, or between a revision and its label", () => {
  const whole = unbroken("Released EL-RES-100007 revision B, as asked").flatMap(({ words, whole }) => (whole ? [words] : []));
  expect(whole).toEqual(["EL-RES-100007", "revision B,"]);
});
