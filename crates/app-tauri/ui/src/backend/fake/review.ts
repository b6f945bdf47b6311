// Reviews, releases and people of the fake backend: the same answers as the real ones, without a hash worth the name.
import type {
  Lifecycle,
  OpenReviewView,
  PartsChanged,
  PersonView,
  ReleaseMember,
  ReviewView,
  RevisionAct,
  RevisionOffer,
  RevisionStatus,
  VerdictKind,
} from "../../bindings/wire";
import { refuse, type Back, type FakePart, type FakeStore } from "./store";

const acts: readonly RevisionAct[] = ["submit", "withdraw", "approve", "reject", "override", "release", "revise", "obsolete", "advance"];

/** The transitions of the standard workflow, by what takes them. */
const ways: Partial<Record<RevisionAct, { from: Lifecycle; to: Lifecycle; name: string }>> = {
  submit: { from: "Draft", to: "In Review", name: "Submit for review" },
  withdraw: { from: "In Review", to: "Draft", name: "Send back" },
  reject: { from: "In Review", to: "Draft", name: "Send back" },
  release: { from: "In Review", to: "Released", name: "Release" },
  obsolete: { from: "Released", to: "Obsolete", name: "Make obsolete" },
};

/** The states in which each is done. */
const wanted: Record<RevisionAct, readonly Lifecycle[]> = {
  submit: ["Draft"],
  withdraw: ["In Review"],
  approve: ["In Review"],
  reject: ["In Review"],
  override: ["In Review"],
  release: ["In Review"],
  revise: ["Released", "Obsolete"],
  obsolete: ["Released"],
  advance: [],
};

/** What is offered for many parts. */
const many: readonly RevisionAct[] = ["submit", "release", "withdraw", "revise", "obsolete"];

export class FakeReviews {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  get #me(): PersonView {
    return this.#store().acting;
  }

  status(part: FakePart): RevisionStatus {
    const { id, number, revision } = part.row;
    const frozen = revision.state === "Released" || revision.state === "Obsolete";
    const children = part.lines.map((line) => this.#store().find(line.child));
    const missing = frozen ? [] : children.filter((child) => child.row.revision.state !== "Released");
    return {
      revision,
      part: id,
      number,
      workflow: "Standard",
      workflow_version: 1,
      may: acts.map((act) => {
        const way = ways[act]?.from === revision.state ? ways[act] : undefined;
        return { act, to: way?.to ?? null, name: way?.name ?? null, refusal: this.#refusal(act, part) };
      }),
      reviews: part.reviews,
      release: part.release,
      unreleased: [...new Set(missing)].map(({ row }) => ({ id: row.id, number: row.number, name: row.name })),
    };
  }

  submit(part: FakePart, note: string): RevisionStatus {
    this.#require("submit", part);
    const needed = 1;
    const round: ReviewView = {
      round: part.reviews.length + 1,
      state: "In Review",
      asker: this.#me.name,
      asked: this.#store().clock,
      note,
      approved: 0,
      needed,
      open: true,
      verdicts: [],
    };
    part.reviews.unshift(round);
    return this.#step("approval.submit", part, "In Review");
  }

  withdraw(part: FakePart): RevisionStatus {
    this.#require("withdraw", part);
    return this.#step("approval.withdraw", part, "Draft");
  }

  approve(part: FakePart, comment: string): RevisionStatus {
    this.#require("approve", part);
    this.#say(part, "Approved", comment);
    return this.#step("approval.approve", part, "In Review");
  }

  reject(part: FakePart, comment: string): RevisionStatus {
    this.#require("reject", part);
    if (!comment) throw refuse("approval.reason_missing", "Say why, so that others can act on it.");
    this.#say(part, "Rejected", comment);
    return this.#step("approval.reject", part, "Draft");
  }

  override(part: FakePart, comment: string): RevisionStatus {
    this.#require("override", part);
    this.#say(part, "Overridden", comment);
    return this.#step("approval.override", part, "In Review");
  }

  release(part: FakePart, exception: string): RevisionStatus {
    this.#require("release", part);
    if (this.status(part).unreleased.length > 0 && !exception) {
      throw refuse("release.child_not_released", "Parts it is made of have no released revision. Say why an exception is right.");
    }
    part.release = { person: this.#me.name, at: this.#store().clock, form: 2, hash: "f".repeat(64), exception };
    return this.#step("release.release", part, "Released");
  }

  /** What would be released together with a part: what is in review below it, each once, and last the part itself. */
  plan(top: FakePart): ReleaseMember[] {
    const members = new Set<FakePart>();
    const walk = (part: FakePart) => {
      for (const line of part.lines) {
        const child = this.#store().find(line.child);
        if (child.row.revision.state === "In Review") walk(child);
      }
      members.add(part);
    };
    walk(top);
    return [...members].map((part) => {
      const { number, name, revision } = part.row;
      const comes = (child: string) => [...members].some(({ row }) => row.id === child);
      const missing = this.status(part).unreleased.filter(({ id }) => !comes(id));
      const lacks = missing.length > 0 ? refuse("release.child_not_released", "A part has no released revision.") : null;
      return { revision: revision.id, label: revision.label, number, name, refusal: this.#refusal("release", part) ?? lacks };
    });
  }

  releaseTogether(top: FakePart, shown: string[]): RevisionStatus {
    const members = this.plan(top);
    const refusal = members.find((member) => member.refusal)?.refusal;
    if (refusal) throw refusal;
    if (members.map(({ revision }) => revision).join() !== shown.join()) {
      throw refuse("release.plan_changed", "What would be released together is not what was shown, and nothing was released.");
    }
    for (const { revision } of members) this.release(this.#store().byRevision(revision), "");
    return this.status(top);
  }

  obsolete(part: FakePart): RevisionStatus {
    this.#require("obsolete", part);
    return this.#step("revision.obsolete", part, "Obsolete");
  }

  revise(part: FakePart): RevisionStatus {
    this.#require("revise", part);
    const before = part.row.revision;
    const { reviews, release } = part;
    const label = String(Number(before.label) + 1);
    const { clock } = this.#store();
    const next = { ...before, id: this.#store().id(), label, author: this.#me.name, created: clock, released: null };
    const redo = () => {
      part.older.unshift(before);
      Object.assign(part, { reviews: [], release: null });
      part.row.revision = { ...next, state: "Draft", workflow_state: "Draft" };
    };
    const undo = () => {
      part.older.shift();
      Object.assign(part, { reviews, release });
      part.row.revision = before;
    };
    redo();
    return this.#step("revision.revise", part, "Draft", { undo, redo });
  }

  /** What leads on from where these parts are. */
  offers(parts: readonly FakePart[]): RevisionOffer[] {
    const leads = (act: RevisionAct) => ({ row }: FakePart) => wanted[act].includes(row.revision.state);
    return many
      .map((act) => ({ act, to: ways[act]?.to ?? null, name: ways[act]?.name ?? null, parts: parts.filter(leads(act)).length }))
      .filter((offer) => offer.parts > 0);
  }

  /** Does the same with many parts, told as one unit. */
  onAll(parts: readonly FakePart[], act: RevisionAct, note: string, look: boolean): PartsChanged {
    const refusals = parts.map((part) => ({ part, why: this.#refusal(act, part) }));
    const changing = refusals.filter(({ why }) => why === null).map(({ part }) => part);
    const refused = refusals.flatMap(({ part: { row }, why }) => (why ? [{ number: row.number, name: row.name, why }] : []));
    if (!look && changing.length > 0) {
      const store = this.#store();
      const before = store.audit.length;
      for (const part of changing) this.#does[act]?.(part, note);
      const entries = store.audit.splice(0, store.audit.length - before).flatMap((unit) => unit.entries);
      store.record(`revision.${act}_all`, entries);
    }
    return { changed: changing.map(({ row }) => row.id), unchanged: 0, refused };
  }

  readonly #does: Partial<Record<RevisionAct, (part: FakePart, note: string) => void>> = {
    submit: (part, note) => void this.submit(part, note),
    withdraw: (part) => void this.withdraw(part),
    release: (part) => void this.release(part, ""),
    revise: (part) => void this.revise(part),
    obsolete: (part) => void this.obsolete(part),
  };

  list(): OpenReviewView[] {
    return this.#store()
      .parts.filter((part) => part.row.revision.state === "In Review" && part.reviews[0])
      .map((part) => {
        const { id, number, name, revision } = part.row;
        const { asker = "", asked = 0, note = "", approved = 0, needed = 1 } = part.reviews[0] ?? {};
        const waits_for_me = this.#refusal("approve", part) === null;
        const mine = this.#isOwn(part);
        return { part: id, number, name, revision, asker, asked, note, approved, needed, waits_for_me, mine };
      });
  }

  #isOwn(part: FakePart): boolean {
    return [part.row.revision.author, part.reviews[0]?.asker].includes(this.#me.name);
  }

  #require(act: RevisionAct, part: FakePart): void {
    const refusal = this.#refusal(act, part);
    if (refusal) throw refusal;
  }

  #refusal(act: RevisionAct, part: FakePart) {
    const { number, revision } = part.row;
    const { role } = this.#me;
    const title = `${number} revision ${revision.label}`;
    const admins = act === "override";
    if (role === "Viewer" || (admins && role !== "Admin")) {
      return refuse("person.right_missing", `A ${role} may not do this; ask an Admin of this workspace for another role.`);
    }
    if (!wanted[act].includes(revision.state)) {
      return refuse("approval.not_in_review", `${title} is ${revision.state}.`);
    }
    const said = part.reviews[0]?.verdicts ?? [];
    const passed =
      said.some(({ verdict }) => verdict === "Overridden") || (part.reviews[0]?.approved ?? 0) >= (part.reviews[0]?.needed ?? 1);
    if (act === "approve" || act === "reject") {
      if (this.#isOwn(part)) {
        return refuse("approval.own", `Nobody gives a verdict on what is their own: you made or submitted ${title}.`);
      }
      if (said.some(({ person }) => person === this.#me.name)) {
        return refuse("approval.given", `You have given your verdict on ${title} already; a verdict stands as it was given.`);
      }
    }
    if (act === "override" && passed) return refuse("approval.override_needless", "There is nothing to override.");
    if (act === "release" && !passed) {
      return refuse("release.not_approved", "This revision has not the approvals that its review asked for.");
    }
    if (act === "submit" && part.row.assembly && part.lines.length === 0) {
      return refuse("release.bom_empty", `${number} is an assembly, and the BOM of revision ${revision.label} is empty.`);
    }
    return null;
  }

  #say(part: FakePart, verdict: VerdictKind, comment: string): void {
    const [round] = part.reviews;
    if (!round) return;
    round.verdicts.push({ person: this.#me.name, verdict, comment, given: this.#store().clock });
    if (verdict === "Approved") round.approved += 1;
  }

  #step(operation: string, part: FakePart, state: Lifecycle, back: Back | null = null): RevisionStatus {
    const store = this.#store();
    store.clock += 1000;
    const released = state === "Released" ? store.clock : part.row.revision.released;
    part.row.revision = { ...part.row.revision, state, workflow_state: state, released };
    const [round] = part.reviews;
    if (round && state !== "In Review") round.open = false;
    const title = `${part.row.number} revision ${part.row.revision.label}`;
    const entries = [
      { room: "revision", subject: part.row.revision.id, action: "changed" as const, title },
      { room: "approval", subject: part.row.revision.id, action: "created" as const, title },
    ];
    store.record(operation, entries, back);
    return this.status(part);
  }
}
