// What could be released together with a revision: what is in review below it, and what each of these lacks.
import type { Backend } from "../../backend/backend";
import type { ReleaseMember, RevisionStatus, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class ReleaseTogetherState {
  /** What is below another first, the revision itself last; null until it is known. */
  members = $state.raw<ReleaseMember[] | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly revision: string;
  readonly #backend: Backend;

  /** Those that would come along. */
  others: ReleaseMember[] = $derived((this.members ?? []).slice(0, -1));

  /** What the revision itself lacks, once the others are released. */
  lacks: WireError | null = $derived(this.members?.at(-1)?.refusal ?? null);

  /** Whether all of them would be released. */
  ready: boolean = $derived(this.others.length > 0 && (this.members ?? []).every(({ refusal }) => refusal === null));

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  async load(): Promise<void> {
    try {
      this.members = await this.#backend.call("release_plan", { revision: this.revision });
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  /** Releases exactly what is shown; when that is no longer what would be released, it is shown anew. */
  async release(): Promise<RevisionStatus> {
    const members = (this.members ?? []).map(({ revision }) => revision);
    try {
      return await this.#backend.call("release_together", { revision: this.revision, members });
    } catch (reason) {
      if (wireError(reason).code === "release.plan_changed") await this.load();
      throw reason;
    }
  }
}
