// The rounds of review of a part: of each of its revisions, what was asked, what was said, and how it ended.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { RevisionReviews, ReviewView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** How a round stands: it goes on, or how it ended. */
export type Standing = "open" | "passed" | "rejected" | "withdrawn";

/** A round that ended without what it needs and without a rejection was withdrawn. */
export function standing(review: ReviewView): Standing {
  if (review.open) return "open";
  if (review.verdicts.some(({ verdict }) => verdict === "Rejected")) return "rejected";
  const overridden = review.verdicts.some(({ verdict }) => verdict === "Overridden");
  return overridden || review.approved >= review.needed ? "passed" : "withdrawn";
}

export class PartRoundsState {
  revisions = $state.raw<RevisionReviews[] | null>(null);
  error = $state.raw<WireError | null>(null);
  /** Those about which something was asked, or that were released. */
  told: RevisionReviews[] = $derived((this.revisions ?? []).filter(({ reviews, release }) => reviews.length > 0 || release));
  readonly #backend: Backend;
  readonly #part: string;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, part: string) {
    this.#backend = backend;
    this.#part = part;
  }

  async #load(): Promise<void> {
    try {
      this.revisions = await this.#backend.call("approval_rounds", { part: this.#part });
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
