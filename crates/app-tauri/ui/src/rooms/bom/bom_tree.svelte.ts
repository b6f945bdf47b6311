// The BOM of a revision as a tree: children are read when they are opened, lines are edited in place.
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { BomCopyRequest, BomLineAddRequest, BomLineSubstituteRequest, BomLineView, BomView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";
import { LineEdit, type LineField } from "./line_edit.svelte";

/** The BOM of one revision, as far as it is known; shared by all places in the tree where it appears. */
type Branch = { view: BomView | null; error: WireError | null };

export type TreeRow =
  | {
      kind: "line";
      key: string;
      line: BomLineView;
      level: number;
      position: number;
      siblings: number;
      expanded: boolean;
      editable: boolean;
    }
  | { kind: "waiting"; key: string; level: number }
  | { kind: "failed"; key: string; level: number; error: WireError; revision: string }
  | { kind: "empty"; key: string; level: number };

export class BomTreeState {
  readonly revision: string;
  root = $state.raw<Branch>({ view: null, error: null });
  edit = $state.raw<LineEdit | null>(null);
  selected = $state<string | null>(null);
  readonly #branches = new SvelteMap<string, Branch>();
  readonly #open = new SvelteSet<string>();
  readonly #backend: Backend;
  /** Reads again every level that is open; what is being typed stays. */
  readonly reload = onceMore(() => this.#reload());

  /** The tree as the rows that are visible now. */
  rows: TreeRow[] = $derived.by(() => {
    const rows: TreeRow[] = [];
    if (this.root.view) this.#flatten(rows, this.root.view, "", 1);
    return rows;
  });

  /** How many levels the tree shows, counting the one that could be opened next. */
  depth: number = $derived(
    this.rows.reduce((deepest, row) => {
      return Math.max(deepest, row.kind === "line" && row.line.has_lines ? row.level + 1 : row.level);
    }, 1),
  );

  /** Whether any line that is visible has a find number. */
  numbered: boolean = $derived(this.rows.some((row) => row.kind === "line" && row.line.find_number !== ""));

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  /** Why whoever acts may change no BOM; null when they may. What a revision's state says comes on top. */
  barred = $state<string | null>(null);

  get editable(): boolean {
    return this.barred === null && this.root.view?.revision.state === "Draft";
  }

  get canExpand(): boolean {
    return this.root.view?.lines.some((line) => line.has_lines) ?? false;
  }

  async load(): Promise<void> {
    this.root = await this.#read(this.revision, this.root.view);
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  /** Opens or closes a line; a level never seen is read first, with a waiting row in its place. */
  async toggle(key: string, line: BomLineView): Promise<void> {
    if (this.#open.delete(key)) return;
    if (!line.has_lines) return;
    this.#open.add(key);
    await this.readBranch(line.child.revision.id);
  }

  async readBranch(revision: string): Promise<void> {
    const known = this.#branches.get(revision);
    if (known?.view) return;
    this.#branches.set(revision, { view: null, error: null });
    this.#branches.set(revision, await this.#read(revision, null));
  }

  /** Opens every level. */
  async expandAll(): Promise<void> {
    for (;;) {
      const closed = this.rows.filter((row) => row.kind === "line" && row.line.has_lines && !row.expanded);
      if (closed.length === 0) return;
      for (const row of closed) if (row.kind === "line") await this.toggle(row.key, row.line);
    }
  }

  collapseAll(): void {
    this.#open.clear();
  }

  /** Starts to edit a line, unless another edit waits with unsaved changes. */
  startEdit(row: TreeRow, focus: LineField): void {
    if (row.kind !== "line" || !row.editable || this.edit?.key === row.key) return;
    if (this.edit?.changed) return;
    this.edit = new LineEdit(row.key, row.line, focus);
    this.selected = row.key;
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
      this.#take(await this.#backend.call("bom_line_change", edit.request()));
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
    this.#take(await this.#backend.call("bom_line_add", { revision: this.revision, ...request }));
  }

  /** Pins a line to the revision that counts now, or lets it go with the part's revisions. */
  async pin({ id, pinned, child }: BomLineView): Promise<void> {
    this.#take(await this.#backend.call("bom_line_pin", { line: id, revision: pinned ? null : child.revision.id }));
    if (this.edit?.line.id === id) this.edit = null;
  }

  /** Says what may be used instead of a line's part. */
  async substitute(request: BomLineSubstituteRequest): Promise<void> {
    this.#take(await this.#backend.call("bom_line_substitute", request));
    if (this.edit?.line.id === request.line) this.edit = null;
  }

  /** Copies another BOM into this one. */
  async copy(request: Omit<BomCopyRequest, "into">): Promise<void> {
    this.#take(await this.#backend.call("bom_copy", { into: this.revision, ...request }));
  }

  async remove(line: string): Promise<void> {
    this.#take(await this.#backend.call("bom_line_remove", { line }));
    if (this.edit?.line.id === line) this.edit = null;
  }

  #take(view: BomView): void {
    if (view.revision.id === this.revision) this.root = { view, error: null };
    else this.#branches.set(view.revision.id, { view, error: null });
    this.#meet();
  }

  /** Lets the edit meet its line as somebody else left it. */
  #meet(): void {
    const { edit } = this;
    if (!edit || edit.saving) return;
    const views = [this.root.view, ...[...this.#branches.values()].map(({ view }) => view)];
    const line = views.flatMap((view) => view?.lines ?? []).find(({ id }) => id === edit.line.id);
    if (line) edit.meet(line);
    else edit.gone = true;
  }

  /** What is being written and not saved, in words. */
  unsaved(): string | null {
    return this.edit?.changed && !this.edit.saving ? text.frame.unsaved.line(this.edit.line.child.number) : null;
  }

  discard(): void {
    this.edit = null;
  }

  async #read(revision: string, before: BomView | null): Promise<Branch> {
    try {
      return { view: await this.#backend.call("bom_show", { revision }), error: null };
    } catch (reason) {
      return { view: before, error: wireError(reason) };
    }
  }

  async #reload(): Promise<void> {
    await this.load();
    const shown = new Set(
      this.rows.flatMap((row) => (row.kind === "line" && row.expanded ? [row.line.child.revision.id] : [])),
    );
    for (const [revision, branch] of [...this.#branches]) {
      if (shown.has(revision)) this.#branches.set(revision, await this.#read(revision, branch.view));
      else if (!branch.view?.lines.some(({ id }) => id === this.edit?.line.id)) this.#branches.delete(revision);
    }
    this.#meet();
  }

  #flatten(rows: TreeRow[], view: BomView, prefix: string, level: number): void {
    const editable = this.barred === null && view.revision.state === "Draft";
    view.lines.forEach((line, index) => {
      const key = `${prefix}/${line.id}`;
      const expanded = line.has_lines && this.#open.has(key);
      rows.push({
        kind: "line",
        key,
        line,
        level,
        position: index + 1,
        siblings: view.lines.length,
        expanded,
        editable,
      });
      if (!expanded) return;
      const revision = line.child.revision.id;
      const branch = this.#branches.get(revision);
      if (branch?.error) {
        rows.push({ kind: "failed", key: `${key}/failed`, level: level + 1, error: branch.error, revision });
      } else if (!branch?.view) {
        rows.push({ kind: "waiting", key: `${key}/waiting`, level: level + 1 });
      } else if (branch.view.lines.length === 0) {
        rows.push({ kind: "empty", key: `${key}/empty`, level: level + 1 });
      } else {
        this.#flatten(rows, branch.view, key, level + 1);
      }
    });
  }
}
