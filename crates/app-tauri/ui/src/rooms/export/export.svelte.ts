// An export in the making: which document, in which format, and where to.
import type { Backend } from "../../backend/backend";
import type { ExportFormat, ExportLayout, ExportWhat, ExportWritten, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import { Task, type Follow } from "../workspace/task.svelte";

/** A document that a page offers. */
export type Offered = {
  key: string;
  title: string;
  what: ExportWhat;
  /** What goes out with it, as a sentence, where the page knows. */
  says?: string;
};

const tables: readonly ExportFormat[] = ["csv", "xlsx"];
const all: readonly ExportFormat[] = ["csv", "xlsx", "json", "html"];
const packed: readonly ExportFormat[] = ["zip"];

export class ExportState {
  key: string = $state("");
  format = $state<ExportFormat>("csv");
  mark = $state(false);
  plain = $state(false);
  ranges = $state(false);
  builds = $state("1");
  path = $state("");
  layouts = $state.raw<ExportLayout[]>([]);
  error = $state.raw<WireError | null>(null);
  readonly task: Task<ExportWritten>;
  readonly #backend: Backend;
  readonly #offered: readonly Offered[];
  /** The revision whose BOM can be written in layouts. */
  readonly #revision: string | null;
  readonly #beside: string | null;
  #proposed = "";
  /** The path whose file may be replaced: the system asked, or the user saw that there is one. */
  #replaced = $state<string | null>(null);
  /** Grows with every question for a path; an answer to an older one is dropped. */
  #asked = 0;

  constructor(
    backend: Backend,
    offered: readonly Offered[],
    revision: string | null,
    beside: string | null,
    follows: Follow | null = null,
  ) {
    this.#backend = backend;
    this.#offered = offered;
    this.#revision = revision;
    this.#beside = beside;
    this.task = new Task(backend, follows);
    this.key = offered[0]?.key ?? "";
    this.format = this.formats[0] ?? "csv";
  }

  /** What the page offers. */
  get documents(): readonly Offered[] {
    return this.#offered;
  }

  /** The layouts, as documents. */
  get layouted(): Offered[] {
    const revision = this.#revision;
    if (revision === null) return [];
    return this.layouts.map(({ name, title }) => ({
      key: `layout-${name}`,
      title: text.exporting.documents.layout(title),
      what: { kind: "layout", revision, layout: name, ranges: null },
    }));
  }

  get document(): Offered | undefined {
    return [...this.documents, ...this.layouted].find(({ key }) => key === this.key);
  }

  /** The layout that is chosen, if one is. */
  get layout(): ExportLayout | undefined {
    return this.layouts.find(({ name }) => this.key === `layout-${name}`);
  }

  get formats(): readonly ExportFormat[] {
    const kind = this.document?.what.kind;
    if (kind === "package") return packed;
    return kind === "layout" ? tables : all;
  }

  /** Whether costs and quantities are told for a number of builds. */
  get countsBuilds(): boolean {
    return this.document?.what.kind === "bom";
  }

  get complete(): boolean {
    return this.path.trim() !== "" && this.document !== undefined && (!this.countsBuilds || this.builds.trim() !== "");
  }

  /** Whether there is a file at the path that may be replaced if the user says so once more. */
  get replaces(): boolean {
    return this.#replaced !== null && this.#replaced === this.path;
  }

  /** What is asked for, with the options. */
  get what(): ExportWhat | null {
    const what = this.document?.what;
    if (!what) return null;
    if (what.kind === "bom") return { ...what, builds: this.builds };
    if (what.kind === "layout") return { ...what, ranges: this.layout?.knows_ranges ? this.ranges : null };
    return what;
  }

  /** Reads what there is to choose from, and proposes a path. */
  async start(): Promise<void> {
    await Promise.all([this.#readLayouts(), this.#propose()]);
  }

  chooseDocument(key: string): Promise<void> {
    this.key = key;
    if (!this.formats.includes(this.format)) this.format = this.formats[0] ?? "csv";
    // KiCad's own command writes ranges, and its dialog does not.
    this.ranges = this.layout?.name === "kicad-cli";
    return this.#propose();
  }

  chooseFormat(format: ExportFormat): Promise<void> {
    this.format = format;
    return this.#propose();
  }

  /** Notes a path that was chosen in the system's dialog, which asked whether it may be replaced. */
  chosen(path: string): void {
    this.#replaced = path;
  }

  /** Writes it, and answers whether it was written. */
  async write(): Promise<ExportWritten | null> {
    const { what, format, mark, plain, path, replaces: replace } = this;
    if (!what) return null;
    await this.task.run((task) =>
      this.#backend.call("export_write", { task, what, format, mark: mark && format === "csv", plain: plain && format === "csv", path, replace }),
    );
    if (this.task.error?.code === "export.path_taken") this.#replaced = path;
    return this.task.answer;
  }

  async #readLayouts(): Promise<void> {
    if (this.#revision === null) return;
    try {
      this.layouts = await this.#backend.call("export_layouts", {});
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** Proposes a path for what is chosen; one that the user wrote keeps its name and gets the ending. */
  async #propose(): Promise<void> {
    const { what, format } = this;
    if (!what) return;
    if (this.path !== this.#proposed) {
      this.path = this.path.replace(/\.(csv|xlsx|json|html|zip)$/i, `.${format}`);
      return;
    }
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const path = await this.#backend.call("export_propose", { what, format, beside: this.#beside });
      if (asked !== this.#asked || this.path !== this.#proposed) return;
      this.path = path;
      this.#proposed = path;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
