// A revision as a whole: how its review stands, and what may be done with it.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { ReleaseVerified, ReviewView, RevisionAct, RevisionStatus, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";
import { text } from "../../text";

/** The acts that a state offers, in the order of their buttons. */
const offered: Record<RevisionStatus["revision"]["state"], readonly RevisionAct[]> = {
  Draft: ["submit", "advance"],
  "In Review": ["approve", "reject", "release", "advance", "override", "withdraw"],
  Released: ["revise", "advance", "obsolete"],
  Obsolete: ["revise"],
};

/** The acts that bring a revision on its way. */
const forward: readonly RevisionAct[] = ["submit", "approve", "release", "advance", "revise"];

/** Those that are called as the workflow calls their transition. */
const called: readonly RevisionAct[] = ["submit", "release", "advance", "obsolete"];

/** Something that is offered: an act, and the state to which it leads where it leads to one. */
export type Offer = {
  act: RevisionAct;
  to: string | null;
  /** As its button says it. */
  label: string;
  refusal: WireError | null;
};

export class RevisionBarState {
  view = $state.raw<RevisionStatus | null>(null);
  error = $state.raw<WireError | null>(null);
  /** What verifying the release found; null until it was asked. */
  verified = $state.raw<ReleaseVerified | null>(null);
  readonly revision: string;
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  /** What is offered now, each with the reason why not. Overriding is nothing to show to those who may not. */
  acts: Offer[] = $derived.by(() => {
    const { view } = this;
    if (!view) return [];
    return offered[view.revision.state]
      .flatMap((act) => {
        const ways = view.may.filter((may) => may.act === act && (act !== "advance" || may.to !== null));
        return ways.map(({ to, name, refusal }) => ({ act, to, refusal, label: actLabel(act, to, name, ways.length) }));
      })
      .filter(({ act, refusal }) => act !== "override" || refusal === null);
  });

  /** What to point at: the first that leads on and may be done now. */
  leading: Offer | null = $derived(
    this.acts.find(({ act, refusal }) => refusal === null && forward.includes(act)) ?? null,
  );

  constructor(backend: Backend, revision: string) {
    this.#backend = backend;
    this.revision = revision;
  }

  get primary(): RevisionAct | null {
    return this.leading?.act ?? null;
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

  /** Does it; `words` are the note, the comment, the reason or the exception that it takes, or the successor's id; `to` is
      the state to which it is to lead. */
  async act(act: RevisionAct, words: string, to: string | null = null): Promise<RevisionStatus> {
    const { revision } = this;
    const part = this.view?.part ?? "";
    const comment = words.trim();
    const answer = await this.#ask(act, { revision, ...(to === null ? {} : { to }) }, part, comment);
    // A new revision has a bar of its own.
    if (act !== "revise") this.view = answer;
    return answer;
  }

  async verify(): Promise<void> {
    this.verified = await this.#backend.call("release_verify", { revision: this.revision });
  }

  #ask(act: RevisionAct, aim: { revision: string; to?: string }, part: string, comment: string): Promise<RevisionStatus> {
    switch (act) {
      case "submit":
        return this.#backend.call("approval_submit", { ...aim, comment });
      case "withdraw":
        return this.#backend.call("approval_withdraw", aim);
      case "approve":
        return this.#backend.call("approval_approve", { revision: aim.revision, comment });
      case "reject":
        return this.#backend.call("approval_reject", { ...aim, comment });
      case "override":
        return this.#backend.call("approval_override", { revision: aim.revision, comment });
      case "release":
        return this.#backend.call("release_make", { ...aim, exception: comment });
      case "revise":
        return this.#backend.call("revision_revise", { part });
      case "obsolete":
        return this.#backend.call("revision_obsolete", { ...aim, successor: comment || null });
      case "advance":
        return this.#backend.call("revision_advance", aim);
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

/** What a button says: the transition's name where the workflow gives it one to say, and where to if there are several. */
export function actLabel(act: RevisionAct, to: string | null, name: string | null, ways: number): string {
  const word = (called.includes(act) ? name : null) ?? text.revision.acts[act];
  return ways > 1 && !called.includes(act) && to !== null ? text.revision.actTo(word, to) : word;
}
