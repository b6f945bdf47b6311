// A PDF page by page: one page that is damaged hides no other, and what nobody looks at any more is not told of.
import { describe, expect, test } from "vitest";
import { settled } from "../../backend/scripted";
import type { openPdf } from "./pdf";
import { PdfPagesState } from "./pdf_pages.svelte";

type Opening = Awaited<ReturnType<typeof openPdf>>;

/** What becomes of a page: it has words and is drawn, or it cannot be read, or not be drawn. */
type Fate = { words: string } | { unread: string } | { undrawn: string };

/** A page as the library hands it out. */
function page(fate: Fate) {
  const drawn = "undrawn" in fate ? () => Promise.reject(new Error(fate.undrawn)) : () => Promise.resolve();
  return {
    getViewport: ({ scale }: { scale: number }) => ({ width: 100 * scale, height: 200 * scale }),
    render: () => ({ promise: drawn(), cancel: () => undefined }),
    streamTextContent: () => streamOf({ items: [{ str: "words" in fate ? fate.words : "" }] }),
  };
}

function streamOf(content: unknown): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(content);
      controller.close();
    },
  });
}

function pdf(...fates: Fate[]): Opening {
  const getPage = (number: number) => {
    const fate = fates[number - 1] ?? { unread: "no such page" };
    return "unread" in fate ? Promise.reject(new Error(fate.unread)) : Promise.resolve(page(fate));
  };
  return { promise: Promise.resolve({ numPages: fates.length, getPage }), destroy: () => Promise.resolve() } as unknown as Opening;
}

describe("PdfPagesState", () => {
  const canvas = document.createElement("canvas");

  async function opened(...fates: Fate[]): Promise<PdfPagesState> {
    const pages = new PdfPagesState(() => Promise.resolve(pdf(...fates)));
    await pages.load(new Uint8Array());
    return pages;
  }

  async function look(pages: PdfPagesState, number: number): Promise<[broken: string | null, words: string]> {
    pages.show(number);
    await pages.draw(canvas, 400, 1);
    return [pages.broken, pages.words];
  }

  test.each([
    ["be read", { unread: "bad kids" }, "bad kids"],
    ["be drawn", { undrawn: "bad stream" }, "bad stream"],
  ])("a page that cannot %s is told of, and the others are shown", async (_, fate, why) => {
    const pages = await opened({ words: "first" }, fate, { words: "third" });
    expect([pages.count, await look(pages, 1)]).toEqual([3, [null, "first"]]);
    expect(await look(pages, 2)).toEqual([why, ""]);
    pages.show(3);
    expect(pages.broken, "not even until it is drawn").toBeNull();
    expect(await look(pages, 3)).toEqual([null, "third"]);
    expect(pages.failed).toBeNull();
  });

  test("a damaged page that nobody looks at any more is not told of, nor takes the words of another", async () => {
    let tear: (why: Error) => void = () => undefined;
    const torn = new Promise<never>((_, reject) => (tear = reject));
    const getPage = (number: number) => (number === 1 ? torn : Promise.resolve(page({ words: "second" })));
    const opening = { ...pdf(), promise: Promise.resolve({ numPages: 2, getPage }) };
    const pages = new PdfPagesState(() => Promise.resolve(opening as unknown as Opening));
    await pages.load(new Uint8Array());
    const first = pages.draw(canvas, 400, 1);
    expect(await look(pages, 2)).toEqual([null, "second"]);
    tear(new Error("bad kids"));
    await first;
    expect([pages.broken, pages.words]).toEqual([null, "second"]);
  });

  test("a page that is drawn after all, as at another zoom, is shown", async () => {
    let fate: Fate = { undrawn: "too large" };
    const opening = { ...pdf(), promise: Promise.resolve({ numPages: 1, getPage: () => Promise.resolve(page(fate)) }) };
    const pages = new PdfPagesState(() => Promise.resolve(opening as unknown as Opening));
    await pages.load(new Uint8Array());
    expect(await look(pages, 1)).toEqual(["too large", ""]);
    fate = { words: "small enough" };
    expect(await look(pages, 1)).toEqual([null, "small enough"]);
  });

  test("what is no PDF at all says why", async () => {
    const pages = new PdfPagesState(() => Promise.reject(new Error("no PDF")));
    await pages.load(new Uint8Array());
    expect([pages.failed, pages.count]).toEqual(["no PDF", 0]);
  });

  test("what has ended says nothing more", async () => {
    const pages = new PdfPagesState(() => Promise.reject(new Error("no PDF")));
    const loaded = pages.load(new Uint8Array());
    pages.end();
    await loaded;
    await settled();
    expect(pages.failed).toBeNull();
  });
});
