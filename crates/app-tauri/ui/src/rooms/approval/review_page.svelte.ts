// A review: the revision that is looked at, and what it says that the release before it did not.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type { PartView, RevisionChanges, RevisionView, WireError } from "../../bindings/wire";
import { text } from "../../text";
import { BesideState } from "../bom/bom_beside.svelte";
import { BomTreeState } from "../bom/bom_tree.svelte";

/** What changed; of a first release the BOM as it is. */
export type Seen = { part: PartView; revision: RevisionView; changes: RevisionChanges; bom: BomTreeState | null };

export class ReviewPageState {
  /** The lines of the BOM that differ from those of the release before. */
  readonly lines: BesideState;
  readonly #answer: AnswerState<Seen>;

  constructor(backend: Backend, part: string) {
    this.lines = new BesideState(backend, null);
    this.#answer = new AnswerState(async () => {
      const view = await backend.call("part_show", { part });
      // What is in review; once it is decided, what came of it.
      const revision = view.revisions.find(({ state }) => state === "In Review") ?? view.row.revision;
      const changes = await backend.call("revision_changes", { revision: revision.id });
      const { base } = changes;
      if (base) await this.lines.load(base.id, revision.id);
      else this.lines.forget();
      return { part: view, revision, changes, bom: base ? null : await this.#whole(backend, revision) };
    });
  }

  get seen(): Seen | null {
    return this.#answer.value;
  }

  get error(): WireError | null {
    return this.#answer.error ?? this.lines.error;
  }

  async load(): Promise<void> {
    await this.#answer.load();
  }

  /** The BOM of a revision, with open what was open; it is looked at here; a Draft is changed on the part's page. */
  async #whole(backend: Backend, { id, state }: RevisionView): Promise<BomTreeState> {
    const known = this.#answer.value?.bom;
    const tree = known?.revision === id ? known : new BomTreeState(backend, id);
    // What is no Draft is changed nowhere, and says so by itself.
    tree.barred = state === "Draft" ? text.approval.onlyLooked : null;
    await tree.reload();
    return tree;
  }

  /** Nobody waits for the comparison any more. */
  async leave(): Promise<void> {
    await this.lines.task.cancel();
  }
}
