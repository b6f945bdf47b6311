// The import as a sequence of states: a file, a dry run that answers row by row, then all of it or nothing.
import type {
  ImportDone,
  ImportItem,
  ImportLineChange,
  ImportLineChangeKind,
  ImportMode,
  ImportPreview,
  ImportPreviewRequest,
  ImportProblem,
  ImportRole,
  ImportSource,
  ImportSuggestion,
  ImportTarget,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import { base64 } from "../../backend/base64";
import { text } from "../../text";
import { cameWith, changeKinds, LaidRows, type RowSaid } from "./import_outline";
import { countOf, groupedBy, passes, problemsBeside, type RowFilter, type RowHead } from "./import_rows";
import { Placed } from "./placed.svelte";
import { PlannedImport, type Work, type WorkAgain } from "./planned.svelte";

/** Which rows of the file are shown; `suggested` are those that may mean a part that is there. */
export type ImportFilter = RowFilter | "suggested";

/** How the file is read, where somebody knows better than what was found. */
export type ImportReading = Pick<ImportPreviewRequest, "encoding" | "delimiter" | "header_row" | "sheet">;

type SourceFile = { name: string; size: number; content: string };
type Existing = { id: string; number: string; name: string };
/** A suggestion that somebody decided, and for which part; null for a new one. */
type Decided = { suggestion: ImportSuggestion; part: string | null };

const typingPause = 250;
const repeatable: readonly ImportRole[] = ["property", "ignore", "mpn", "manufacturer"];

export class ImportState extends PlannedImport<ImportPreview, ImportDone> {
  file = $state.raw<SourceFile | null>(null);
  /** True while the bytes of a file are fetched. */
  fetching = $state(false);
  kind = $state<ImportTarget["kind"]>("new");
  name = $state("");
  subcategory = $state("");
  existing = $state.raw<Existing | null>(null);
  mode = $state<ImportMode>("update");
  /** Where new parts of a list go; empty for where each of them suggests. */
  listSubcategory = $state("");
  /** Whether a list changes parts that are there. */
  updates = $state(false);
  /** Whether all part numbers of the file are another workspace's. */
  foreignNumbers = $state(false);
  reading = $state.raw<ImportReading>({});
  roles = $state.raw<ImportRole[] | null>(null);
  /** What the file was found to be, the last time that it could be read. */
  source = $state.raw<ImportSource | null>(null);
  filter = $state<ImportFilter>(null);
  changeFilter = $state<ImportLineChangeKind | null>(null);
  /** Whether the rows of the file are shown where the changes of a BOM would be. */
  showsRows = $state(false);

  readonly #said = new Placed<RowSaid>((places) => this.rowsAt({ places }));
  readonly #changed = new Placed<ImportLineChange>((places) => this.#changesAt(places));
  #decided = $state.raw<Decided[]>([]);
  #pause: ReturnType<typeof setTimeout> | undefined;

  target: ImportTarget | null = $derived.by(() => {
    switch (this.kind) {
      case "existing":
        return this.existing && { kind: "existing", part: this.existing.id, mode: this.mode };
      case "parts_list":
        return { kind: "parts_list", subcategory: this.listSubcategory || null, update: this.updates };
      case "new":
        if (this.name.trim() === "" || this.subcategory === "") return null;
        return { kind: "new", subcategory: this.subcategory, name: this.name.trim() };
    }
  });

  /** What rows may mean, by the rows; what was decided stays, so that it can be decided otherwise. */
  suggestions: ImportSuggestion[] = $derived.by(() => {
    const found = this.preview?.suggestions ?? [];
    const decided = this.#decided.map(({ suggestion }) => suggestion);
    const fresh = found.filter((suggestion) => !decided.some((other) => isSame(other, suggestion)));
    return [...decided, ...fresh].sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0));
  });

  /** How many of them nobody has decided yet. */
  undecided: number = $derived(this.suggestions.length - this.#decided.length);

  /** The rows of the file that pass the filter; what they say is read as they come into view. */
  rows: LaidRows | null = $derived.by(() => {
    const { preview, filter } = this;
    if (!preview) return null;
    const suggestions = groupedBy(this.suggestions, ({ rows }) => rows[0] ?? 0);
    const shows = ({ row, outcome, remarked }: RowHead) => {
      return filter === "suggested" ? suggestions.has(row) : passes({ row, outcome, remarked }, filter);
    };
    return new LaidRows(preview.outline, shows, suggestions, (place) => this.#said.get(place));
  });

  /** What the list below shows; a BOM that is there is asked what changes in it. */
  view: "rows" | "changes" = $derived(this.kind !== "existing" || this.showsRows ? "rows" : "changes");

  /** Whether the file has part numbers, which may be another workspace's; what was said once can be taken back. */
  hasPartNumbers: boolean = $derived(
    this.foreignNumbers || (this.preview?.columns.some(({ role }) => role === "part_number") ?? false),
  );

  /** Whether a file that is imported as a BOM looks like a list of parts. */
  offersParts: boolean = $derived(this.kind !== "parts_list" && this.preview?.looks_like_parts === true);

  /** The places of the changes of the BOM that pass their filter, each with what happens to the line. */
  changes: readonly { place: number; kind: ImportLineChangeKind }[] = $derived.by(() => {
    const kinds = this.preview ? changeKinds(this.preview.outline) : [];
    const all = kinds.map((kind, place) => ({ place, kind }));
    return this.changeFilter === null ? all : all.filter(({ kind }) => kind === this.changeFilter);
  });

  /** Problems of the file itself, or of rows that are no items. */
  otherProblems: ImportProblem[] = $derived.by(() => {
    return this.preview ? problemsBeside(this.preview.outline.rows, this.preview.problems) : [];
  });

  /** What the button does, in words. */
  does: string = $derived.by(() => {
    const { confirm } = text.import;
    const { preview } = this;
    if (preview === null || preview.nothing) return confirm.nothing;
    const { new_parts, lines, rows, difference } = preview;
    if (this.kind === "existing") {
      return confirm.existing(new_parts, difference.added, difference.changed, difference.removed);
    }
    if (this.kind === "new") return confirm.new(new_parts, rows.matched + rows.updated, lines);
    return new_parts + rows.updated === 0 ? confirm.nothing : confirm.parts(new_parts, rows.updated);
  });

  #canApply: boolean = $derived.by(() => {
    const { preview } = this;
    if (this.step !== "preview" || preview === null || this.target === null) return false;
    if (this.previewing || this.cancelled || this.error !== null || preview.nothing) return false;
    return this.kind === "parts_list" ? preview.new_parts + preview.rows.updated > 0 : preview.lines > 0;
  });

  get canApply(): boolean {
    return this.#canApply;
  }

  /** How the file is to be imported, where somebody knows better than what was found; in words. */
  unsaved(): string | null {
    const isSaid = this.roles !== null || this.#decided.length > 0 || Object.keys(this.reading).length > 0;
    return isSaid && this.file !== null && this.step === "preview" ? text.frame.unsaved.importOf(this.file.name) : null;
  }

  discard(): void {
    this.reset();
  }

  /** Takes a file and plans its import. */
  async choose(file: File): Promise<void> {
    const generation = this.forget();
    this.fetching = true;
    this.error = null;
    try {
      const content = base64(new Uint8Array(await file.arrayBuffer()));
      if (!this.isNewest(generation)) return;
      this.file = { name: file.name, size: file.size, content };
      this.name = assemblyNameFrom(file.name);
      this.reading = {};
      this.roles = null;
      this.preview = null;
      this.source = null;
      this.filter = null;
      this.changeFilter = null;
      this.#decided = [];
      this.step = "preview";
    } catch (reason) {
      if (this.isNewest(generation)) this.error = wireError(reason);
      return;
    } finally {
      if (this.isNewest(generation)) this.fetching = false;
    }
    await this.plan();
  }

  typeName(name: string): void {
    this.name = name;
    this.previewing = this.target !== null;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.plan(), typingPause);
  }

  /** Overrules how the file is read, or goes back to what is found. Its columns may be others then. */
  async setReading(change: { [K in keyof ImportReading]: ImportReading[K] | undefined }): Promise<void> {
    const merged = { ...this.reading, ...change };
    this.reading = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    this.roles = null;
    this.#decided = [];
    await this.plan();
  }

  /** Overrules what a column was taken for. */
  async setRole(index: number, role: ImportRole): Promise<void> {
    if (!this.preview) return;
    this.roles = this.preview.columns.map((column) => {
      if (column.index === index) return role;
      // A role that only one column can have moves; the column that had it is kept as a property.
      return column.role === role && !repeatable.includes(role) ? "property" : column.role;
    });
    await this.plan();
  }

  /** Forgets what was chosen for files with these columns the last time; they are read as they are found then. */
  async forgetLayout(): Promise<void> {
    const layout = this.preview?.remembered ?? null;
    if (layout === null) return;
    await this.backend.call("import_forget_layout", { layout });
    await this.plan();
  }

  async setTarget(change: {
    kind?: ImportTarget["kind"];
    subcategory?: string;
    existing?: Existing | null;
    mode?: ImportMode;
    listSubcategory?: string;
    updates?: boolean;
    foreignNumbers?: boolean;
  }): Promise<void> {
    if (change.kind !== undefined) this.kind = change.kind;
    if (change.subcategory !== undefined) this.subcategory = change.subcategory;
    if (change.existing !== undefined) this.existing = change.existing;
    if (change.mode !== undefined) this.mode = change.mode;
    if (change.listSubcategory !== undefined) this.listSubcategory = change.listSubcategory;
    if (change.updates !== undefined) this.updates = change.updates;
    if (change.foreignNumbers !== undefined) this.foreignNumbers = change.foreignNumbers;
    await this.plan();
  }

  /** The part that the rows of a suggestion mean as things stand; null for a new one. */
  meant(suggestion: ImportSuggestion): string | null {
    const decided = this.#decided.find((one) => isSame(one.suggestion, suggestion));
    if (decided) return decided.part;
    // Of several parts with the MPN, the plan took one already.
    const taken = this.#itemAt(suggestion.rows[0])?.number ?? null;
    return suggestion.candidates.find((candidate) => candidate.number === taken)?.part ?? null;
  }

  /** Says which part the rows of a suggestion mean; null for a new one. */
  async decide(suggestion: ImportSuggestion, part: string | null): Promise<void> {
    this.#decided = [...this.#decided.filter((one) => !isSame(one.suggestion, suggestion)), { suggestion, part }];
    await this.plan();
  }

  /** A change of the BOM in full; undefined as long as it is not read. */
  change(place: number): ImportLineChange | undefined {
    return this.#changed.get(place);
  }

  /** Reads what the rows of the list in view say. */
  async wantRows(first: number, end: number): Promise<void> {
    await this.read(() => this.#said.want(this.rows?.placesIn(first, end) ?? []));
  }

  /** Reads what the changes in view say. */
  async wantChanges(first: number, end: number): Promise<void> {
    await this.read(() => this.#changed.want(this.changes.slice(first, end).map(({ place }) => place)));
  }

  /** Shows the rows of the file that pass a filter. */
  show(filter: ImportFilter): void {
    this.filter = filter;
    this.showsRows = true;
  }

  /** Shows the changes of the BOM, of one kind or all. */
  showChanges(kind: ImportLineChangeKind | null): void {
    this.changeFilter = kind;
    this.showsRows = false;
  }

  /** Back to the start; nothing was written. */
  override reset(): void {
    super.reset();
    this.file = null;
    this.kind = "new";
    this.existing = null;
    this.mode = "update";
    this.listSubcategory = "";
    this.updates = false;
    this.foreignNumbers = false;
    this.showsRows = false;
    this.source = null;
    this.reading = {};
    this.roles = null;
    this.filter = null;
    this.changeFilter = null;
    this.#decided = [];
    this.fetching = false;
  }

  protected override asking(): WorkAgain<ImportPreview> | null {
    const request = this.#request();
    return request && ((run) => this.backend.call("import_preview", { ...request, ...run }));
  }

  protected override doing(fingerprint: string): Work<ImportDone> | null {
    const request = this.#request();
    return request && ((task) => this.backend.call("import_apply", { ...request, fingerprint, task }));
  }

  protected override shown(preview: ImportPreview): void {
    this.source = preview.source;
    const { outline, items, problems, difference } = preview;
    this.#said.begin(cameWith(outline, items, problems));
    this.#changed.begin(difference.lines.entries());
    const { filter } = this;
    const left = filter === "suggested" ? this.suggestions.length : filter && countOf(preview.rows, preview.remarked, filter);
    if (left === 0) this.filter = null;
    if (this.changeFilter !== null && preview.difference[this.changeFilter] === 0) this.changeFilter = null;
  }

  protected override forget(): number {
    clearTimeout(this.#pause);
    return super.forget();
  }

  async #changesAt(places: number[]): Promise<[number, ImportLineChange][]> {
    const read = await this.backend.call("import_changes", { fingerprint: this.preview?.fingerprint ?? "", places });
    return read.map(({ place, change }) => [place, change]);
  }

  #itemAt(row: number | undefined): ImportItem | undefined {
    const place = row === undefined ? -1 : (this.preview?.outline.rows.indexOf(row) ?? -1);
    return this.#said.get(place)?.item;
  }

  #request(): ImportPreviewRequest | null {
    if (!this.file || !this.target) return null;
    const { content, name } = this.file;
    const choices = this.#decided.map(({ suggestion: { kind, key }, part }) => ({ kind, key, part }));
    const { reading, roles, target, foreignNumbers } = this;
    return { content, name, ...reading, roles, target, choices, foreign_numbers: foreignNumbers };
  }
}

/** The name of the new assembly, guessed from the file's: without its ending and its word "bom". */
export function assemblyNameFrom(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, "");
  const words = stem
    .split(/[\s_]+/)
    .filter((word) => word !== "" && !/^bom$/i.test(word))
    .join(" ")
    .replace(/[-\s]*\bbom$/i, "")
    .trim();
  return words === "" ? stem : words;
}

function isSame(one: ImportSuggestion, other: ImportSuggestion): boolean {
  return one.kind === other.kind && one.key === other.key;
}
