// Which BOM is to be copied: of which part, and of which of its revisions.
import type { Backend } from "../../backend/backend";
import type { PartRow, RevisionView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class BomCopyState {
  part = $state.raw<PartRow | null>(null);
  /** Those that can be copied, newest first. */
  revisions = $state.raw<RevisionView[]>([]);
  revision = $state<string | null>(null);
  /** Whether the lines that are there are removed. */
  replace = $state(false);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly #into: string;

  /** `into` is the revision that the copies are for. */
  constructor(backend: Backend, into: string) {
    this.#backend = backend;
    this.#into = into;
  }

  get chosen(): RevisionView | null {
    return this.revisions.find((each) => each.id === this.revision) ?? null;
  }

  /** Takes a part, and begins with its newest revision that can be copied. */
  async choose(part: PartRow): Promise<void> {
    [this.part, this.revisions, this.revision, this.error] = [part, [], null, null];
    try {
      const { revisions } = await this.#backend.call("part_show", { part: part.id });
      if (this.part !== part) return;
      this.revisions = revisions.filter((each) => each.id !== this.#into);
      this.revision = this.revisions[0]?.id ?? null;
    } catch (reason) {
      if (this.part === part) this.error = wireError(reason);
    }
  }

  forget(): void {
    [this.part, this.revisions, this.revision, this.error] = [null, [], null, null];
  }
}
