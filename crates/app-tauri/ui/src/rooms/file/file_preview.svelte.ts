// One file as it is shown beside the list: its picture, its pages, its text, or that it is none of these.
import type { Backend } from "../../backend/backend";
import type { FileView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { decode, kindOf } from "./file_kind";

/** The most bytes of an image or a PDF that are shown; the workspace hands out no more. */
export const mostShown = 32_000_000;
/** The most bytes of a text that are shown. */
export const mostText = 1_000_000;

export type Shown =
  | { kind: "image"; url: string }
  | { kind: "pdf"; bytes: Uint8Array }
  | { kind: "text"; text: string; encoding: string; whole: boolean }
  /** It is larger than what is shown of its kind. */
  | { kind: "large" }
  /** Nothing that is shown here. */
  | { kind: "other" };

/** Addresses for bytes that the page holds. */
export type Addresses = Pick<typeof URL, "createObjectURL" | "revokeObjectURL">;

export class FilePreviewState {
  shown = $state.raw<Shown | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly file: FileView;
  readonly #backend: Backend;
  readonly #addresses: Addresses;
  #ended = false;

  constructor(backend: Backend, file: FileView, addresses: Addresses = URL) {
    this.#backend = backend;
    this.file = file;
    this.#addresses = addresses;
  }

  async load(): Promise<void> {
    this.error = null;
    try {
      const shown = await this.#read();
      if (this.shown) this.#release(this.shown);
      if (this.#ended) this.#release(shown);
      else this.shown = shown;
    } catch (reason) {
      if (!this.#ended) this.error = wireError(reason);
    }
  }

  /** What it holds is of no more use. */
  end(): void {
    this.#ended = true;
    if (this.shown) this.#release(this.shown);
  }

  async #read(): Promise<Shown> {
    const { size } = this.file;
    // What it is shows in its beginning; of a text no more is shown.
    const beginning = await this.#bytes(mostText);
    const what = kindOf(beginning);
    const whole = size <= beginning.length;
    if (what.kind === "text") {
      const decoded = decode(beginning, whole);
      return decoded ? { kind: "text", whole, ...decoded } : { kind: "other" };
    }
    if (size > mostShown) return { kind: "large" };
    const bytes = whole ? beginning : await this.#bytes(mostShown);
    if (what.kind === "pdf") return { kind: "pdf", bytes };
    return { kind: "image", url: this.#addresses.createObjectURL(new Blob([bytes], { type: what.type })) };
  }

  async #bytes(most: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#backend.call("file_read", { file: this.file.id, most }));
  }

  #release(shown: Shown): void {
    if (shown.kind === "image") this.#addresses.revokeObjectURL(shown.url);
  }
}
