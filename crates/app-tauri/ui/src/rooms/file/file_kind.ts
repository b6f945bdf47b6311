// What the bytes of a file can be shown as, whatever the file is called.

/** How images begin that a web view shows in an `<img>`, in which nothing runs and nothing is fetched, also of an SVG. */
const images: readonly { type: string; begins: string; then?: string }[] = [
  { type: "image/png", begins: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", begins: "\xff\xd8\xff" },
  { type: "image/gif", begins: "GIF87a" },
  { type: "image/gif", begins: "GIF89a" },
  // Four bytes of length stand between.
  { type: "image/webp", begins: "RIFF", then: "WEBP" },
];

/** A drawing as XML, behind what XML may begin with: a declaration, a type, remarks. */
const drawing = /^\ufeff?\s*(?:<\?xml[^>]*>\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?\s*>\s*|<!--[\s\S]*?-->\s*)*<(?:svg:)?svg[\s>]/;

/** What these bytes are to be shown as, when they are the beginning of a file: an image of a type, a PDF, or maybe a text. */
export function kindOf(bytes: Uint8Array): { kind: "image"; type: string } | { kind: "pdf" } | { kind: "text" } {
  const signs = String.fromCharCode(...bytes.subarray(0, 1_024));
  const found = images.find(({ begins, then }) => signs.startsWith(begins) && (then === undefined || signs.startsWith(then, 8)));
  if (found) return { kind: "image", type: found.type };
  // Readers look for it in the first kilobyte; some writers put something before it.
  if (signs.includes("%PDF-")) return { kind: "pdf" };
  if (signs.includes("<") && drawing.test(new TextDecoder().decode(bytes.subarray(0, sample)))) return { kind: "image", type: "image/svg+xml" };
  return { kind: "text" };
}

export type Decoded = { text: string; encoding: string };

/** Marks at the beginning that say an encoding. */
const marks: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/** So much of the beginning says whether something is text at all. */
const sample = 8_192;

/** The text that these bytes are, in the encoding that they most likely have; null when they are no text. `whole` is whether
    they are all of it: else the last character may be cut. */
export function decode(bytes: Uint8Array, whole: boolean): Decoded | null {
  const marked = marks.find((mark) => mark.bytes.every((byte, place) => bytes[place] === byte));
  if (marked) return { text: decodeAs(marked.encoding, bytes, whole, false) ?? "", encoding: marked.encoding };
  const beginning = bytes.subarray(0, sample);
  if (beginning.includes(0)) return decodeWide(bytes, whole);
  const text = decodeAs("utf-8", bytes, whole, true);
  if (text !== null) return isText(text) ? { text, encoding: "utf-8" } : null;
  // What old tools wrote in Western Europe, and takes any byte; so it has to look like text.
  const old = decodeAs("windows-1252", bytes, whole, false) ?? "";
  return isText(old) ? { text: old, encoding: "windows-1252" } : null;
}

/** Text of two bytes a character without a mark, as some tools on Windows write: every other byte of it is 0. */
function decodeWide(bytes: Uint8Array, whole: boolean): Decoded | null {
  const beginning = bytes.subarray(0, sample);
  const zeros = [0, 0];
  for (const [place, byte] of beginning.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = beginning.length / 2;
  const encoding = even === 0 && odd > half * 0.7 ? "utf-16le" : odd === 0 && even > half * 0.7 ? "utf-16be" : null;
  const text = encoding && decodeAs(encoding, bytes, whole, false);
  return encoding && text && isText(text) ? { text, encoding } : null;
}

function decodeAs(encoding: string, bytes: Uint8Array, whole: boolean, fatal: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes, { stream: !whole });
  } catch {
    // Bytes that this encoding does not have.
    return null;
  }
}

/** Whether there is hardly anything in it that no text has. */
function isText(text: string): boolean {
  const beginning = text.slice(0, sample);
  let strange = 0;
  for (const character of beginning) {
    const code = character.charCodeAt(0);
    if ((code < 32 && !"\t\n\r\f\v\u001b\u001a".includes(character)) || code === 0xfffd || (code >= 127 && code < 160)) strange += 1;
  }
  return strange <= beginning.length / 100;
}
