// The flat list of a BOM: how many of each part one piece needs, over all levels.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { FlatLineView } from "../../bindings/wire";

export class BomFlatState {
  /** Whether assemblies stand in the list beside what they are made of. */
  assemblies = $state(false);
  readonly list: AnswerState<FlatLineView[]>;
  rows = $derived.by(() => (this.list.value ?? []).filter((row) => this.assemblies || !row.has_lines));

  constructor(backend: Backend, revision: string) {
    this.list = new AnswerState(() => backend.call("bom_flat", { revision }));
  }
}
