// The lists of parts of the fake workspace: in order, searched, and counted.
import type {
  PartCells,
  PartCellsRequest,
  PartListRequest,
  PartPage,
  PartRow,
  PartTallyView,
  PropertyNames,
  SearchAnswer,
  SearchFound,
  SearchRequest,
} from "../../bindings/wire";
import { lifecycles } from "../../rooms/part/part_filter";
import type { FakeStore } from "./store";

export class FakePartLists {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  /** Words as pieces of texts, without ranks and ranges: the page is tried here, not the search. */
  search({ text, category, assemblies = false, state, has_mpn, sort, descending, after, limit }: SearchRequest): SearchAnswer {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const places = (row: PartRow): SearchFound[] => [
      { field: "number", label: "", text: row.number },
      { field: "name", label: "", text: row.name },
      { field: "mpn", label: "", text: row.mpn ?? "" },
      { field: "manufacturer", label: "", text: row.manufacturer ?? "" },
      { field: "property", label: "Value", text: row.value ?? "" },
      { field: "description", label: "", text: row.description },
    ];
    const place = (row: PartRow, word: string) => places(row).find(({ text: where }) => where.toLowerCase().includes(word));
    const fits = (row: PartRow) =>
      (state === null || row.revision.state === state) &&
      (has_mpn === null || (row.mpn !== null) === has_mpn) &&
      words.every((word) => place(row, word));
    const order = { category, assemblies, sort: sort ?? "number", descending, after, limit };
    const { rows, next } = this.list(order, fits);
    const found = (row: PartRow) => words.flatMap((word) => place(row, word) ?? []);
    return { hits: rows.map((row) => ({ row, rank: "words", found: found(row) })), next };
  }

  list({ category, assemblies, sort, descending, after, skip, limit }: PartListRequest, fits: (row: PartRow) => boolean = Boolean): PartPage {
    const rows = this.#store().parts
      .map((part) => part.row)
      .filter((row) => category === null || row.category === category || row.category.startsWith(`${category}-`))
      .filter((row) => !assemblies || row.assembly)
      .filter(fits)
      .sort((a, b) => keyless(a, b, sort) || compare(a, b, sort) * (descending ? -1 : 1));
    const start = (after === null ? 0 : rows.findIndex((row) => row.id === after) + 1) + (skip ?? 0);
    const page = rows.slice(start, start + limit);
    const next = start + limit < rows.length ? (page.at(-1)?.id ?? null) : null;
    return { rows: page, next, total: rows.length };
  }

  /** The names of properties, the most used first. */
  names(): PropertyNames {
    const counts = new Map<string, number>();
    for (const { name } of this.#store().parts.flatMap(({ properties }) => properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const names = [...counts].map(([name, parts]) => ({ name, parts }));
    return { names: names.sort((a, b) => b.parts - a.parts), among: null };
  }

  cells({ parts, properties, changed }: PartCellsRequest): PartCells[] {
    const { audit } = this.#store();
    return parts.map((id) => {
      const part = this.#store().find(id);
      const last = audit.find(({ entries }) => entries.some(({ title }) => title.includes(part.row.number)));
      const own = part.properties.filter(({ name }) => properties.includes(name));
      return { part: id, properties: own, changed: changed ? (last?.at ?? null) : null };
    });
  }

  tally(): PartTallyView {
    const store = this.#store();
    const rows = store.parts.map(({ row }) => row);
    return {
      parts: rows.length,
      assemblies: rows.filter(({ assembly }) => assembly).length,
      states: lifecycles.map((state) => ({ state, parts: rows.filter(({ revision }) => revision.state === state).length })),
      without_mpn: rows.filter(({ mpn }) => mpn === null).length,
      obsolete_in_use: rows.filter((row) => row.revision.state === "Obsolete" && store.uses(store.find(row.id)).length > 0),
      more_obsolete: false,
    };
  }
}

/** Parts without an MPN stand last in both directions. */
function keyless(a: PartRow, b: PartRow, sort: PartListRequest["sort"]): number {
  return sort === "mpn" ? Number(a.mpn === null) - Number(b.mpn === null) : 0;
}

function compare(a: PartRow, b: PartRow, sort: PartListRequest["sort"]): number {
  const number = (row: PartRow) => row.number.slice(-6);
  const by: Record<PartListRequest["sort"], (row: PartRow) => string> = {
    number,
    name: (row) => row.name.toLowerCase(),
    category: (row) => row.category,
    mpn: (row) => row.mpn ?? "",
    created: (row) => String(row.created).padStart(16, "0"),
  };
  return by[sort](a).localeCompare(by[sort](b)) || number(a).localeCompare(number(b));
}
