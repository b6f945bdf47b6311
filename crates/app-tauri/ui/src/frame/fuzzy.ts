// How well a title answers what was typed: whole beginnings of words first, letters in their order last.

/** Without accents and capitals. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();

/**
 * How well the words of `typed` are found in `title`, and after it in `more`; 0 where they are not. From 2 on, every word
 * begins a word there.
 */
export function score(typed: string, title: string, more = ""): number {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const [first, second] = [plain(title), plain(more)];
  if (first.startsWith(wanted.join(" "))) return 4;
  if (wanted.every((word) => begins(first, word))) return 3;
  if (wanted.every((word) => begins(first, word) || begins(second, word))) return 2;
  return inOrder(first, wanted.join("")) ? 1 : 0;
}

function begins(text: string, word: string): boolean {
  return text.split(/[^\p{L}\p{N}]+/u).some((each) => each.startsWith(word));
}

/** Whether the letters stand in this order, the first of them at the beginning of a word. */
function inOrder(text: string, letters: string): boolean {
  if (letters.length < 2) return false;
  return text.split(/(?<=[^\p{L}\p{N}])/u).some((_, from, words) => {
    const rest = words.slice(from).join("");
    if (rest[0] !== letters[0]) return false;
    let at = 0;
    for (const letter of rest) if (letter === letters[at]) at += 1;
    return at === letters.length;
  });
}
