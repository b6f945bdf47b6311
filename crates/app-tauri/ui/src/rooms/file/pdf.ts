// The library that shows PDFs, loaded with the first one that is shown. Its worker, the tables of Asian encodings and the
// fonts that every reader has are files of ours; nothing is fetched from elsewhere, and no script in a PDF runs.
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import type { PDFDocumentLoadingTask } from "pdfjs-dist/types/src/display/api";

export type { PDFDocumentProxy, PDFPageProxy, RenderTask, TextContent } from "pdfjs-dist/types/src/display/api";

type Loaded = Record<string, () => Promise<unknown>>;

/** Where each table and each font is, by its path in the library. */
const tables: Loaded = import.meta.glob("/node_modules/pdfjs-dist/cmaps/*.bcmap", { query: "?url", import: "default" });
const fonts: Loaded = import.meta.glob("/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", { query: "?url", import: "default" });

/** Hands the library the data that it asks for by name. */
class OwnData {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const [from, folder] = kind === "cMapUrl" ? [tables, "cmaps"] : [fonts, "standard_fonts"];
    const find = from[`/node_modules/pdfjs-dist/${folder}/${filename}`];
    if (!find) throw new Error(`there is no ${filename} here`);
    const answer = await fetch((await find()) as string);
    if (!answer.ok) throw new Error(`${filename} could not be read`);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Begins to open a PDF; the bytes are the library's from then on. */
export async function openPdf(data: Uint8Array): Promise<PDFDocumentLoadingTask> {
  const { getDocument, GlobalWorkerOptions } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  GlobalWorkerOptions.workerSrc = workerUrl;
  return getDocument({
    data,
    BinaryDataFactory: OwnData,
    cMapUrl: "cmaps/",
    cMapPacked: true,
    standardFontDataUrl: "fonts/",
    // The same letters on every machine, in the widths that the PDF counts on.
    useSystemFonts: false,
    useWorkerFetch: false,
    // The content policy lets no code be made while running.
    isEvalSupported: false,
    useWasm: false,
  });
}
