// A backend in memory, for tests and for looking at pages in a plain browser; it is never part of the built application.
import type {
  Changes,
  Commands,
  PartRow,
  RevisionView,
  PartsChanged,
  PropertyView,
  Progress,
} from "../../bindings/wire";
import { wireError } from "../../errors";
import type { Answer, Backend, Bytes, CommandName, Request } from "../backend";
import { Listeners } from "../listeners";
import { FakeBackups } from "./backup";
import { FakeBom } from "./bom";
import { FakeBuying } from "./buying";
import { FakeCategories } from "./category";
import { fakeLayouts, fakeVerified, proposed } from "./export";
import { FakeFiles } from "./file";
import { previewOf } from "./import";
import { setDone, setPreview } from "./import_set";
import { FakeKicad } from "./kicad";
import { FakeLevels } from "./levels";
import { FakeManufacturerParts } from "./manufacturer_part";
import { FakePartLists } from "./part_list";
import { FakePeople } from "./person";
import { FakeReviews } from "./review";
import { demoWorkspace, emptyWorkspace } from "./sample";
import { fakeStatus } from "./status";
import { noRevision, refuse, type FakePart, type FakeStore } from "./store";
import { FakeSupplierParts } from "./supplier_part";
import { FakeUndo } from "./undo";
import { FakePlaces } from "./workspace";
import { FakeWorkflows } from "./workflow";

type Handlers = {
  [K in CommandName]: (request: Commands[K]["request"], ...bytes: Bytes<K>) => Commands[K]["answer"];
};

export class FakeBackend implements Backend {
  store: FakeStore;
  readonly places = new FakePlaces();
  /** Whether nobody has said yet who sits here. */
  asks = false;
  /** Whether the open one was made because nothing was at the path that was named. */
  made = false;
  /** Every call so far, for tests that ask what was asked. */
  readonly calls: { name: CommandName; request: unknown }[] = [];
  readonly #changed = new Listeners<[Changes]>();
  readonly #opened = new Listeners<[]>();
  readonly #progress = new Listeners<[Progress]>();
  readonly #backups = new FakeBackups();
  readonly #copies = new Set<string>();
  readonly #delay: number;
  readonly #drawers: number;
  readonly #bom = new FakeBom(() => this.store);
  readonly #levels = new FakeLevels(() => this.store);
  readonly #buying = new FakeBuying(() => this.store, this.#levels);
  readonly #categories = new FakeCategories(() => this.store);
  readonly #people = new FakePeople(() => this.store);
  readonly #lists = new FakePartLists(() => this.store);
  readonly #manufacturerParts = new FakeManufacturerParts(() => this.store);
  readonly #supplierParts = new FakeSupplierParts(() => this.store);
  readonly #files = new FakeFiles(() => this.store);
  readonly #reviews = new FakeReviews(() => this.store);
  readonly #workflows = new FakeWorkflows(() => this.store);
  readonly #kicad = new FakeKicad(() => this.store);
  readonly #undo = new FakeUndo(() => this.store);

  constructor(options: { empty?: boolean; drawers?: number; delay?: number } = {}) {
    this.#drawers = options.drawers ?? 1200;
    this.#delay = options.delay ?? 0;
    this.store = this.places.enter(options.empty ? emptyWorkspace() : demoWorkspace(this.#drawers));
  }

  /** Settings from the address in a browser: `?empty`, `?drawers=50000`, `?delay=400`. */
  static fromAddress(search: string): FakeBackend {
    const given = new URLSearchParams(search);
    return new FakeBackend({
      empty: given.has("empty"),
      drawers: Number(given.get("drawers") ?? 1200),
      delay: Number(given.get("delay") ?? 0),
    });
  }

  async call<K extends CommandName>(name: K, request: Request<K>, ...bytes: Bytes<K>): Promise<Answer<K>> {
    this.calls.push({ name, request });
    if (this.#delay > 0) await new Promise((resolve) => setTimeout(resolve, this.#delay));
    const units = this.store.audit.length;
    try {
      // What goes out is a copy, as if it had crossed a process boundary.
      const answer = structuredClone(this.#handlers[name](request, ...bytes));
      if (this.store.audit.length !== units) this.#tell();
      return answer;
    } catch (reason) {
      throw wireError(reason);
    }
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    return this.#changed.add(listener);
  }

  onOpened(listener: () => void): () => void {
    return this.#opened.add(listener);
  }

  // Its window is a browser's, which asks for itself.
  onClosing(): () => void {
    return () => {};
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return this.#progress.add(listener);
  }

  // It makes none by itself.
  onDaily(): () => void {
    return () => {};
  }

  /** Opens another workspace, as if another window had done it. */
  openElsewhere(store: FakeStore): void {
    this.store = this.places.enter(store);
    this.#opened.tell();
  }

  /** Tells every listener that something changed, as if another window had done it. */
  #tell(): void {
    const rooms = [...new Set(this.store.audit[0]?.entries.map((entry) => entry.room))];
    this.#changed.tell({ rooms, ids: [] });
  }

  readonly #handlers: Handlers = {
    workspace_opening: () => null,
    workspace_show: () => this.#workspace(),
    workspace_open: ({ workspace }) => {
      this.store = this.places.enter(workspace === "demo" ? demoWorkspace(this.#drawers) : emptyWorkspace());
      return this.#workspace();
    },
    workspace_open_at: ({ path }) => {
      this.store = this.places.enter(this.places.at(path));
      return this.#workspace();
    },
    workspace_create: ({ name, folder, person }) => {
      const store = emptyWorkspace(name, this.places.fresh({ name, folder }));
      store.acting.name = person;
      store.people = [store.acting];
      this.store = this.places.enter(store);
      return this.#workspace();
    },
    workspace_move: ({ folder }) => {
      const { name, path } = this.store;
      const to = this.places.fresh({ name, folder });
      this.places.remove(path);
      this.places.forget(path);
      this.store.path = to;
      this.places.enter(this.store);
      return { workspace: this.#workspace(), left_behind: null };
    },
    workspace_restore: ({ task, path, from }) => {
      this.#progress.tell({ task, done: 96, total: 96 });
      this.store = this.places.enter(this.places.restore(path, from));
      return { workspace: this.#workspace(), kept: `${path}.replaced`, problems: [] };
    },
    workspace_salvage: ({ to }) => {
      this.places.keep(emptyWorkspace("salvaged", to));
      return { path: to, kept: 412, lost: 3, contents: 1, problems: ["part: Page 7 of the file, on which it has rows, cannot be read."] };
    },
    workspace_close: () => {
      this.places.close();
      return this.places.list();
    },
    workspace_places: () => this.places.list(),
    workspace_forget: ({ path }) => {
      this.places.forget(path);
      return this.places.list();
    },
    // There is no system with a dialog behind this backend.
    workspace_choose: () => null,
    export_layouts: () => fakeLayouts(),
    export_propose: ({ what, format, beside }) => proposed(what, format, beside),
    export_write: ({ task, path, replace }) => {
      if (this.#copies.has(path) && !replace) {
        throw refuse(
          "export.path_taken",
          `There is already a file ${path}, and it was left as it is. Choose another name, or say that it may be replaced.`,
        );
      }
      this.#progress.tell({ task, done: 3, total: 3 });
      this.#copies.add(path);
      return { path, count: 3 };
    },
    export_verify: ({ path }) => fakeVerified(path),
    workspace_status: () => fakeStatus(this.store.path, this.store.audit.length, this.calls.length),
    workspace_check: () => ({ problems: [], history: { entries: 3, hash: "ab".repeat(32) } }),
    workspace_back_up: ({ task, to }) => {
      this.#progress.tell({ task, done: 96, total: 96 });
      return this.#backups.make(to, this.store.audit.length);
    },
    workspace_backups: () => this.#backups.of(this.store.path),
    workspace_copies: ({ path }) => this.#backups.of(path).backups,
    workspace_copy: ({ path }) => this.#backups.copy(path, this.store.parts.length, this.store.audit),
    workspace_schedule: (schedule) => this.#backups.plan(this.store.path, schedule),
    workspace_verify: ({ path }) => this.#backups.verify(path),
    // What is asked of this backend is done at once; there is nothing left to cancel.
    task_cancel: () => ({}),
    person_rename: ({ name }) => this.#people.rename(name),
    person_list: () => this.store.people,
    person_add: (request) => this.#people.add(request),
    person_change: (request) => this.#people.change(request),
    person_act: ({ person }) => {
      this.asks = false;
      return this.#people.act(person);
    },
    setting_show: () => this.store.settings,
    setting_change: ({ labels, workflow }) => {
      const settings = { labels, workflow };
      this.store.settings = settings;
      this.store.record("setting.change", [{ room: "setting", subject: "settings", action: "changed", title: "settings" }]);
      return settings;
    },
    kicad_show: () => this.#kicad.show(),
    kicad_serve: ({ on, port }) => this.#kicad.serve(on, port),
    kicad_renew: () => this.#kicad.show(),
    kicad_offer: ({ drafts }) => this.#kicad.offer(drafts),
    kicad_save: ({ path }) => path,
    kicad_count: () => this.#kicad.count(),
    kicad_mappings: () => this.#kicad.mappings(),
    kicad_map: (mapping) => this.#kicad.map(mapping),
    kicad_unmap: ({ subcategory }) => this.#kicad.unmap(subcategory),
    workflow_list: () => this.#workflows.list(),
    workflow_check: (design) => this.#workflows.check(design),
    workflow_save: (design) => this.#workflows.save(design),
    workflow_take: ({ workflow }) => this.#workflows.take(workflow),
    revision_status: ({ revision }) => this.#reviews.status(this.store.byRevision(revision)),
    revision_revise: ({ part }) => this.#reviews.revise(this.store.find(part)),
    revision_advance: () => {
      throw refuse("workflow.no_transition_on", "There is no such step from there.");
    },
    revision_obsolete: ({ revision, successor }) => {
      const part = this.store.byRevision(revision);
      if (successor !== null) this.store.succeed(part, successor);
      return this.#reviews.obsolete(part);
    },
    revision_offers: ({ parts }) => this.#reviews.offers(parts.map((part) => this.store.find(part))),
    revision_act_on_all: ({ parts, act, note, look }) => this.#reviews.onAll(parts.map((part) => this.store.find(part)), act, note, look),
    revision_as_of: ({ part, at }) => {
      const { row, older } = this.store.find(part);
      return [row.revision, ...older].find(({ released }) => released !== null && released <= at) ?? null;
    },
    approval_submit: ({ revision, comment }) => this.#reviews.submit(this.store.byRevision(revision), comment),
    approval_withdraw: ({ revision }) => this.#reviews.withdraw(this.store.byRevision(revision)),
    approval_approve: ({ revision, comment }) => this.#reviews.approve(this.store.byRevision(revision), comment),
    approval_reject: ({ revision, comment }) => this.#reviews.reject(this.store.byRevision(revision), comment),
    approval_override: ({ revision, comment }) => this.#reviews.override(this.store.byRevision(revision), comment),
    approval_list: () => this.#reviews.list(),
    approval_rounds: ({ part }) => {
      const { row, older, reviews, release } = this.store.find(part);
      return [{ revision: row.revision, reviews, release }, ...older.map((revision) => ({ revision, reviews: [], release: null }))];
    },
    release_make: ({ revision, exception }) => this.#reviews.release(this.store.byRevision(revision), exception),
    release_plan: ({ revision }) => this.#reviews.plan(this.store.byRevision(revision)),
    release_together: ({ revision, members }) => this.#reviews.releaseTogether(this.store.byRevision(revision), members),
    release_verify: ({ revision }) => {
      const { release } = this.store.byRevision(revision);
      if (!release) throw refuse("release.not_found", "This revision has not been released; there is nothing to verify.");
      return { agrees: true, count: 1, differing: [], hash: release.hash };
    },
    window_open: () => ({}),
    window_guard: () => ({}),
    window_close: () => ({}),
    category_list: () => this.store.categories,
    category_count: () => this.#categories.count(),
    category_add: (request) => this.#categories.add(request),
    category_rename: (request) => this.#categories.rename(request),
    category_remove: (request) => this.#categories.remove(request),
    category_subcategory_add: (request) => this.#categories.addSubcategory(request),
    category_subcategory_change: (request) => this.#categories.changeSubcategory(request),
    category_subcategory_remove: (request) => this.#categories.removeSubcategory(request),
    part_next: () => this.store.nextNumber,
    part_duplicate: ({ part, name }) => {
      const like = this.store.find(part);
      const made = this.store.addPart({ category: like.row.category, name, description: like.row.description });
      made.properties = [...like.properties];
      made.lines = like.lines.map((line) => ({ ...line, id: this.store.id() }));
      const title = `${made.row.number} ${made.row.name}`;
      const entry = { room: "part", subject: made.row.id, action: "created", title, duplicated_from: like.row.number } as const;
      this.store.record("part.duplicate", [entry]);
      return this.#part(made);
    },
    property_names: () => this.#lists.names(),
    part_cells: (request) => this.#lists.cells(request),
    property_set_on_all: ({ parts, name, value, look }) => this.#setOnAll(parts, { name, value }, look),
    revision_changes: ({ revision }) => {
      const part = this.store.byRevision(revision);
      const base = part.older[0] ?? null;
      // What an earlier revision had is not compared here; of a first one all is new.
      const files = base === null ? this.#files.of(revision) : [];
      return { base, properties: [], files: files.map((after) => ({ name: after.name, before: null, after })) };
    },
    part_tally: () => this.#lists.tally(),
    part_list: (request) => this.#lists.list(request),
    search_parts: (request) => this.#lists.search(request),
    part_show: ({ part, revision }) => this.#part(this.store.find(part), revision),
    part_create: ({ subcategory, name, description, manufacturer, mpn }) => {
      const category = this.store.categories
        .flatMap((each) => each.subcategories.map((sub) => ({ id: sub.id, code: `${each.code}-${sub.code}` })))
        .find((each) => each.id === subcategory)?.code;
      if (!category) throw refuse("category.not_found", "There is no such category; choose one from the list.");
      const part = this.store.addPart({ category, name, description, manufacturer: manufacturer ?? "", mpn: mpn ?? "" });
      this.store.recordOf("part.create", "part", part, "created");
      return this.#part(part);
    },
    part_change: ({ part, name, description }) => {
      const found = this.store.find(part);
      if (name.length > 200) throw refuse("part.name_invalid", "A part's name has 1 to 200 characters.");
      const before = found.row;
      const change = (to: PartRow) => () => void (found.row = to);
      found.row = { ...before, name, description };
      const changes = before.name === name ? [] : [{ field: "name", before: before.name, after: name }];
      this.store.clock = Date.now();
      this.store.record(
        "part.describe",
        [{ room: "part", subject: before.id, action: "changed", title: `${before.number} ${name}`, changes }],
        { undo: change(before), redo: change(found.row) },
      );
      return this.#part(found);
    },
    part_remove: ({ part }) => {
      const found = this.store.find(part);
      const stays = this.#stays(found);
      if (stays !== null) throw refuse("part.in_use", stays);
      const { parts } = this.store;
      const rest = parts.filter((each) => each !== found);
      this.store.parts = rest;
      this.store.clock = Date.now();
      this.store.record(
        "part.remove",
        [{ room: "part", subject: part, action: "removed", title: `${found.row.number} ${found.row.name}` }],
        { undo: () => void (this.store.parts = parts), redo: () => void (this.store.parts = rest) },
      );
      return {};
    },
    part_succeed: ({ part, successor }) => {
      const found = this.store.find(part);
      this.store.succeed(found, successor);
      this.store.recordOf("part.succeed", "part", found, "changed");
      return this.#part(found);
    },
    property_set: ({ revision, name, value }) => {
      const part = this.store.byRevision(revision);
      this.store.mustBeDraft(part);
      if (value.type === "number" && !/^-?\d+(\.\d+)?$/.test(value.number)) {
        throw refuse("number.invalid", `"${value.number}" is not a number; write it as 4, 0.25 or -1.5.`);
      }
      const others = part.properties.filter((property) => property.name !== name);
      part.properties = [...others, { name, value }].sort((a, b) => a.name.localeCompare(b.name));
      this.store.recordOf("property.set", "property", part, "changed", name);
      return part.properties;
    },
    property_remove: ({ revision, name }) => {
      const part = this.store.byRevision(revision);
      this.store.mustBeDraft(part);
      part.properties = part.properties.filter((property) => property.name !== name);
      this.store.recordOf("property.remove", "property", part, "removed", name);
      return part.properties;
    },
    manufacturer_part_add: (request) => this.#manufacturerParts.add(request),
    manufacturer_part_change: (request) => this.#manufacturerParts.change(request),
    manufacturer_part_remove: ({ manufacturer_part }) => this.#manufacturerParts.remove(manufacturer_part),
    supplier_part_add: (request) => this.#supplierParts.add(request),
    supplier_part_change: (request) => this.#supplierParts.change(request),
    supplier_part_remove: (request) => this.#supplierParts.remove(request),
    supplier_part_price: (request) => this.#supplierParts.price(request),
    file_list: ({ revision }) => this.#files.of(revision),
    file_attach: (request, bytes) => this.#files.attach(request, bytes),
    file_replace: ({ file }, bytes) => this.#files.replace(file, bytes),
    file_change_role: ({ file, role }) => this.#files.changeRole(file, role),
    file_remove: ({ file }) => this.#files.remove(file),
    file_read: ({ file, most }) => this.#files.read(file, most),
    file_save: ({ path }) => path,
    file_open: ({ file }) => this.#files.open(file),
    file_collect: () => ({ contents: 0, bytes: 0 }),
    bom_show: ({ revision }) => this.store.bom(this.store.byRevision(revision)),
    bom_lines: ({ revision, skip }) => this.store.bomLines(this.store.byRevision(revision), skip),
    bom_line_show: ({ line }) => {
      const found = this.store.parts.flatMap(({ lines }) => lines).find(({ id }) => id === line);
      return found ? this.store.bomLine(found) : null;
    },
    bom_line_check: (request) => this.#bom.check(request),
    bom_line_move: (request) => this.#bom.move(request),
    bom_line_add: (request) => this.#bom.add(request),
    bom_line_change: (request) => this.#bom.change(request),
    bom_line_remove: ({ line }) => this.#bom.remove(line),
    bom_line_pin: (request) => this.#bom.pin(request),
    bom_line_origin: () => null,
    bom_line_substitute: (request) => this.#bom.substitute(request),
    bom_explode: (request) => this.#levels.page(request),
    bom_flat: ({ revision }) => this.#levels.flat(this.store.byRevision(revision)),
    bom_compare_amounts: ({ before, after }) => this.#levels.compareAmounts(this.store.byRevision(before), this.store.byRevision(after)),
    bom_beside: ({ before, after }) => this.#levels.beside(this.store.byRevision(before), this.store.byRevision(after)),
    bom_lines_say: ({ lines }) => this.#levels.linesSay(lines),
    bom_roll_up: ({ revision }) => this.#levels.rollUp(this.store.byRevision(revision)),
    bom_copy: (request) => this.#bom.copy(request),
    bom_replace_preview: (request) => this.#bom.replacePreview(request),
    bom_replace: (request) => this.#bom.replace(request),
    bom_graph: ({ revision }) => {
      const { number, name, revision: of } = this.store.byRevision(revision).row;
      return { nodes: [{ number, name, label: of.label, state: of.state, workflow_state: of.workflow_state, leaves: 0 }], edges: [], left_out: 0 };
    },
    bom_cost: (request) => this.#buying.cost(request),
    bom_shortage: (request) => this.#buying.shortage(request),
    part_where_used: ({ part }) => this.#levels.usedIn(this.store.find(part)),
    import_preview: (request) => previewOf(this.store, request).preview,
    // All that there is comes with the preview.
    import_rows: () => [],
    import_changes: () => [],
    import_apply: (request) => {
      const { preview, planned } = previewOf(this.store, request);
      if (preview.fingerprint !== request.fingerprint) {
        throw refuse("import.plan_changed", "The workspace changed since the preview; nothing was imported.");
      }
      return this.#bom.build(request.target, preview, planned);
    },
    import_forget_layout: () => ({}),
    import_set_preview: () => setPreview(),
    import_set_apply: () => setDone(),
    audit_list: ({ part, person, operations, from, until, before, limit }) => {
      const number = part === null ? "" : this.store.find(part).row.number;
      const name = this.store.people.find(({ id }) => id === person)?.name;
      const units = this.store.audit
        .filter((unit) => before === null || unit.sequence < before)
        .filter((unit) => person === undefined || unit.person === name)
        .filter(({ operation }) => operations === undefined || `${operation}.`.startsWith(`${operations}.`))
        .filter(({ at }) => at >= (from ?? at) && at < (until ?? at + 1))
        .filter((unit) => part === null || unit.entries.some((entry) => entry.title.includes(number)));
      return { units: units.slice(0, limit), next: units.length > limit ? (units[limit - 1]?.sequence ?? null) : null };
    },
    audit_next: () => this.#undo.next(),
    audit_undo: ({ unit }) => this.#undo.go("undo", unit),
    audit_redo: ({ unit }) => this.#undo.go("redo", unit),
    window_ready: () => ({}),
  };

  #workspace() {
    if (this.places.closed) throw refuse("workspace.closed", "No workspace is open; create one, or open one.");
    const { name, path, demo, parts, acting: person } = this.store;
    return {
      name,
      path,
      demo,
      made: this.made,
      person,
      asks: this.asks,
      parts: parts.length,
      assemblies: parts.filter((part) => part.row.assembly).length,
      version: "0.1.0",
    };
  }

  #part(part: FakePart, revision?: string) {
    const shown = [part.row.revision, ...part.older].find(({ id }) => revision === undefined || id === revision);
    if (!shown) throw noRevision();
    const viewer = this.store.acting.role === "Viewer" ? rightMissing : null;
    return {
      row: part.row,
      revisions: [part.row.revision, ...part.older],
      properties: part.properties,
      missing: this.store.missing(part),
      manufacturer_parts: part.manufacturerParts,
      where_used: this.store.uses(part),
      stays: this.#stays(part),
      may: { describe: viewer, change: viewer ?? (shown.state === "Draft" ? null : notDraft(part.row.number, shown)), succeed: viewer },
      ...this.store.successors(part),
    };
  }

  #stays({ row, reviews }: FakePart): string | null {
    const [use] = this.store.uses(this.store.find(row.id));
    if (use) return `${row.number} stands in the BOM of ${use.number} and cannot be removed; take it out there, or make it obsolete.`;
    if (row.revision.state === "Draft" && reviews.length === 0) return null;
    return `${row.number} revision ${row.revision.label} was submitted for review, and what others looked at stays; make it obsolete instead.`;
  }

  #setOnAll(ids: readonly string[], property: PropertyView, look: boolean): PartsChanged {
    const parts = ids.map((id) => this.store.find(id));
    const open = parts.filter(({ row }) => row.revision.state === "Draft");
    const says = ({ properties }: FakePart) => properties.some((each) => each.name === property.name && JSON.stringify(each.value) === JSON.stringify(property.value));
    const changing = open.filter((part) => !says(part));
    if (!look) {
      for (const part of changing) part.properties = [...part.properties.filter(({ name }) => name !== property.name), property];
      if (changing[0]) this.store.recordOf("property.set_on_all", "property", changing[0], "changed", property.name);
    }
    const refused = parts.filter((part) => !open.includes(part)).map(({ row: { number, name, revision } }) => {
      return { number, name, why: refuse("revision.not_draft", `${number} revision ${revision.label} is ${revision.state} and cannot change.`) };
    });
    return { changed: changing.map(({ row }) => row.id), unchanged: open.length - changing.length, refused };
  }

}

const rightMissing = refuse("person.right_missing", "A Viewer may not change this workspace.");

function notDraft(number: string, { label, state }: RevisionView) {
  return refuse("revision.not_draft", `${number} revision ${label} is ${state}; only a Draft can be changed.`);
}
