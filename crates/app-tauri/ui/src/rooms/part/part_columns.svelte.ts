// The columns of a list of parts: which are shown and how wide each is, remembered at this machine. Properties of the workspace
// can be columns too.
import type { PartSort } from "../../bindings/wire";
import { Remembered } from "../../frame/machine";
import type { ListPage } from "../../router.svelte";
import { text } from "../../text";

export const columnNames = [
  "number",
  "revision",
  "name",
  "description",
  "value",
  "footprint",
  "mpn",
  "manufacturer",
  "category",
  "state",
  "author",
  "created",
  "changed",
] as const;
/** The column of a property is called by the property, behind a sign that no other name has. */
const ofProperty = "=";
export type ColumnName = (typeof columnNames)[number] | `${typeof ofProperty}${string}`;

export type Column = {
  name: ColumnName;
  title: string;
  /** By what a click sorts; null where no order of the store serves it. */
  sort: PartSort | null;
  /** How wide it is as long as nobody says otherwise: at least so many pixels, and its share of what is left. */
  least: number;
  share: number;
};

export const narrowest = 48;
export const widest = 900;
/** What a part is found by; the list has these always. */
const fixed: readonly ColumnName[] = ["number", "name"];
/** What a list has as long as nobody says otherwise: what is bought is told by its maker, what is made by its revision. */
const usual: Readonly<Record<ListPage, readonly ColumnName[]>> = {
  parts: ["number", "name", "value", "mpn", "manufacturer", "category", "state", "created"],
  assemblies: ["number", "revision", "name", "description", "category", "state", "created"],
};

/** The property that a column shows; null for a column of another kind. */
export function propertyOf(name: ColumnName): string | null {
  return name.startsWith(ofProperty) ? name.slice(ofProperty.length) : null;
}

export function columnOf(property: string): ColumnName {
  return `${ofProperty}${property}`;
}

const column = (name: (typeof columnNames)[number], sort: PartSort | null, least: number, share: number): Column => {
  return { name, title: text.parts.columns[name], sort, least, share };
};
const columns: readonly Column[] = [
  column("number", "number", 122, 0),
  column("revision", null, 72, 0),
  column("name", "name", 150, 1.7),
  column("description", null, 140, 1.4),
  column("value", null, 70, 0.6),
  column("footprint", null, 110, 0.8),
  column("mpn", "mpn", 110, 1),
  column("manufacturer", null, 100, 0.8),
  column("category", "category", 90, 0.75),
  column("state", null, 84, 0),
  column("author", null, 90, 0.5),
  column("created", "created", 84, 0),
  column("changed", null, 84, 0),
];

/** A property's column. No index of the store has its order, so nothing sorts by it. */
function propertyColumn(name: ColumnName): Column {
  return { name, title: propertyOf(name) ?? name, sort: null, least: 90, share: 0.6 };
}

/** What the list can be put in order by. */
export const sorts: readonly PartSort[] = columns.flatMap(({ sort }) => sort ?? []);

type Kept = { shown: ColumnName[]; widths: Partial<Record<ColumnName, number>> };

export class PartColumns {
  #kept: Kept = $state.raw({ shown: [], widths: {} });
  readonly #usual: readonly ColumnName[];
  readonly #remembered: Remembered<Kept>;

  constructor(storage: Storage, page: ListPage) {
    this.#usual = usual[page];
    this.#remembered = new Remembered(storage, `${page}.columns`, (value) => keptOf(value, this.#usual));
    this.#kept = this.#remembered.read();
  }

  /** The columns that are shown, in their order: those that every part has, then the properties as they were chosen. */
  get shown(): readonly Column[] {
    return [...columns.filter(({ name }) => this.isShown(name)), ...this.properties.map(columnOf).map(propertyColumn)];
  }

  /** The properties that are columns. */
  get properties(): readonly string[] {
    return this.#kept.shown.flatMap((name) => propertyOf(name) ?? []);
  }

  /** All that may be shown or not. */
  get optional(): readonly Column[] {
    return columns.filter(({ name }) => !fixed.includes(name));
  }

  get isUsual(): boolean {
    const { shown, widths } = this.#kept;
    const same = shown.length === this.#usual.length && this.#usual.every((name) => shown.includes(name));
    return same && Object.keys(widths).length === 0;
  }

  isShown(name: ColumnName): boolean {
    return fixed.includes(name) || this.#kept.shown.includes(name);
  }

  /** How the columns stand beside each other, as a grid has it. */
  get template(): string {
    const { widths } = this.#kept;
    const size = ({ name, least, share }: Column) => {
      const width = widths[name];
      if (width !== undefined) return `${width}px`;
      return share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
    };
    return this.shown.map(size).join(" ");
  }

  /** How wide the list is at least, with the gaps between its columns, the room for a mark and its own edges. */
  get leastWidth(): number {
    const { widths } = this.#kept;
    return this.shown.reduce((sum, { name, least }) => sum + (widths[name] ?? least) + 12, 34);
  }

  toggle(name: ColumnName): void {
    if (fixed.includes(name)) return;
    const { shown, widths } = this.#kept;
    this.#keep({ shown: shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name], widths });
  }

  /** How wide a column is, as far as somebody said; else at least. */
  width({ name, least }: Column): number {
    return this.#kept.widths[name] ?? least;
  }

  /** Makes a column so wide, within bounds; null as it was at first. */
  resize(name: ColumnName, width: number | null): void {
    const within = width === null ? [] : [[name, Math.round(Math.min(widest, Math.max(narrowest, width)))] as const];
    const others = Object.entries(this.#kept.widths).filter(([other]) => other !== name);
    const widths = Object.fromEntries([...others, ...within]);
    this.#keep({ shown: this.#kept.shown, widths });
  }

  reset(): void {
    this.#keep({ shown: [...this.#usual], widths: {} });
  }

  /** Follows what another window chooses; the answer stops it. */
  follow(on: Window): () => void {
    return this.#remembered.follow(on, (kept) => {
      this.#kept = kept;
    });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    this.#remembered.write(kept);
  }
}

/** What is remembered, as far as it is known here. */
function keptOf(value: unknown, usual: readonly ColumnName[]): Kept {
  const { shown, widths } = (typeof value === "object" && value !== null ? value : {}) as { shown?: unknown; widths?: unknown };
  const written: unknown[] = Array.isArray(shown) ? shown : [];
  const properties = written.filter(isPropertyColumn).filter((name, place, all) => all.indexOf(name) === place);
  const known = [...columnNames.filter((name) => written.includes(name)), ...properties];
  const sizes = [...columnNames, ...properties].flatMap((name) => {
    const width: unknown = typeof widths === "object" && widths !== null ? (widths as Record<string, unknown>)[name] : undefined;
    return typeof width === "number" && width >= narrowest && width <= widest ? [[name, width] as const] : [];
  });
  return { shown: Array.isArray(shown) ? known : [...usual], widths: Object.fromEntries(sizes) };
}

function isPropertyColumn(name: unknown): name is ColumnName {
  return typeof name === "string" && name.startsWith(ofProperty) && name.length > ofProperty.length;
}
