// The import as a sequence of states: a file, a dry run that answers row by row, then all of it or nothing.
import type { Backend } from "../../backend/backend";
import type {
  ImportDone,
  ImportItem,
  ImportOutcome,
  ImportPreview,
  ImportPreviewRequest,
  ImportProblem,
  ImportRole,
  ImportTarget,
  WireError,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import { base64 } from "../../backend/base64";

export const outcomes: readonly ImportOutcome[] = ["new", "matched", "updated", "merged", "not_a_part", "refused"];

/** `choose`: no file yet. `preview`: a file, and the plan for it. `applying`: being written. `done`: written. */
export type ImportStep = "choose" | "preview" | "applying" | "done";

export type ImportRow =
  | { kind: "item"; key: string; item: ImportItem }
  | { kind: "problem"; key: string; problem: ImportProblem };

type SourceFile = { name: string; size: number; content: string };

const typingPause = 250;
const repeatable: readonly ImportRole[] = ["property", "ignore", "mpn", "manufacturer"];

export class ImportState {
  step = $state<ImportStep>("choose");
  file = $state.raw<SourceFile | null>(null);
  reading = $state(false);
  kind = $state<ImportTarget["kind"]>("new");
  name = $state("");
  subcategory = $state("");
  existing = $state.raw<{ id: string; number: string; name: string } | null>(null);
  roles = $state.raw<ImportRole[] | null>(null);
  preview = $state.raw<ImportPreview | null>(null);
  /** True while the plan on the screen is older than what was asked for. */
  previewing = $state(false);
  error = $state.raw<WireError | null>(null);
  filter = $state<ImportOutcome | null>(null);

  readonly #backend: Backend;
  #generation = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  target: ImportTarget | null = $derived.by(() => {
    if (this.kind === "existing") return this.existing && { kind: "existing", part: this.existing.id };
    if (this.name.trim() === "" || this.subcategory === "") return null;
    return { kind: "new", subcategory: this.subcategory, name: this.name.trim() };
  });

  /** Rows of every outcome together; equals `rows.read` when nothing was dropped. */
  accounted: number = $derived.by(() => {
    const rows = this.preview?.rows;
    return rows ? outcomes.reduce((sum, outcome) => sum + rows[outcome], 0) : 0;
  });

  /** Each row of the file that passes the filter, with its problems below it. */
  rows: ImportRow[] = $derived.by(() => {
    const preview = this.preview;
    if (!preview) return [];
    const problems = groupByRow(preview.problems);
    return preview.items
      .filter((item) => this.filter === null || item.outcome === this.filter)
      .flatMap((item, place): ImportRow[] => [
        { kind: "item", key: `${item.row}.${place}`, item },
        ...(problems.get(item.row) ?? []).map((problem, index): ImportRow => {
          return { kind: "problem", key: `${item.row}.${place}.${index}`, problem };
        }),
      ]);
  });

  /** Problems of the file itself, or of rows that are no items. */
  otherProblems: ImportProblem[] = $derived.by(() => {
    const shown = new Set(this.preview?.items.map((item) => item.row));
    return this.preview?.problems.filter((problem) => !shown.has(problem.row)) ?? [];
  });

  canApply: boolean = $derived(
    this.step === "preview" &&
      this.preview !== null &&
      this.target !== null &&
      !this.previewing &&
      this.error === null &&
      this.preview.lines > 0,
  );

  /** Takes a file and plans its import. */
  async choose(file: File): Promise<void> {
    const generation = ++this.#generation;
    this.reading = true;
    this.error = null;
    try {
      const content = base64(new Uint8Array(await file.arrayBuffer()));
      if (generation !== this.#generation) return;
      this.file = { name: file.name, size: file.size, content };
      this.name = assemblyNameFrom(file.name);
      this.roles = null;
      this.preview = null;
      this.filter = null;
      this.step = "preview";
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
      return;
    } finally {
      if (generation === this.#generation) this.reading = false;
    }
    await this.plan();
  }

  /** Asks for the plan; answers to older questions are dropped. */
  async plan(): Promise<void> {
    clearTimeout(this.#pause);
    const generation = ++this.#generation;
    const request = this.#request();
    if (!request) {
      this.previewing = false;
      return;
    }
    this.previewing = true;
    try {
      const preview = await this.#backend.call("import_preview", request);
      if (generation !== this.#generation) return;
      this.preview = preview;
      this.error = null;
      if (this.filter !== null && preview.rows[this.filter] === 0) this.filter = null;
    } catch (reason) {
      if (generation === this.#generation) this.error = wireError(reason);
    } finally {
      if (generation === this.#generation) this.previewing = false;
    }
  }

  typeName(name: string): void {
    this.name = name;
    this.previewing = this.target !== null;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.plan(), typingPause);
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
    existing?: { id: string; number: string; name: string } | null;
  }): Promise<void> {
    if (change.kind !== undefined) this.kind = change.kind;
    if (change.subcategory !== undefined) this.subcategory = change.subcategory;
    if (change.existing !== undefined) this.existing = change.existing;
    await this.plan();
  }

  /** Writes exactly the plan that is on the screen; answers what came of it, or null when it was refused. */
  async apply(): Promise<ImportDone | null> {
    const request = this.#request();
    if (!this.canApply || !request || !this.preview) return null;
    this.step = "applying";
    try {
      const done = await this.#backend.call("import_apply", { ...request, fingerprint: this.preview.fingerprint });
      this.step = "done";
      return done;
    } catch (reason) {
      this.step = "preview";
      this.error = wireError(reason);
      return null;
    }
  }

  /** Back to the start; nothing was written. */
  reset(): void {
    this.stop();
    this.step = "choose";
    this.file = null;
    this.preview = null;
    this.roles = null;
    this.error = null;
    this.filter = null;
    this.previewing = false;
    this.reading = false;
  }

  stop(): void {
    clearTimeout(this.#pause);
    this.#generation += 1;
  }

  #request(): ImportPreviewRequest | null {
    if (!this.file || !this.target) return null;
    return { content: this.file.content, name: this.file.name, roles: this.roles, target: this.target };
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

function groupByRow(problems: readonly ImportProblem[]): Map<number, ImportProblem[]> {
  const groups = new Map<number, ImportProblem[]>();
  for (const problem of problems) groups.set(problem.row, [...(groups.get(problem.row) ?? []), problem]);
  return groups;
}
