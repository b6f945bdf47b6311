// A line while it is added to a BOM: what is typed so far, and why it would be refused. It waits for whoever leaves and comes back.
import type { Backend } from "../../backend/backend";
import type { BomLineAddRequest, BomLineContent, PartRow, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { PartSearch } from "../part/part_search.svelte";
import { LineCheck } from "./line_check.svelte";

/** A line as it is sent. */
export type NewLine = Omit<BomLineAddRequest, "revision">;
/** What of it is of one line only; the unit goes on to the next. */
type Typed = { part: PartRow | null; typedQuantity: string | null; designators: string; dnp: boolean; intended: boolean };

const nothing: Typed = { part: null, typedQuantity: null, designators: "", dnp: false, intended: false };

export class LineDraft {
  unit = $state("each");
  saving = $state(false);
  /** Why it was not added; what is typed after that is another line. */
  refused = $state.raw<WireError | null>(null);
  /** A quantity is typed, or is what the designators count. */
  typed = $state<Typed>({ ...nothing });
  /** The field in which its part is looked for: a text that is typed there and not chosen yet is of the line too. */
  readonly search: PartSearch;
  readonly #check: LineCheck;

  quantity: string = $derived.by(() => this.typed.typedQuantity ?? this.#check.quantity ?? "1");
  error: WireError | null = $derived.by(() => this.refused ?? this.#check.found);

  constructor(backend: Backend, revision: string) {
    this.search = new PartSearch(backend);
    this.#check = new LineCheck(backend, revision, null);
  }

  /** Whether something is said that would be missed. */
  get changed(): boolean {
    const { part, typedQuantity, designators, dnp } = this.typed;
    return part !== null || this.search.text.trim() !== "" || (typedQuantity ?? "").trim() !== "" || designators.trim() !== "" || dnp;
  }

  /** Asks whether the line may say this, once the typing pauses. */
  ask(): void {
    this.refused = null;
    this.#check.type(this.#content());
  }

  /** Takes the part that was looked for. */
  pick(part: PartRow): void {
    this.typed.part = part;
    this.search.forget();
  }

  clear(): void {
    this.#check.stop();
    this.search.forget();
    [this.typed, this.refused, this.#check.quantity] = [{ ...nothing }, null, null];
  }

  /** Adds it by `add`, and answers the part; what is typed meanwhile is the next line. What is refused stays as it is. */
  async add(add: (line: NewLine) => Promise<void>): Promise<PartRow | null> {
    const { part } = this.typed;
    if (!part || this.saving) return null;
    const [sent, line, counted] = [this.typed, this.#content(), this.#check.quantity];
    this.saving = true;
    this.clear();
    try {
      await add({ child: part.id, ...line });
      return part;
    } catch (reason) {
      this.typed = sent;
      this.#check.quantity = counted;
      this.refused = wireError(reason);
      return null;
    } finally {
      this.saving = false;
    }
  }

  #content(): BomLineContent {
    const { typedQuantity, designators, dnp, intended } = this.typed;
    return {
      quantity: typedQuantity?.trim() ?? null,
      unit: this.unit.trim(),
      designators: designators.trim(),
      quantity_intended: intended,
      dnp,
      find_number: "",
      note: "",
    };
  }
}
