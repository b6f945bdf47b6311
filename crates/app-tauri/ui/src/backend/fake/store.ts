// What the fake backend keeps in memory: the same things as the real one, without its rules' full strength.
import type {
  AuditDifference,
  AuditUnitView,
  BomLineView,
  BomView,
  CategoryView,
  Lifecycle,
  ManufacturerPartView,
  PartRow,
  PartSuccessor,
  PersonView,
  PropertyView,
  ReleaseView,
  ReviewView,
  RevisionView,
  SettingView,
  UseView,
  WireError,
} from "../../bindings/wire";

export type FakeLine = Omit<BomLineView, "child" | "has_lines"> & { child: string };
export type FakePart = {
  row: PartRow;
  properties: PropertyView[];
  manufacturerParts: ManufacturerPartView[];
  lines: FakeLine[];
  /** Revisions before the one in the row, of which only the head is kept. */
  older: RevisionView[];
  reviews: ReviewView[];
  release: ReleaseView | null;
  /** The id of the part that is used instead. */
  successor: string | null;
};
type Entry = Omit<AuditUnitView["entries"][number], "changes" | "reason" | "duplicated_from"> & {
  changes?: AuditDifference[];
  duplicated_from?: string | null;
};
/** How a change is undone, and done again. */
export type Back = { undo: () => void; redo: () => void };

export function refuse(code: string, message: string, fields: Record<string, string> = {}): WireError {
  return { code, message, fields };
}

export function noRevision(): WireError {
  return refuse("revision.not_found", "There is no such revision in this workspace.");
}

export class FakeStore {
  readonly name: string;
  readonly demo: boolean;
  path: string;
  people: PersonView[] = [
    { id: "me", name: "Ada Winter", role: "Admin" },
    { id: "grace", name: "Grace Sommer", role: "Designer" },
  ];
  acting: PersonView = this.people[0] as PersonView;
  settings: SettingView = { labels: "numeric", workflow: "standard" };
  categories: CategoryView[] = [];
  parts: FakePart[] = [];
  readonly audit: AuditUnitView[] = [];
  /** How the changes that can be undone here are undone and redone. */
  readonly backs = new Map<number, Back>();
  clock = Date.UTC(2026, 2, 2, 8, 30);
  /** How many lines of a BOM are sent at once, as the backend sends them; a test that wants to see a second page takes fewer. */
  linesAtOnce = 500;
  #ids = 0;
  #numbers = 100_000;

  constructor(name: string, path: string, demo: boolean) {
    this.name = name;
    this.path = path;
    this.demo = demo;
  }

  id(): string {
    this.#ids += 1;
    return `fake-${String(this.#ids).padStart(6, "0")}`;
  }

  /** Writes down what happened, as the last thing of every change. */
  record(operation: string, entries: Entry[], back: Back | null = null): void {
    const sequence = this.audit.length + 1;
    this.audit.unshift({
      sequence,
      at: this.clock,
      person: this.acting.name,
      operation,
      entries: entries.slice(0, 5).map((entry) => ({ changes: [], reason: null, duplicated_from: null, ...entry })),
      entry_count: entries.length,
      undoable: back !== null,
      origin: null,
      undoing: null,
    });
    if (back) this.backs.set(sequence, back);
  }

  /** Writes down what happened to something of a part. */
  recordOf(operation: string, room: string, part: FakePart, action: "created" | "changed" | "removed", detail = ""): void {
    const title = detail ? `${part.row.number} revision 1: ${detail}` : `${part.row.number} ${part.row.name}`;
    this.clock = Date.now();
    this.record(operation, [{ room, subject: part.row.id, action, title }]);
  }

  addPart(of: {
    category: string;
    name: string;
    description?: string;
    value?: string;
    footprint?: string;
    manufacturer?: string;
    mpn?: string;
    state?: Lifecycle;
  }): FakePart {
    const assembly = this.categories.some((category) =>
      category.subcategories.some((sub) => sub.assembly && `${category.code}-${sub.code}` === of.category),
    );
    const revision: RevisionView = {
      id: this.id(),
      label: "1",
      state: of.state ?? "Draft",
      workflow_state: of.state ?? "Draft",
      author: this.acting.name,
      created: this.clock,
      released: of.state === "Released" ? this.clock : null,
    };
    const row: PartRow = {
      id: this.id(),
      number: `${of.category}-${this.#numbers}`,
      name: of.name,
      description: of.description ?? "",
      category: of.category,
      assembly,
      revision,
      manufacturer: of.manufacturer || null,
      mpn: of.mpn || null,
      value: of.value || null,
      footprint: of.footprint || null,
      created: this.clock,
    };
    this.#numbers += 1;
    const part: FakePart = { row, properties: [], manufacturerParts: [], lines: [], older: [], reviews: [], release: null, successor: null };
    if (of.mpn) {
      part.manufacturerParts.push({
        id: this.id(),
        manufacturer: of.manufacturer ?? "",
        mpn: of.mpn,
        status: "Preferred",
        supplier_parts: [],
      });
    }
    if (of.value) part.properties.push({ name: "Value", value: { type: "text", text: of.value } });
    if (of.footprint) part.properties.push({ name: "Footprint", value: { type: "text", text: of.footprint } });
    this.parts.push(part);
    return part;
  }

  addLine(parent: FakePart, child: FakePart, quantity: string, designators: string[], dnp = false, unit = "each"): FakeLine {
    const line: FakeLine = {
      id: this.id(),
      child: child.row.id,
      quantity,
      unit,
      designators,
      quantity_intended: false,
      dnp,
      find_number: String((parent.lines.length + 1) * 10),
      note: "",
      pinned: false,
      substitutes: [],
      properties: [],
      imported: false,
    };
    parent.lines.push(line);
    return line;
  }

  find(part: string): FakePart {
    const found = this.parts.find((candidate) => candidate.row.id === part || candidate.row.number === part);
    if (!found) throw refuse("part.not_found", `There is no part ${part} in this workspace.`, { part });
    return found;
  }

  /** The digits of the number that the next part gets. */
  get nextNumber(): number {
    return this.#numbers;
  }

  /** Names what is used instead; going from one to the next never leads back. */
  succeed(part: FakePart, successor: string | null): void {
    const named = successor === null ? null : this.find(successor);
    if (named && [named, ...this.#later(named)].includes(part)) {
      throw refuse("part.successor_loop", `${named.row.number} cannot be the successor of ${part.row.number}.`);
    }
    part.successor = named?.row.id ?? null;
  }

  successors(part: FakePart): { successor: PartSuccessor | null; use_instead: PartSuccessor | null } {
    const [first, ...rest] = this.#later(part).map(({ row: { id, number, name } }) => ({ id, number, name }));
    return { successor: first ?? null, use_instead: rest.at(-1) ?? first ?? null };
  }

  #later(part: FakePart): FakePart[] {
    if (part.successor === null) return [];
    const next = this.find(part.successor);
    return [next, ...this.#later(next)];
  }

  byRevision(revision: string): FakePart {
    const found = this.parts.find((candidate) => candidate.row.revision.id === revision);
    if (!found) throw noRevision();
    return found;
  }

  byLine(line: string): [FakePart, FakeLine] {
    for (const part of this.parts) {
      const found = part.lines.find((candidate) => candidate.id === line);
      if (found) return [part, found];
    }
    throw refuse("bom.line_not_found", "There is no such line in this workspace; somebody may have removed it.");
  }

  bom(part: FakePart): BomView {
    const quantities = part.lines.map((line) => line.quantity);
    return {
      revision: part.row.revision,
      part: part.row.id,
      number: part.row.number,
      name: part.row.name,
      lines: this.bomLines(part, 0),
      line_count: part.lines.length,
      designator_count: part.lines.reduce((sum, line) => sum + line.designators.length, 0),
      quantity_total: exactSum(quantities),
      numbered: part.lines.some((line) => line.find_number !== ""),
      has_levels: part.lines.some((line) => this.find(line.child).lines.length > 0),
    };
  }

  /** A page of a BOM's lines. */
  bomLines(part: FakePart, skip: number): BomLineView[] {
    return part.lines.slice(skip, skip + this.linesAtOnce).map((line) => this.bomLine(line));
  }

  bomLine(line: FakeLine): BomLineView {
    const child = this.find(line.child);
    return { ...line, child: child.row, has_lines: child.lines.length > 0 };
  }

  uses(part: FakePart): UseView[] {
    return this.parts.flatMap((parent) =>
      parent.lines
        .filter((line) => line.child === part.row.id)
        .map(({ quantity, unit, designators, dnp }) => {
          const { id, number, name, revision } = parent.row;
          return { part: id, number, name, revision, quantity, unit, designators, dnp, substitute: false };
        }),
    );
  }

  /** The properties that the part's subcategory demands and it does not have. */
  missing(part: FakePart): string[] {
    const of = this.categories.flatMap((category) =>
      category.subcategories.filter((sub) => `${category.code}-${sub.code}` === part.row.category),
    );
    const there = part.properties.map((property) => property.name.toLowerCase());
    return of.flatMap((sub) => sub.demands).filter((name) => !there.includes(name.toLowerCase()));
  }

  mustBeDraft(part: FakePart): void {
    const { state, label } = part.row.revision;
    if (state === "Draft") return;
    throw refuse("revision.not_draft", `${part.row.number} revision ${label} is ${state}; only a Draft can be changed.`);
  }

  /** Whether `part` is `inside` or has it somewhere below. */
  contains(part: FakePart, inside: FakePart): boolean {
    return part === inside || part.lines.some((line) => this.contains(this.find(line.child), inside));
  }
}

/** The sum of decimal texts without ever making floats of them. */
export function exactSum(quantities: readonly string[]): string {
  const places = Math.max(0, ...quantities.map((quantity) => quantity.split(".")[1]?.length ?? 0));
  const scaled = quantities.map((quantity) => {
    const [whole = "0", rest = ""] = quantity.split(".");
    return BigInt(whole + rest.padEnd(places, "0"));
  });
  const sum = scaled.reduce((total, each) => total + each, 0n).toString().padStart(places + 1, "0");
  if (places === 0) return sum;
  return `${sum.slice(0, -places)}.${sum.slice(-places)}`.replace(/\.?0+$/, "");
}
