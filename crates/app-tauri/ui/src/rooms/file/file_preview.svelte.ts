// One file as it is shown beside the list: its picture, its pages, its text, or that it is none of these.
import type { Backend } from "../../backend/backend";
import type { FileView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { decode, imageType, kindOf } from "./file_kind";

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
    try {
      const shown = await this.#read();
      if (this.#ended) this.#release(shown);
      else this.shown = shown;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** What it holds is of no more use. */
  end(): void {
    this.#ended = true;
    if (this.shown) this.#release(this.shown);
  }

  async #read(): Promise<Shown> {
    const { id: file, name, size } = this.file;
    const kind = kindOf(name);
    if (kind !== "text" && size > mostShown) return { kind: "large" };
    const most = kind === "text" ? mostText : mostShown;
    const bytes = new Uint8Array(await this.#backend.call("file_read", { file, most }));
    if (kind === "pdf") return { kind, bytes };
    if (kind === "image") {
      const picture = new Blob([bytes], { type: imageType(name) ?? "" });
      return { kind, url: this.#addresses.createObjectURL(picture) };
    }
    const whole = size <= bytes.length;
    const decoded = decode(bytes, whole);
    return decoded ? { kind, whole, ...decoded } : { kind: "other" };
  }

  #release(shown: Shown): void {
    if (shown.kind === "image") this.#addresses.revokeObjectURL(shown.url);
  }
}
