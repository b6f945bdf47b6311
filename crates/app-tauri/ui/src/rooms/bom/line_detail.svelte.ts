// What a line says by name, and where it was imported from: read when somebody asks.
import type { Backend } from "../../backend/backend";
import type { BomLineView, LineOriginView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** Whether there is anything to show of a line. */
export function hasDetail(line: BomLineView): boolean {
  return line.imported || line.properties.length > 0;
}

export class LineDetail {
  readonly line: BomLineView;
  /** Where it came from; null as long as that is not known, and where nobody imported it. */
  origin = $state.raw<LineOriginView | null>(null);
  loading = $state(false);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend, line: BomLineView) {
    this.#backend = backend;
    this.line = line;
  }

  /** The cells of the rows with the names of their columns; what is empty says nothing. */
  get rows(): { number: number; cells: { name: string; text: string }[] }[] {
    const columns = this.origin?.columns ?? [];
    return (this.origin?.rows ?? []).map(({ number, cells }) => ({
      number,
      cells: cells.map((text, index) => ({ name: columns[index] ?? "", text })).filter(({ text }) => text !== ""),
    }));
  }

  async load(): Promise<void> {
    if (!this.line.imported) return;
    this.loading = true;
    this.error = null;
    try {
      this.origin = await this.#backend.call("bom_line_origin", { line: this.line.id });
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.loading = false;
    }
  }
}
