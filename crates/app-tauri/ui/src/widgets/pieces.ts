// Sentences in pieces: where a part number stands in one, and where a line of it may end.
export type Piece = { words: string; number: boolean };

/** A title in pieces, so that each part number in it can lead to its part. */
export function pieces(title: string): Piece[] {
  return title
    .split(/\b([A-Z][A-Z0-9]{1,4}-[A-Z][A-Z0-9]{1,4}-\d{6,})\b/)
    .map((words, place) => ({ words, number: place % 2 === 1 }))
    .filter((piece) => piece.words !== "");
}

/** A sentence in pieces, so that no line ends within a part number, or between a revision and its label. */
export function unbroken(sentence: string): { words: string; whole: boolean }[] {
  return pieces(sentence).flatMap(({ words, number }) => {
    if (number) return [{ words, whole: true }];
    return words.split(/\b([Rr]evision [A-Z\d]\w*[.,:;]?)/).map((part, place) => ({ words: part, whole: place % 2 === 1 }));
  });
}
