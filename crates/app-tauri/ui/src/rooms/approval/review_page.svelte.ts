// A review: the revision that is looked at, and what it says that the release before it did not.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { BomComparison, BomView, PartView, RevisionChanges, RevisionView } from "../../bindings/wire";

/** What changed, and the BOMs beside each other; of a first release the BOM alone. */
export type Seen = { part: PartView; revision: RevisionView; changes: RevisionChanges; compared: BomComparison | null; lines: BomView | null };

export class ReviewPageState {
  readonly #answer: AnswerState<Seen>;

  constructor(backend: Backend, part: string) {
    this.#answer = new AnswerState(async () => {
      const view = await backend.call("part_show", { part });
      // What is in review; once it is decided, what came of it.
      const revision = view.revisions.find(({ state }) => state === "In Review") ?? view.row.revision;
      const changes = await backend.call("revision_changes", { revision: revision.id });
      const { base } = changes;
      const compared = base ? await backend.call("bom_compare", { before: base.id, after: revision.id }) : null;
      const lines = base ? null : await backend.call("bom_show", { revision: revision.id });
      return { part: view, revision, changes, compared, lines };
    });
  }

  get seen(): Seen | null {
    return this.#answer.value;
  }

  get error() {
    return this.#answer.error;
  }

  async load(): Promise<void> {
    await this.#answer.load();
  }
}
