// The files of one revision: read, attached, replaced, and what is on its way.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { FileRole, FileView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export const roles: readonly FileRole[] = [
  "Datasheet",
  "Drawing",
  "3D model",
  "Schematic",
  "Gerber",
  "Firmware",
  "Document",
  "Other",
];

/** What most files of an ending are for; whoever attached it can say otherwise. */
const guesses: Readonly<Record<string, FileRole>> = {
  step: "3D model",
  stp: "3D model",
  wrl: "3D model",
  stl: "3D model",
  igs: "3D model",
  iges: "3D model",
  f3d: "3D model",
  fcstd: "3D model",
  dxf: "Drawing",
  dwg: "Drawing",
  svg: "Drawing",
  kicad_sch: "Schematic",
  sch: "Schematic",
  schdoc: "Schematic",
  gbr: "Gerber",
  gtl: "Gerber",
  gbl: "Gerber",
  drl: "Gerber",
  hex: "Firmware",
  bin: "Firmware",
  uf2: "Firmware",
  txt: "Document",
  md: "Document",
  doc: "Document",
  docx: "Document",
  odt: "Document",
};

/** The most bytes that the workspace takes; said here too, so that nobody waits for a refusal. */
export const mostBytes = 100_000_000;

export function guessRole(name: string): FileRole {
  const lower = name.toLowerCase();
  if (lower.includes("gerber")) return "Gerber";
  if (lower.includes("schematic")) return "Schematic";
  if (lower.endsWith(".pdf")) return lower.includes("drawing") ? "Drawing" : "Datasheet";
  return guesses[lower.slice(lower.lastIndexOf(".") + 1)] ?? "Other";
}

/** A file that somebody chose, as the page has it. */
export type Chosen = Pick<File, "name" | "size" | "arrayBuffer">;

export class FileListState {
  readonly revision: string;
  files = $state.raw<FileView[] | null>(null);
  error = $state.raw<WireError | null>(null);
  /** The name of the file that is on its way into the vault. */
  sending = $state<string | null>(null);
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  /** Attaches files one after the other, and answers how many; the first refusal ends it and is shown. */
  async attach(chosen: readonly Chosen[]): Promise<number> {
    let attached = 0;
    for (const file of chosen) {
      const request = { revision: this.revision, name: file.name, role: guessRole(file.name) };
      const sent = await this.#send(file, (bytes) => this.#backend.call("file_attach", request, bytes));
      if (!sent) break;
      attached += 1;
    }
    return attached;
  }

  async replace(file: FileView, chosen: Chosen): Promise<boolean> {
    return this.#send(chosen, (bytes) => this.#backend.call("file_replace", { file: file.id }, bytes));
  }

  async changeRole(file: FileView, role: FileRole): Promise<void> {
    await this.#change(() => this.#backend.call("file_change_role", { file: file.id, role }));
  }

  async remove(file: FileView): Promise<void> {
    await this.#change(() => this.#backend.call("file_remove", { file: file.id }));
  }

  async open(file: FileView): Promise<void> {
    await this.#change(async () => {
      await this.#backend.call("file_open", { file: file.id });
      return null;
    });
  }

  async #send(chosen: Chosen, send: (bytes: Uint8Array) => Promise<FileView[]>): Promise<boolean> {
    if (this.sending !== null) return false;
    this.sending = chosen.name;
    try {
      return await this.#change(async () => {
        // A file that is too large is not even read.
        if (chosen.size > mostBytes) throw tooLarge();
        return send(new Uint8Array(await chosen.arrayBuffer()));
      });
    } finally {
      this.sending = null;
    }
  }

  /** Does something that may be refused; a refusal is shown until the next attempt. */
  async #change(change: () => Promise<FileView[] | null>): Promise<boolean> {
    try {
      this.files = (await change()) ?? this.files;
      this.error = null;
      return true;
    } catch (reason) {
      this.error = wireError(reason);
      return false;
    }
  }

  async #load(): Promise<void> {
    try {
      this.files = await this.#backend.call("file_list", { revision: this.revision });
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}

function tooLarge(): WireError {
  const message = `A file has at most ${mostBytes} bytes; make it smaller, or set a link to it as a property.`;
  return { code: "file.too_large", message, fields: { most: String(mostBytes) } };
}
