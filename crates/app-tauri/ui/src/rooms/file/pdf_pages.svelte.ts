// A PDF as it is read: one page of it, at a zoom, drawn on a canvas.
import type { openPdf, PDFDocumentProxy, PDFPageProxy, RenderTask, TextContent } from "./pdf";

export const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;

/** A canvas may have no more pixels than this: a large drawing at a large zoom is drawn less sharply instead. */
const mostPixels = 16_000_000;
/** CSS pixels of a point, the unit of a PDF. */
const perPoint = 96 / 72;

export class PdfPagesState {
  count = $state(0);
  page = $state(1);
  /** How large it is shown; null for as wide as there is room. */
  zoom = $state<number | null>(null);
  /** What it is shown at, whatever was chosen. */
  scale = $state(1);
  /** The words of the page, for whoever cannot see it. */
  words = $state("");
  /** Why none of it can be shown, in the words of the library; null as long as something can. */
  failed = $state<string | null>(null);
  /** The page that was looked at last and cannot be drawn, and why. */
  #broken = $state.raw<{ page: number; why: string } | null>(null);
  readonly #open: typeof openPdf;
  #document: PDFDocumentProxy | null = null;
  #drawing: RenderTask | null = null;
  #end: () => void = () => undefined;
  #ended = false;

  /** Why the page that is looked at cannot be shown; null as long as it can. */
  get broken(): string | null {
    return this.#broken?.page === this.page ? this.#broken.why : null;
  }

  constructor(open: typeof openPdf) {
    this.#open = open;
  }

  async load(bytes: Uint8Array): Promise<void> {
    try {
      // The library takes the bytes away, and they may be asked for again.
      const opening = await this.#open(bytes.slice());
      this.#end = () => void opening.destroy();
      if (this.#ended) return this.#end();
      this.#document = await opening.promise;
      this.count = this.#document.numPages;
    } catch (reason) {
      if (!this.#ended) this.failed = said(reason);
    }
  }

  end(): void {
    this.#ended = true;
    this.#drawing?.cancel();
    this.#end();
  }

  /** Goes to a page; one that is not there is the nearest that is. */
  show(page: number): void {
    if (Number.isFinite(page)) this.page = Math.min(Math.max(1, Math.round(page)), Math.max(1, this.count));
  }

  /** The next zoom that is larger, or smaller, than what is shown. */
  zoomBy(way: 1 | -1): void {
    const next = way > 0 ? zooms.find((zoom) => zoom > this.scale + 0.01) : zooms.findLast((zoom) => zoom < this.scale - 0.01);
    if (next !== undefined) this.zoom = next;
  }

  /** Draws the page on a canvas in so much room; a later drawing takes the place of one that is not done. Where that fails, the
   *  other pages can be shown all the same. */
  async draw(canvas: HTMLCanvasElement, width: number, density: number): Promise<void> {
    const { page, zoom } = this;
    const document = this.#document;
    if (!document || width <= 0) return;
    try {
      const shown = await document.getPage(page);
      if (this.#ended || page !== this.page) return;
      this.#drawing?.cancel();
      this.#drawing = this.#render(shown, canvas, zoom, width, density);
      await this.#drawing.promise;
      const words = await wordsOf(shown);
      if (page === this.page) [this.words, this.#broken] = [words, null];
    } catch (reason) {
      // Another page, or another zoom, was asked for meanwhile.
      const superseded = reason instanceof Error && reason.name === "RenderingCancelledException";
      if (superseded || this.#ended || page !== this.page) return;
      [this.words, this.#broken] = ["", { page, why: said(reason) }];
    }
  }

  #render(page: PDFPageProxy, canvas: HTMLCanvasElement, zoom: number | null, width: number, density: number): RenderTask {
    const natural = page.getViewport({ scale: perPoint });
    this.scale = zoom ?? Math.min(width / natural.width, zooms.at(-1) ?? 1);
    const size = [natural.width * this.scale, natural.height * this.scale] as const;
    const sharp = Math.min(density, Math.sqrt(mostPixels / (size[0] * size[1])));
    const viewport = page.getViewport({ scale: perPoint * this.scale * sharp });
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.style.width = `${Math.floor(size[0])}px`;
    canvas.style.height = `${Math.floor(size[1])}px`;
    return page.render({ canvas, viewport });
  }
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** The words of a page. Read by hand: WebKitGTK cannot go through a stream with a loop, as the library's own way does. */
async function wordsOf(page: PDFPageProxy): Promise<string> {
  const reader = (page.streamTextContent() as ReadableStream<TextContent>).getReader();
  const words: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return words.join(" ").replace(/\s+/g, " ").trim();
    for (const item of value.items) if ("str" in item) words.push(item.str);
  }
}
