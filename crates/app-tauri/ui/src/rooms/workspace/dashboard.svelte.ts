// What the dashboard tells: how the parts stand, what changed lately, and what an assembly costs by category. That takes long where
// an assembly is large, so what was reckoned is kept until something changes that may count.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { AuditUnitView, BomCostView, PartRow, PartTallyView } from "../../bindings/wire";
import { Remembered } from "../../frame/machine";

/** How many of the newest changes are shown. */
const newest = 8;
/** How many assemblies can be chosen from, those that were made last. */
const choosable = 100;

/** What costs nothing, whatever changes of it. */
const free: readonly string[] = ["approval", "file", "import", "kicad", "person", "property", "setting", "workflow"];

export class DashboardState {
  readonly #tally: AnswerState<PartTallyView>;
  readonly #changes: AnswerState<AuditUnitView[]>;
  readonly #assemblies: AnswerState<PartRow[]>;
  readonly #cost: AnswerState<{ number: string; view: BomCostView } | null>;
  readonly #remembered: () => Remembered<string | null>;
  /** The number of the assembly that was chosen. */
  #chosen = $state<string | null>(null);
  /** The revision of which the cost is known as it is now, or asked for. */
  #costed: string | null = null;

  /** `workspace` names the one that is open, by the time that something is read. */
  constructor(backend: Backend, categories: () => readonly string[], storage: Storage, workspace: () => string) {
    this.#remembered = () => new Remembered(storage, `dashboard.${workspace()}`, (value) => (typeof value === "string" ? value : null));
    this.#tally = new AnswerState(() => backend.call("part_tally", {}));
    this.#changes = new AnswerState(async () => (await backend.call("audit_list", { part: null, before: null, limit: newest })).units);
    this.#assemblies = new AnswerState(async () => {
      const pages = categories().map((category) =>
        backend.call("part_list", { category, sort: "created", descending: true, after: null, limit: choosable }),
      );
      return (await Promise.all(pages)).flatMap(({ rows }) => rows);
    });
    this.#cost = new AnswerState(async () => {
      const { assembly } = this;
      if (!assembly) return null;
      const { number } = assembly;
      const revision = assembly.revision.id;
      if (revision === this.#costed) return this.#cost.value;
      // Before it is known: what changes meanwhile may not be in it.
      this.#costed = revision;
      try {
        return { number, view: await backend.call("bom_cost", { revision, builds: "1", currency: null }) };
      } catch (reason) {
        this.#costed = null;
        throw reason;
      }
    });
    // Also while nobody looks.
    $effect(() =>
      backend.onChanged(({ rooms }) => {
        if (rooms.length === 0 || rooms.some((room) => !free.includes(room))) this.#costed = null;
      }),
    );
  }

  get tally(): PartTallyView | null {
    return this.#tally.value;
  }

  get changes(): AuditUnitView[] | null {
    return this.#changes.value;
  }

  get assemblies(): PartRow[] {
    return this.#assemblies.value ?? [];
  }

  /** What the assembly costs; null until it is known: what another one costs says nothing of it. */
  get cost(): BomCostView | null {
    const { value } = this.#cost;
    return value !== null && value.number === this.assembly?.number ? value.view : null;
  }

  get error() {
    return [this.#tally, this.#changes, this.#assemblies, this.#cost].find((answer) => answer.error)?.error ?? null;
  }

  /** The assembly that is costed: the one that was chosen, or else the first. */
  get assembly(): PartRow | null {
    return this.assemblies.find((row) => row.number === this.#chosen) ?? this.assemblies[0] ?? null;
  }

  async choose(number: string): Promise<void> {
    this.#chosen = number;
    this.#remembered().write(number);
    await this.#cost.load();
  }

  /** Reads all of it; what is quick does not wait for what is not. */
  async load(): Promise<void> {
    this.#chosen ??= this.#remembered().read();
    const cost = this.#assemblies.load().then(() => this.#cost.load());
    await Promise.all([this.#tally.load(), this.#changes.load(), cost]);
  }
}
