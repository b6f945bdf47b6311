// The fake backend's BOMs over all levels, found by following every line.
import type {
  AmountDifferenceView,
  AmountView,
  Aspect,
  BesideView,
  BomAmountsComparison,
  BomBeside,
  BomExplodeRequest,
  BomExplosionPage,
  DifferenceKind,
  ExplodedLineView,
  FlatLineView,
  Lifecycle,
  LineInFullView,
  LineSaysView,
  RollUpView,
  UsedInView,
} from "../../bindings/wire";
import { exactSum, type FakeLine, type FakePart, type FakeStore } from "./store";

const badness: readonly Lifecycle[] = ["Released", "In Review", "Draft", "Obsolete"];
const grams: Record<string, string> = { kg: "1000", g: "1", mg: "0.001" };

export class FakeLevels {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  page({ revision, dnp, after, limit }: BomExplodeRequest): BomExplosionPage {
    const rows = this.#explode(this.#store().byRevision(revision)).filter((row) => dnp || !row.dnp);
    const start = after === null ? 0 : rows.findIndex((row) => row.path === after) + 1;
    const page = rows.slice(start, start + limit);
    return { rows: page, next: start + limit < rows.length ? (page.at(-1)?.path ?? null) : null };
  }

  flat(part: FakePart): FlatLineView[] {
    const list = new Map<string, FlatLineView>();
    const lines = new Map<string, Set<string>>();
    for (const row of this.#explode(part)) {
      const key = `${row.child.number} ${row.unit}`;
      const { child, unit, has_lines } = row;
      const line = list.get(key) ?? { child, amount: { fitted: "0", not_fitted: "0" }, unit, line_count: 0, has_lines };
      const which = row.dnp ? "not_fitted" : "fitted";
      line.amount[which] = exactSum([line.amount[which], row.total]);
      const ids = lines.get(key) ?? new Set();
      line.line_count = ids.add(row.path.split("/").at(-1) ?? "").size;
      list.set(key, line);
      lines.set(key, ids);
    }
    return [...list.values()].sort((a, b) => a.child.number.localeCompare(b.child.number));
  }

  rollUp(part: FakePart): RollUpView {
    const fitted = this.flat(part).filter((line) => line.amount.fitted !== "0");
    const worst = fitted.map((line) => line.child.revision.state).sort((a, b) => badness.indexOf(b) - badness.indexOf(a));
    const without = new Set<string>();
    const masses = (of: FakePart, times: string): string[] =>
      of.lines
        .filter((line) => !line.dnp)
        .flatMap((line) => {
          const [child, needed] = [this.#store().find(line.child), exactProduct([times, line.quantity])];
          const mass = child.properties.find((property) => property.name === "Mass")?.value;
          const own = mass?.type === "number" ? grams[mass.unit] : undefined;
          if (grams[line.unit]) return exactProduct([needed, grams[line.unit] ?? "0"]);
          if (mass?.type === "number" && own) return exactProduct([needed, mass.number, own]);
          if (child.lines.length === 0) without.add(child.row.id);
          return masses(child, needed);
        });
    return { worst: worst[0] ?? null, grams: exactSum(["0", ...masses(part, "1")]), without_mass: without.size, cost: null };
  }

  compareAmounts(before: FakePart, after: FakePart): BomAmountsComparison {
    return { ...sidesOf(before, after), amounts: this.#amounts(before, after) };
  }

  beside(before: FakePart, after: FakePart): BomBeside {
    const rows = pairedLines(before, after).map((pair): BesideView => {
      if (!differs(pair)) return pair.after?.id ?? "";
      return { kind: kindOf(pair), before: pair.before?.id ?? null, after: pair.after?.id ?? null, aspects: pair.aspects };
    });
    return { ...sidesOf(before, after), rows };
  }

  linesSay(ids: readonly string[]): LineInFullView[] {
    const lines = new Map(this.#store().parts.flatMap((part) => part.lines.map((line) => [line.id, line])));
    return ids
      .flatMap((id) => lines.get(id) ?? [])
      .map((line) => ({ line: line.id, child: this.#store().find(line.child).row, says: this.#says(line) }));
  }

  usedIn(part: FakePart): UsedInView[] {
    const store = this.#store();
    const found = store.parts.flatMap((of): UsedInView[] => {
      const rows = this.#explode(of).filter((row) => row.child.id === part.row.id);
      if (rows.length === 0) return [];
      const amounts = [...new Set(rows.map((row) => row.unit))].map((unit) => {
        const sum = (dnp: boolean) =>
          exactSum(["0", ...rows.filter((row) => row.unit === unit && row.dnp === dnp).map((row) => row.total)]);
        return { unit, amount: { fitted: sum(false), not_fitted: sum(true) } };
      });
      const { id, number, name, revision } = of.row;
      const level = Math.min(...rows.map((row) => row.level));
      return [{ part: id, number, name, revision, level, amounts, top: store.uses(of).length === 0 }];
    });
    return found.sort((a, b) => a.level - b.level || a.number.localeCompare(b.number));
  }

  #explode(part: FakePart, above?: ExplodedLineView): ExplodedLineView[] {
    return part.lines.flatMap((line) => {
      const child = this.#store().find(line.child);
      const row: ExplodedLineView = {
        path: above ? `${above.path}/${line.id}` : line.id,
        level: (above?.level ?? 0) + 1,
        child: child.row,
        quantity: line.quantity,
        total: exactProduct([above?.total ?? "1", line.quantity]),
        unit: line.unit,
        total_unit: line.unit,
        designators: line.designators,
        dnp: line.dnp || (above?.dnp ?? false),
        has_lines: child.lines.length > 0,
      };
      return [row, ...this.#explode(child, row)];
    });
  }

  #says({ child, quantity, unit, designators, quantity_intended, dnp, find_number, note, pinned, substitutes, properties }: FakeLine): LineSaysView {
    const { number, revision } = this.#store().find(child).row;
    return { number, revision: revision.label, pinned, substitutes, properties, quantity, unit, designators, quantity_intended, dnp, find_number, note };
  }

  #amounts(before: FakePart, after: FakePart): AmountDifferenceView[] {
    const [first, second] = [this.flat(before), this.flat(after)];
    const all = new Map([...first, ...second].map((line) => [`${line.child.number} ${line.unit}`, line]));
    return [...all.entries()].sort(([a], [b]) => a.localeCompare(b)).flatMap(([key, { child, unit }]): AmountDifferenceView[] => {
      const of = (list: FlatLineView[]): AmountView | null =>
        list.find((line) => `${line.child.number} ${line.unit}` === key)?.amount ?? null;
      const [was, is] = [of(first), of(second)];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      return [{ kind: !was ? "added" : !is ? "removed" : "changed", child, unit, before: was, after: is }];
    });
  }
}

/** What stands beside each other in two BOMs. */
type Pair = { before: FakeLine | undefined; after: FakeLine | undefined; aspects: Aspect[] };

const differs = ({ before, after, aspects }: Pair): boolean => !before || !after || aspects.length > 0;
const kindOf = ({ before, after }: Pair): DifferenceKind => (!before ? "added" : !after ? "removed" : "changed");

function sidesOf(before: FakePart, after: FakePart): Pick<BomBeside, "before" | "after"> {
  const side = ({ row }: FakePart) => ({ number: row.number, name: row.name, revision: row.revision });
  return { before: side(before), after: side(after) };
}

function pairedLines(before: FakePart, after: FakePart): Pair[] {
  const rest = [...before.lines];
  const paired = after.lines.map((line): Pair => {
    const place = rest.findIndex((other) => other.child === line.child);
    const [found] = place < 0 ? [] : rest.splice(place, 1);
    return { before: found, after: line, aspects: found ? aspectsOf(found, line) : [] };
  });
  return [...paired, ...rest.map((line): Pair => ({ before: line, after: undefined, aspects: [] }))];
}

function aspectsOf(before: FakeLine, after: FakeLine): Aspect[] {
  const aspects: Aspect[] = [];
  if (before.quantity !== after.quantity || before.unit !== after.unit) aspects.push("quantity");
  if ([...before.designators].sort().join() !== [...after.designators].sort().join()) aspects.push("designators");
  if (before.quantity_intended !== after.quantity_intended) aspects.push("intended");
  if (before.dnp !== after.dnp) aspects.push("dnp");
  if (before.find_number !== after.find_number) aspects.push("find_number");
  if (before.note !== after.note) aspects.push("note");
  if (JSON.stringify(before.properties) !== JSON.stringify(after.properties)) aspects.push("properties");
  return aspects;
}

/** The product of decimal texts without ever making floats of them. */
export function exactProduct(factors: readonly string[]): string {
  let [digits, places] = [1n, 0];
  for (const factor of factors) {
    const [whole = "0", rest = ""] = factor.split(".");
    digits *= BigInt(whole + rest);
    places += rest.length;
  }
  const written = digits.toString().padStart(places + 1, "0");
  if (places === 0) return written;
  return `${written.slice(0, -places)}.${written.slice(-places)}`.replace(/\.?0+$/, "");
}
