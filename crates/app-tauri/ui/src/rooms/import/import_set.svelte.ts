// The import of files that belong together: their plan, and which of them is looked at.
import type {
  ImportMode,
  ImportProblem,
  ImportSetDone,
  ImportSetFile,
  ImportSetPreview,
  ImportSetPreviewRequest,
  ImportSetSource,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import { cameWith, LaidRows, type RowSaid } from "./import_outline";
import { countOf, passes, problemsBeside, type RowFilter } from "./import_rows";
import { Placed } from "./placed.svelte";
import { PlannedImport, type Work, type WorkAgain } from "./planned.svelte";

/** Where the files are, how that is called, and the bytes that go with it. */
export type SetSource = { name: string; source: ImportSetSource; bytes: Uint8Array };

const nothing = new Uint8Array();

export class ImportSetState extends PlannedImport<ImportSetPreview, ImportSetDone> {
  set = $state.raw<SetSource | null>(null);
  /** True while the bytes of the files are fetched. */
  fetching = $state(false);
  mode = $state<ImportMode>("update");
  /** Whether the lists change parts that are there. */
  updates = $state(false);
  /** Whether all part numbers are another system's. */
  foreignNumbers = $state(false);
  filter = $state<RowFilter>(null);
  #path = $state<string | null>(null);
  readonly #said = new Placed<RowSaid>((places) => this.#rowsAt(places));

  /** The file whose rows are shown: the one that was chosen, or else the first that has any. */
  file: ImportSetFile | null = $derived.by(() => {
    const files = this.preview?.files ?? [];
    return files.find(({ path }) => path === this.#path) ?? files.find(({ rows }) => rows !== null) ?? files[0] ?? null;
  });

  /** Its rows that pass the filter; what they say is read as they come into view. */
  rows: LaidRows | null = $derived.by(() => {
    const { file, filter } = this;
    return file && new LaidRows(file.outline, (head) => passes(head, filter), new Map(), (place) => this.#said.get(place));
  });

  /** Problems of the file that is shown which stand with no row. */
  otherProblems: ImportProblem[] = $derived(this.file ? problemsBeside(this.file.outline.rows, this.file.problems) : []);

  #canApply: boolean = $derived.by(() => {
    if (this.step !== "preview" || this.preview === null || this.preview.nothing) return false;
    return !this.previewing && !this.cancelled && this.error === null;
  });

  /** What the button does, in words. */
  does: string = $derived.by(() => {
    const { confirm } = text.import;
    const { preview } = this;
    if (preview === null || preview.nothing) return confirm.nothing;
    return text.importSet.confirm(preview.new_parts, preview.updated_parts, preview.added, preview.changed, preview.removed);
  });

  get canApply(): boolean {
    return this.#canApply;
  }

  /** Plans the files of a folder or a .zip of this machine. */
  async openAt(path: string): Promise<void> {
    const name = path.trim().replace(/[\\/]+$/, "");
    this.#take({ name: name.split(/[\\/]/).at(-1) ?? name, source: { kind: "path", path }, bytes: nothing });
    await this.plan();
  }

  /** Plans the files whose bytes are fetched so. */
  async open(fetch: () => Promise<SetSource>): Promise<void> {
    const generation = this.forget();
    this.fetching = true;
    this.error = null;
    try {
      const set = await fetch();
      if (!this.isNewest(generation)) return;
      this.#take(set);
    } catch (reason) {
      if (this.isNewest(generation)) this.error = wireError(reason);
      return;
    } finally {
      if (this.isNewest(generation)) this.fetching = false;
    }
    await this.plan();
  }

  async setMode(mode: ImportMode): Promise<void> {
    this.mode = mode;
    await this.plan();
  }

  async setUpdates(updates: boolean): Promise<void> {
    this.updates = updates;
    await this.plan();
  }

  async setForeignNumbers(foreign: boolean): Promise<void> {
    this.foreignNumbers = foreign;
    await this.plan();
  }

  /** Shows the rows of a file. */
  look(path: string): void {
    this.#path = path;
    this.filter = null;
    this.#begin();
  }

  /** Reads what the rows of the list in view say. */
  async wantRows(first: number, end: number): Promise<void> {
    await this.read(() => this.#said.want(this.rows?.placesIn(first, end) ?? []));
  }

  override reset(): void {
    super.reset();
    this.set = null;
    this.fetching = false;
    this.mode = "update";
    this.updates = false;
    this.foreignNumbers = false;
    this.#path = null;
    this.filter = null;
  }

  protected override asking(): WorkAgain<ImportSetPreview> | null {
    const { set } = this;
    return set && ((run) => this.backend.call("import_set_preview", { ...this.#request(set), ...run }, set.bytes));
  }

  protected override doing(fingerprint: string): Work<ImportSetDone> | null {
    const { set } = this;
    return set && ((task) => this.backend.call("import_set_apply", { ...this.#request(set), fingerprint, task }, set.bytes));
  }

  protected override shown(): void {
    this.#begin();
    const { file, filter } = this;
    if (filter !== null && !(file?.rows && countOf(file.rows, file.remarked, filter) > 0)) this.filter = null;
  }

  /** Begins with the rows that came of the file that is shown. */
  #begin(): void {
    const { file } = this;
    this.#said.begin(file ? cameWith(file.outline, file.items, file.problems) : []);
  }

  async #rowsAt(places: number[]): Promise<[number, RowSaid][]> {
    const { file, preview } = this;
    return file && preview ? this.rowsAt({ file: preview.files.indexOf(file), places }) : [];
  }

  #take(set: SetSource): void {
    this.set = set;
    this.preview = null;
    this.error = null;
    this.#path = null;
    this.filter = null;
    this.step = "preview";
  }

  #request({ source }: SetSource): Omit<ImportSetPreviewRequest, "task"> {
    return { source, update: this.updates, mode: this.mode, foreign_numbers: this.foreignNumbers };
  }
}
