// The files of one revision: read, attached, replaced, and what is on its way.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { FileRole, FileView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";

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

/** What is on its way into the vault: which file, the how-manieth, and how many bytes are there already. */
export type Sending = { name: string; place: number; count: number; done: number; total: number };

/** What is to be said about a file that was chosen: it was not taken, or it is there twice. */
export type Remark =
  | { kind: "taken"; name: string; there: FileView; chosen: Chosen }
  | { kind: "refused"; name: string; error: WireError }
  | { kind: "same"; name: string; other: string }
  | { kind: "empty"; name: string };

export class FileListState {
  readonly revision: string;
  files = $state.raw<FileView[] | null>(null);
  error = $state.raw<WireError | null>(null);
  sending = $state.raw<Sending | null>(null);
  remarks = $state.raw<Remark[]>([]);
  /** The file that is shown beside the list. */
  chosen = $state<string | null>(null);
  shown: FileView | null = $derived(this.files?.find(({ id }) => id === this.chosen) ?? null);
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  /**
   * Attaches files one after the other, each as a change of its own, and answers how many. What is not taken is remarked, and
   * the others go on; `onattached` is called after each that is, and waited for before the next.
   */
  async attach(chosen: readonly Chosen[], onattached: () => Promise<void> = async () => {}): Promise<number> {
    if (this.sending !== null) return 0;
    this.remarks = [];
    this.error = null;
    let attached = 0;
    const total = chosen.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    let told: Promise<void> | undefined;
    for (const [index, file] of chosen.entries()) {
      this.sending = { name: file.name, place: index + 1, count: chosen.length, done, total };
      await told;
      if (await this.#attachOne(file)) {
        attached += 1;
        told = onattached();
      }
      done += file.size;
    }
    this.sending = null;
    await told;
    return attached;
  }

  async replace(file: FileView, chosen: Chosen): Promise<boolean> {
    if (this.sending !== null) return false;
    this.sending = { name: chosen.name, place: 1, count: 1, done: 0, total: chosen.size };
    try {
      const done = await this.#change(async () => {
        return this.#backend.call("file_replace", { file: file.id }, await bytesOf(chosen));
      });
      if (done) this.remarks = this.remarks.filter((remark) => remark.kind !== "taken" || remark.there.id !== file.id);
      return done;
    } finally {
      this.sending = null;
    }
  }

  async changeRole(file: FileView, role: FileRole): Promise<void> {
    await this.#change(() => this.#backend.call("file_change_role", { file: file.id, role }));
  }

  /** Removes a file; answers whether that was done. */
  async remove(file: FileView): Promise<boolean> {
    return this.#change(() => this.#backend.call("file_remove", { file: file.id }));
  }

  async open(file: FileView): Promise<void> {
    await this.#change(async () => {
      await this.#backend.call("file_open", { file: file.id });
      return null;
    });
  }

  /** Writes a copy to a place that is asked for; answers where it is, or nothing when none was chosen. */
  async saveAs(file: FileView): Promise<string | null> {
    let saved: string | null = null;
    await this.#change(async () => {
      const path = await this.#backend.call("workspace_choose", { wanted: "place", from: file.name });
      if (path !== null) saved = await this.#backend.call("file_save", { file: file.id, path });
      return null;
    });
    return saved;
  }

  /** Goes to the next or the previous file of the list. */
  step(by: 1 | -1): void {
    const { files, chosen } = this;
    if (!files || files.length === 0) return;
    const here = files.findIndex(({ id }) => id === chosen);
    const next = here < 0 ? 0 : Math.min(Math.max(0, here + by), files.length - 1);
    this.chosen = files[next]?.id ?? null;
  }

  async #attachOne(file: Chosen): Promise<boolean> {
    const { name } = file;
    const request = { revision: this.revision, name, role: guessRole(name) };
    try {
      const files = await this.#backend.call("file_attach", request, await bytesOf(file));
      this.files = files;
      const attached = files.find((each) => each.name === name);
      const twin = files.find((each) => each.hash === attached?.hash && each.name !== name);
      // What is empty is the same as everything else that is.
      if (file.size === 0) this.#remark({ kind: "empty", name });
      else if (twin) this.#remark({ kind: "same", name, other: twin.name });
      return true;
    } catch (reason) {
      const error = wireError(reason);
      const there = this.files?.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (error.code === "file.name_taken" && there) this.#remark({ kind: "taken", name, there, chosen: file });
      else this.#remark({ kind: "refused", name, error });
      return false;
    }
  }

  #remark(remark: Remark): void {
    this.remarks = [...this.remarks, remark];
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

/** A file's bytes; one that is too large is not even read. */
async function bytesOf(chosen: Chosen): Promise<Uint8Array> {
  if (chosen.size > mostBytes) throw tooLarge();
  return new Uint8Array(await chosen.arrayBuffer());
}

function tooLarge(): WireError {
  return { code: "file.too_large", message: text.file.tooLarge(mostBytes), fields: { most: String(mostBytes) } };
}
