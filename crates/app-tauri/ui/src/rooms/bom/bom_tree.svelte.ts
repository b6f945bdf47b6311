// The BOM of a revision as a tree: children are read when they are opened, lines are edited in place.
import { SvelteMap } from "svelte/reactivity";
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { BomCopyRequest, BomLineAddRequest, BomLineSubstituteRequest, BomLineView, BomView } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import type { Follow } from "../workspace/task.svelte";
import { Expansion } from "./bom_expansion.svelte";
import { BomLevel } from "./bom_level.svelte";
import { LineCheck } from "./line_check.svelte";
import { LineDraft } from "./line_draft.svelte";
import { LineEdit, type LineField } from "./line_edit.svelte";
import { TreeRows, type TreeRow } from "./tree_rows.svelte";

export class BomTreeState {
  readonly revision: string;
  readonly root: BomLevel;
  edit = $state.raw<LineEdit | null>(null);
  /** The line that is being added; null while none is. */
  draft = $state.raw<LineDraft | null>(null);
  /** The key of the row that is selected. */
  selected = $state<string | null>(null);
  /** What opens every level, while it does. */
  expansion = $state.raw<Expansion | null>(null);
  /** The levels below the first by their revisions; each is shared by all places in the tree where it appears. */
  readonly #levels = new SvelteMap<string, BomLevel>();
  readonly #rows = new TreeRows();
  readonly #backend: Backend;
  /** The levels that are on their way. */
  readonly #reading = new Map<BomLevel, Promise<void>>();
  /** The rows that somebody looks at. */
  #inView = { first: 0, end: 0 };
  /** The row that is selected, as long as it is not read. */
  #awaited: Extract<TreeRow, { kind: "unread" }> | null = null;
  /** Reads again what somebody looks at, on every level; what is being typed stays. */
  readonly reload = onceMore(() => this.#reload());

  /** The tree as the rows that are there now. */
  rows: readonly TreeRow[] = $derived.by(() => {
    return this.#rows.under(this.root, { levelOf: (revision) => this.#levels.get(revision), barred: this.barred !== null });
  });

  /** How many levels the tree shows, counting the one that could be opened next. */
  depth: number = $derived(
    this.rows.reduce((deepest, row) => {
      return Math.max(deepest, row.kind === "line" && row.line.has_lines ? row.level + 1 : row.level);
    }, 1),
  );

  /** Whether any line on a level that was read has a find number. */
  numbered: boolean = $derived.by(() => [this.root, ...this.#levels.values()].some(({ view }) => view?.numbered));

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
    this.root = new BomLevel(backend, revision);
  }

  /** Why whoever acts may change no BOM; null when they may. What a revision's state says comes on top. */
  barred = $state<string | null>(null);

  get editable(): boolean {
    return this.barred === null && this.root.view?.revision.state === "Draft";
  }

  get canExpand(): boolean {
    return this.root.view?.has_levels ?? false;
  }

  async load(): Promise<void> {
    await this.root.load();
  }

  /** Tells which rows somebody looks at; the lines that are missing there are read. */
  async show(first: number, end: number): Promise<void> {
    this.#inView = { first, end };
    const seen = new Map<BomLevel, { first: number; end: number }>();
    for (const row of this.rows.slice(first, end)) {
      // Another revision counts by now, below a line that is open.
      if (row.kind === "waiting") void this.readLevel(row.revision);
      if (row.kind !== "line" && row.kind !== "unread") continue;
      const range = seen.get(row.of);
      if (range) range.end = row.place + 1;
      else seen.set(row.of, { first: row.place, end: row.place + 1 });
    }
    const anew = [...seen.keys()].some(({ isOld }) => isOld);
    await Promise.all([...seen].map(([level, range]) => level.show(range.first, range.end)));
    this.#follow();
    if (anew) await this.#meet();
  }

  /** Selects a row, also one that is not read yet. */
  select(row: TreeRow): void {
    this.selected = row.key;
    this.#awaited = row.kind === "unread" ? row : null;
  }

  /** Once a row that was selected unread is read, its line is what is selected. */
  #follow(): void {
    const awaited = this.#awaited;
    const line = awaited?.of.lines[awaited.place];
    if (!awaited || !line) return;
    this.#awaited = null;
    if (this.selected === awaited.key) this.selected = `${awaited.prefix}/${line.id}`;
  }

  /** Opens or closes a line; a level never seen is read first, with a waiting row in its place. */
  async toggle(key: string, line: BomLineView): Promise<void> {
    if (this.#rows.close(key)) return;
    if (!line.has_lines) return;
    this.#rows.open([key]);
    await this.readLevel(line.child.revision.id);
  }

  /** Reads a level, unless it is there or on its way. */
  async readLevel(revision: string): Promise<BomLevel> {
    const known = this.#levels.get(revision);
    const level = known ?? new BomLevel(this.#backend, revision);
    if (!known) this.#levels.set(revision, level);
    if (level.view && !level.error) return level;
    const onItsWay = this.#reading.get(level) ?? level.load();
    this.#reading.set(level, onItsWay);
    await onItsWay.finally(() => this.#reading.delete(level));
    return level;
  }

  /** Opens every level, unless somebody says stop; tells whether there were more rows than are of use. */
  async expandAll(follow?: Follow): Promise<boolean> {
    if (this.expansion) return false;
    const expansion = new Expansion(this.root, (revision) => this.readLevel(revision));
    this.expansion = expansion;
    const ended = follow?.(expansion.task);
    try {
      await expansion.run((keys) => this.#rows.open(keys));
      return expansion.full;
    } finally {
      this.expansion = null;
      ended?.();
    }
  }

  collapseAll(): void {
    this.expansion?.stop();
    this.#rows.closeAll();
  }

  /** Starts to edit a line, unless another edit waits with unsaved changes. */
  startEdit(row: TreeRow, focus: LineField): void {
    if (row.kind !== "line" || !row.editable || this.edit?.key === row.key) return;
    if (this.edit?.changed) return;
    const check = new LineCheck(this.#backend, row.of.revision, row.line.id);
    this.edit = new LineEdit(row.key, row.line, focus, check);
    this.selected = row.key;
  }

  /** Begins to add lines, or goes on with it. */
  startDraft(): void {
    this.draft ??= new LineDraft(this.#backend, this.revision);
  }

  /** What of the line that is being added would be missed, in words. */
  draftUnsaved(): string | null {
    const { draft } = this;
    return draft?.changed ? text.frame.unsaved.newLine(draft.typed.part?.number ?? null) : null;
  }

  cancelDraft(): void {
    this.draft?.clear();
    this.draft = null;
  }

  cancelEdit(): void {
    this.edit = null;
  }

  /** Saves the edit; a refusal stays in place beside what was typed. Tells whether it was saved. */
  async saveEdit(): Promise<boolean> {
    const edit = this.edit;
    if (!edit || edit.saving) return false;
    if (!edit.changed) {
      this.edit = null;
      return true;
    }
    if (edit.conflicts.length > 0) return false;
    edit.saving = true;
    try {
      await this.#take(await this.#backend.call("bom_line_change", edit.request()));
      if (this.edit === edit) this.edit = null;
      return true;
    } catch (reason) {
      const error = wireError(reason);
      edit.saving = false;
      // The tree has not heard of it yet; what it was and what it is will stand beside the line.
      if (error.code === "edit.changed_meanwhile") await this.reload();
      else edit.error = error;
      return false;
    } finally {
      edit.saving = false;
    }
  }

  async add(request: Omit<BomLineAddRequest, "revision">): Promise<void> {
    await this.#take(await this.#backend.call("bom_line_add", { revision: this.revision, ...request }));
  }

  /** Pins a line to the revision that counts now, or lets it go with the part's revisions. */
  async pin({ id, pinned, child }: BomLineView): Promise<void> {
    await this.#take(await this.#backend.call("bom_line_pin", { line: id, revision: pinned ? null : child.revision.id }));
    if (this.edit?.line.id === id && !this.edit.changed) this.edit = null;
  }

  /** Says what may be used instead of a line's part. */
  async substitute(request: BomLineSubstituteRequest): Promise<void> {
    await this.#take(await this.#backend.call("bom_line_substitute", request));
    if (this.edit?.line.id === request.line && !this.edit.changed) this.edit = null;
  }

  /** Copies another BOM into this one. */
  async copy(request: Omit<BomCopyRequest, "into">): Promise<void> {
    await this.#take(await this.#backend.call("bom_copy", { into: this.revision, ...request }));
  }

  /** Moves a line before another one of its level, or to the end. */
  async move(line: string, before: string | null): Promise<void> {
    await this.#take(await this.#backend.call("bom_line_move", { line, before }));
  }

  async remove(line: string): Promise<void> {
    await this.#take(await this.#backend.call("bom_line_remove", { line }));
    if (this.edit?.line.id === line) this.edit = null;
  }

  async #take(view: BomView): Promise<void> {
    await (view.revision.id === this.revision ? this.root : this.#levels.get(view.revision.id))?.take(view);
    await this.#meet();
  }

  /** Lets the edit meet its line as somebody else left it. */
  async #meet(): Promise<void> {
    const { edit } = this;
    if (!edit || edit.saving) return;
    const levels = [this.root, ...this.#levels.values()].filter((level) => !level.isOld);
    const known = levels.flatMap(({ lines }) => lines.find((line) => line?.id === edit.line.id) ?? []);
    try {
      // It may stand where nobody looked.
      const elsewhere = () => this.#backend.call("bom_line_show", { line: edit.line.id });
      const line = known[0] ?? (levels.every((level) => level.isWhole) ? null : await elsewhere());
      if (this.edit !== edit || edit.saving) return;
      if (line) edit.meet(line);
      else edit.gone = true;
    } catch (reason) {
      edit.error = wireError(reason);
    }
  }

  /** What is being written and not saved, in words. */
  unsaved(): string | null {
    if (this.edit?.changed) return text.frame.unsaved.line(this.edit.line.child.number);
    return this.draftUnsaved();
  }

  /** Whether some of it is on its way. */
  saving(): boolean {
    return (this.edit?.saving ?? false) || (this.draft?.saving ?? false);
  }

  discard(): void {
    this.edit = null;
    this.cancelDraft();
  }

  async #reload(): Promise<void> {
    await this.load();
    const { first, end } = this.#inView;
    const inView = new Set(this.rows.slice(first, end).flatMap((row) => ("of" in row ? [row.of] : [])));
    for (const level of this.#levels.values()) {
      if (inView.has(level)) await level.load();
      else level.forget();
    }
    await this.#meet();
  }
}
