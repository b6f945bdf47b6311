// The revisions that wait for verdicts: for the acting person, by them, and for others.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { OpenReviewView, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export class ReviewListState {
  list = $state.raw<OpenReviewView[]>([]);
  error = $state.raw<WireError | null>(null);
  loaded = $state(false);
  forMe: OpenReviewView[] = $derived(this.list.filter((review) => review.waits_for_me));
  mine: OpenReviewView[] = $derived(this.list.filter((review) => review.mine));
  others: OpenReviewView[] = $derived(this.list.filter((review) => !review.waits_for_me && !review.mine));
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async #load(): Promise<void> {
    try {
      this.list = await this.#backend.call("approval_list", {});
      this.error = null;
      this.loaded = true;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
