// The import as a sequence of states: a file, a dry run that answers row by row, then all of it or nothing.
import type { Backend } from "../../backend/backend";
import type {
  ImportDone,
  ImportItem,
  ImportLineChange,
  ImportLineChangeKind,
  ImportMode,
  ImportOutcome,
  ImportPreview,
  ImportPreviewRequest,
  ImportProblem,
  ImportRole,
  ImportSource,
  ImportSuggestion,
  ImportTarget,
  WireError,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import { base64 } from "../../backend/base64";
import { Task } from "../workspace/task.svelte";

export const outcomes: readonly ImportOutcome[] = ["new", "matched", "updated", "merged", "not_a_part", "refused"];

/** `choose`: no file yet. `preview`: a file, and the plan for it. `applying`: being written. `done`: written. */
export type ImportStep = "choose" | "preview" | "applying" | "done";

/** Which rows of the file are shown: all, those of an outcome, or those that may mean a part that is there. */
export type ImportFilter = ImportOutcome | "suggested" | null;

export type ImportRow =
  | { kind: "item"; key: string; item: ImportItem }
  | { kind: "problem"; key: string; problem: ImportProblem }
  | { kind: "suggestion"; key: string; suggestion: ImportSuggestion };

/** How the file is read, where somebody knows better than what was found. */
export type ImportReading = Pick<ImportPreviewRequest, "encoding" | "delimiter" | "header_row" | "sheet">;

type SourceFile = { name: string; size: number; content: string };
type Existing = { id: string; number: string; name: string };
/** A suggestion that somebody decided, and for which part; null for a new one. */
type Decided = { suggestion: ImportSuggestion; part: string | null };

const typingPause = 250;
const repeatable: readonly ImportRole[] = ["property", "ignore", "mpn", "manufacturer"];

export class ImportState {
  step = $state<ImportStep>("choose");
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
  preview = $state.raw<ImportPreview | null>(null);
  /** What the file was found to be, the last time that it could be read. */
  source = $state.raw<ImportSource | null>(null);
  /** True while the plan on the screen is older than what was asked for. */
  previewing = $state(false);
  /** True when the plan that was asked for last was cancelled. */
  cancelled = $state(false);
  error = $state.raw<WireError | null>(null);
  filter = $state<ImportFilter>(null);
  changeFilter = $state<ImportLineChangeKind | null>(null);
  /** Whether the rows of the file are shown where the changes of a BOM would be. */
  showsRows = $state(false);
  readonly planning: Task<ImportPreview>;
  readonly writing: Task<ImportDone>;

  readonly #backend: Backend;
  #decided = $state.raw<Decided[]>([]);
  #generation = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.planning = new Task(backend);
    this.writing = new Task(backend);
  }

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

  /** Rows of every outcome together; equals `rows.read` when nothing was dropped. */
  accounted: number = $derived.by(() => {
    const rows = this.preview?.rows;
    return rows ? outcomes.reduce((sum, outcome) => sum + rows[outcome], 0) : 0;
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

  /** Each row of the file that passes the filter, below it what it may mean and its problems. */
  rows: ImportRow[] = $derived.by(() => {
    const preview = this.preview;
    if (!preview) return [];
    const problems = groupedBy(preview.problems, (problem) => problem.row);
    const suggestions = groupedBy(this.suggestions, (suggestion) => suggestion.rows[0] ?? 0);
    return preview.items
      .filter((item) =>
        this.filter === "suggested" ? suggestions.has(item.row) : this.filter === null || item.outcome === this.filter,
      )
      .flatMap((item, place): ImportRow[] => [
        { kind: "item", key: `${item.row}.${place}`, item },
        ...(suggestions.get(item.row) ?? []).map((suggestion): ImportRow => {
          return { kind: "suggestion", key: `${suggestion.kind} ${suggestion.key}`, suggestion };
        }),
        ...(problems.get(item.row) ?? []).map((problem, index): ImportRow => {
          return { kind: "problem", key: `${item.row}.${place}.${index}`, problem };
        }),
      ]);
  });

  /** What the list below shows; a BOM that is there is asked what changes in it. */
  view: "rows" | "changes" = $derived(this.kind !== "existing" || this.showsRows ? "rows" : "changes");

  /** The changes of the BOM that pass their filter. */
  changes: ImportLineChange[] = $derived.by(() => {
    const lines = this.preview?.difference.lines ?? [];
    return this.changeFilter === null ? lines : lines.filter((line) => line.kind === this.changeFilter);
  });

  /** Problems of the file itself, or of rows that are no items. */
  otherProblems: ImportProblem[] = $derived.by(() => {
    const shown = new Set(this.preview?.items.map((item) => item.row));
    return this.preview?.problems.filter((problem) => !shown.has(problem.row)) ?? [];
  });

  canApply: boolean = $derived.by(() => {
    const { preview } = this;
    if (this.step !== "preview" || preview === null || this.target === null) return false;
    if (this.previewing || this.cancelled || this.error !== null || preview.nothing) return false;
    return this.kind === "parts_list" ? preview.new_parts + preview.rows.updated > 0 : preview.lines > 0;
  });

  /** Takes a file and plans its import. */
  async choose(file: File): Promise<void> {
    const generation = this.#forget();
    this.fetching = true;
    this.error = null;
    try {
      const content = base64(new Uint8Array(await file.arrayBuffer()));
      if (generation !== this.#generation) return;
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
      if (generation === this.#generation) this.error = wireError(reason);
      return;
    } finally {
      if (generation === this.#generation) this.fetching = false;
    }
    await this.plan();
  }

  /** Asks for the plan; answers to older questions are dropped. */
  async plan(): Promise<void> {
    const generation = this.#forget();
    const request = this.#request();
    this.previewing = request !== null;
    if (!request) return;
    const { planning } = this;
    await planning.supersede((task) => this.#backend.call("import_preview", { ...request, task }));
    if (generation !== this.#generation) return;
    this.previewing = false;
    this.cancelled = planning.cancelled;
    if (planning.cancelled) return;
    this.error = planning.error;
    const preview = planning.answer;
    if (!preview) return;
    this.preview = preview;
    this.source = preview.source;
    if (this.filter === "suggested" ? this.suggestions.length === 0 : this.filter !== null && preview.rows[this.filter] === 0) {
      this.filter = null;
    }
    if (this.changeFilter !== null && preview.difference[this.changeFilter] === 0) this.changeFilter = null;
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
    const taken = this.preview?.items.find((item) => item.row === suggestion.rows[0])?.number ?? null;
    return suggestion.candidates.find((candidate) => candidate.number === taken)?.part ?? null;
  }

  /** Says which part the rows of a suggestion mean; null for a new one. */
  async decide(suggestion: ImportSuggestion, part: string | null): Promise<void> {
    this.#decided = [...this.#decided.filter((one) => !isSame(one.suggestion, suggestion)), { suggestion, part }];
    await this.plan();
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

  /** Writes exactly the plan that is on the screen; answers what came of it, or null when it was refused or cancelled. */
  async apply(): Promise<ImportDone | null> {
    const request = this.#request();
    if (!this.canApply || !request || !this.preview) return null;
    const { fingerprint } = this.preview;
    const { writing } = this;
    this.step = "applying";
    await writing.run((task) => this.#backend.call("import_apply", { ...request, fingerprint, task }));
    if (writing.answer) {
      this.step = "done";
      return writing.answer;
    }
    this.step = "preview";
    this.error = writing.error;
    return null;
  }

  /** Back to the start; nothing was written. */
  reset(): void {
    this.stop();
    this.step = "choose";
    this.file = null;
    this.kind = "new";
    this.existing = null;
    this.mode = "update";
    this.listSubcategory = "";
    this.updates = false;
    this.foreignNumbers = false;
    this.showsRows = false;
    this.preview = null;
    this.source = null;
    this.reading = {};
    this.roles = null;
    this.error = null;
    this.filter = null;
    this.changeFilter = null;
    this.#decided = [];
    this.previewing = false;
    this.fetching = false;
  }

  /** Waits for no plan any more; the one that is made is ended. */
  stop(): void {
    this.#forget();
    void this.planning.cancel();
  }

  #forget(): number {
    clearTimeout(this.#pause);
    this.cancelled = false;
    this.#generation += 1;
    return this.#generation;
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

function groupedBy<T>(all: readonly T[], row: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(row(one));
    if (group) group.push(one);
    else groups.set(row(one), [one]);
  }
  return groups;
}
