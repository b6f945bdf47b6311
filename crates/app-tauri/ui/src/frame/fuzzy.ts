// How well a title answers what was typed: beginnings of words first, parts of words and initials last.

/** Without accents and capitals. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();

/** So many letters are found inside a word too; fewer stand in almost every title. */
const insideFrom = 3;

/**
 * How well the words of `typed` are found in `title`, and after it in `more`; 0 where they are not. From 2 on, every word
 * begins a word there; 1 is for what stands inside a word, and for initials.
 */
export function score(typed: string, title: string, more = ""): number {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const [first, second] = [plain(title), plain(more)];
  if (first.startsWith(wanted.join(" "))) return 4;
  if (wanted.every((word) => begins(first, word))) return 3;
  const both = `${first} ${second}`;
  if (wanted.every((word) => begins(both, word))) return 2;
  const isInside = wanted.every((word) => begins(both, word) || (word.length >= insideFrom && both.includes(word)));
  return isInside || initials(first, wanted.join("")) ? 1 : 0;
}

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function begins(text: string, word: string): boolean {
  return wordsOf(text).some((each) => each.startsWith(word));
}

/** Whether these are the first letters of words that follow each other. */
function initials(text: string, letters: string): boolean {
  const all = wordsOf(text).map((word) => word.charAt(0));
  return letters.length > 1 && all.join("").includes(letters);
}
