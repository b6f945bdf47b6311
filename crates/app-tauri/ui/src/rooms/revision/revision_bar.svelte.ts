// A revision as a whole: how its review stands, and what may be done with it.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { ReleaseVerified, ReviewView, RevisionAct, RevisionStatus, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** The acts that a state offers, in the order of their buttons. */
const offered: Record<RevisionStatus["revision"]["state"], readonly RevisionAct[]> = {
  Draft: ["submit"],
  "In Review": ["approve", "reject", "release", "override", "withdraw"],
  Released: ["revise", "obsolete"],
  Obsolete: ["revise"],
};

/** The acts that bring a revision on its way. */
const forward: readonly RevisionAct[] = ["submit", "approve", "release", "revise"];

export class RevisionBarState {
  view = $state.raw<RevisionStatus | null>(null);
  error = $state.raw<WireError | null>(null);
  /** What verifying the release found; null until it was asked. */
  verified = $state.raw<ReleaseVerified | null>(null);
  readonly revision: string;
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  /** What is offered now, each with the reason why not. Overriding is nothing to show to those who may not. */
  acts: { act: RevisionAct; refusal: WireError | null }[] = $derived.by(() => {
    const { view } = this;
    if (!view) return [];
    return offered[view.revision.state]
      .map((act) => ({ act, refusal: view.may.find((may) => may.act === act)?.refusal ?? null }))
      .filter(({ act, refusal }) => act !== "override" || refusal === null);
  });

  /** The act to point at: the one that leads on, when it may be done now. */
  primary: RevisionAct | null = $derived(
    this.acts.find(({ act, refusal }) => refusal === null && forward.includes(act))?.act ?? null,
  );

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  /** The round that goes on, or the last one. */
  get review(): ReviewView | null {
    return this.view?.reviews[0] ?? null;
  }

  /** Why the last round sent it back; null when it did not. */
  get rejection(): ReviewView["verdicts"][number] | null {
    if (this.view?.revision.state !== "Draft") return null;
    return this.review?.verdicts.find((verdict) => verdict.verdict === "Rejected") ?? null;
  }

  /** Does it; `words` are the note, the comment, the reason or the exception that it takes, or the successor's id. */
  async act(act: RevisionAct, words: string): Promise<RevisionStatus> {
    const { revision } = this;
    const part = this.view?.part ?? "";
    const comment = words.trim();
    const answer = await this.#ask(act, revision, part, comment);
    // A new revision has a bar of its own.
    if (act !== "revise") this.view = answer;
    return answer;
  }

  async verify(): Promise<void> {
    this.verified = await this.#backend.call("release_verify", { revision: this.revision });
  }

  #ask(act: RevisionAct, revision: string, part: string, comment: string): Promise<RevisionStatus> {
    switch (act) {
      case "submit":
        return this.#backend.call("approval_submit", { revision, comment });
      case "withdraw":
        return this.#backend.call("approval_withdraw", { revision });
      case "approve":
        return this.#backend.call("approval_approve", { revision, comment });
      case "reject":
        return this.#backend.call("approval_reject", { revision, comment });
      case "override":
        return this.#backend.call("approval_override", { revision, comment });
      case "release":
        return this.#backend.call("release_make", { revision, exception: comment });
      case "revise":
        return this.#backend.call("revision_revise", { part });
      case "obsolete":
        return this.#backend.call("revision_obsolete", { revision, successor: comment || null });
    }
  }

  async #load(): Promise<void> {
    try {
      this.view = await this.#backend.call("revision_status", { revision: this.revision });
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
