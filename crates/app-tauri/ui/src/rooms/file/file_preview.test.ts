// What a file is shown as, and what its bytes are read as.
import { describe, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { FileView } from "../../bindings/wire";
import { decode, kindOf } from "./file_kind";
import { FilePreviewState, mostShown, mostText } from "./file_preview.svelte";

const bytes = (...values: number[]) => new Uint8Array(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, first: 0 | 1) =>
  bytes(...[...text].flatMap((letter) => (first === 0 ? [letter.charCodeAt(0), 0] : [0, letter.charCodeAt(0)])));

const signs = (text: string) => bytes(...[...text].map((sign) => sign.charCodeAt(0)));

test.each([
  ["%PDF-1.7\n", { kind: "pdf" }],
  ["garbage\n%PDF-1.4", { kind: "pdf" }],
  ["\x89PNG\r\n\x1a\n...", { kind: "image", type: "image/png" }],
  ["\xff\xd8\xff\xe0", { kind: "image", type: "image/jpeg" }],
  ["GIF89a..", { kind: "image", type: "image/gif" }],
  ["RIFF\0\0\0\0WEBPVP8 ", { kind: "image", type: "image/webp" }],
  ["RIFF\0\0\0\0WAVE", { kind: "text" }],
  ["<svg xmlns='http://www.w3.org/2000/svg'/>", { kind: "image", type: "image/svg+xml" }],
  ["<?xml version='1.0'?>\n<!-- x -->\n<svg/>", { kind: "text" }],
  ["<?xml version='1.0'?>\n<!-- x -->\n<svg >", { kind: "image", type: "image/svg+xml" }],
  ["<?xml version='1.0'?><netlist/>", { kind: "text" }],
  ["Ref;Qty", { kind: "text" }],
  ["", { kind: "text" }],
])("%j is tried as %o, whatever it is called", (text, kind) => {
  expect(kindOf(signs(text))).toEqual(kind);
});

describe("bytes are read as", () => {
  test.each([
    ["UTF-8", utf8("10 kΩ ±1 %"), "utf-8", "10 kΩ ±1 %"],
    ["UTF-8 with its mark", bytes(0xef, 0xbb, 0xbf, 0x41), "utf-8", "A"],
    ["UTF-16 with its mark", bytes(0xff, 0xfe, 0x41, 0, 0x42, 0), "utf-16le", "AB"],
    ["UTF-16 without a mark", wide("Resistor", 0), "utf-16le", "Resistor"],
    ["UTF-16 the other way round", wide("Resistor", 1), "utf-16be", "Resistor"],
    ["what is not UTF-8, as Windows wrote it", bytes(0x31, 0x30, 0x20, 0xb5, 0x46), "windows-1252", "10 µF"],
    ["nothing, as text", bytes(), "utf-8", ""],
  ])("%s", (_, given, encoding, text) => {
    expect(decode(given, true)).toEqual({ text, encoding });
  });

  test.each([
    ["a program", bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 3, 9)],
    ["noise", bytes(...Array.from({ length: 64 }, (_, at) => (at * 37 + 1) % 31 || 1))],
  ])("no text: %s", (_, given) => {
    expect(decode(given, true)).toBeNull();
  });

  test("text that is cut in the middle of a character", () => {
    expect(decode(utf8("1 Ω").subarray(0, 3), false)).toEqual({ text: "1 ", encoding: "utf-8" });
  });
});

describe("a preview", () => {
  const file = (name: string, size = 3): FileView => ({ id: "f", name, role: "Other", size, hash: "00", added: 0, added_by: "Ada" });

  function preview(of: FileView): { backend: ScriptedBackend; state: FilePreviewState; revoke: ReturnType<typeof vi.fn> } {
    const backend = new ScriptedBackend();
    const revoke = vi.fn();
    const state = new FilePreviewState(backend, of, { createObjectURL: () => "blob:one", revokeObjectURL: revoke });
    void state.load();
    return { backend, state, revoke };
  }

  test("of an image is an address that ends with it", async () => {
    const { backend, state, revoke } = preview(file("a.dat"));
    expect(backend.asked("file_read")).toEqual({ file: "f", most: mostText });
    await backend.answer("file_read", signs("GIF89a").buffer);
    expect(state.shown).toEqual({ kind: "image", url: "blob:one" });
    state.end();
    expect(revoke).toHaveBeenCalledWith("blob:one");
  });

  test("that has ended before its bytes came keeps nothing", async () => {
    const { backend, state, revoke } = preview(file("a.dat"));
    state.end();
    await backend.answer("file_read", signs("GIF89a").buffer);
    expect([state.shown, revoke.mock.calls.length]).toEqual([null, 1]);
  });

  test("of a long text is its beginning", async () => {
    const { backend, state } = preview(file("a.csv", mostText + 1));
    expect(backend.asked("file_read").most).toBe(mostText);
    await backend.answer("file_read", utf8("Ref,Qty").buffer as ArrayBuffer);
    expect(state.shown).toEqual({ kind: "text", text: "Ref,Qty", encoding: "utf-8", whole: false });
  });

  test("of a large PDF is all of it, and of one that is too large nothing more", async () => {
    const { backend, state } = preview(file("a.pdf", mostText + 1));
    await backend.answer("file_read", signs("%PDF-1.7").buffer);
    expect(backend.asked("file_read")).toEqual({ file: "f", most: mostShown });
    await backend.answer("file_read", signs("%PDF-1.7 and the rest").buffer);
    expect(state.shown).toEqual({ kind: "pdf", bytes: signs("%PDF-1.7 and the rest") });
    const large = preview(file("a.pdf", mostShown + 1));
    await large.backend.answer("file_read", signs("%PDF-1.7").buffer);
    expect([large.state.shown, large.backend.waiting.length]).toEqual([{ kind: "large" }, 0]);
  });

  test("of what is neither says so, and a refusal is told", async () => {
    const { backend, state } = preview(file("a.bin"));
    await backend.answer("file_read", bytes(0, 1, 2).buffer);
    expect(state.shown).toEqual({ kind: "other" });
    const damaged = preview(file("b.pdf"));
    await damaged.backend.refuse("file_read", "file.damaged");
    expect(damaged.state.error?.code).toBe("file.damaged");
  });
});
