// What the bar offers in which state, and what it asks for.
import { describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { Lifecycle, RevisionAct, RevisionStatus } from "../../bindings/wire";
import { RevisionBarState } from "./revision_bar.svelte";

const acts: RevisionAct[] = ["submit", "withdraw", "approve", "reject", "override", "release", "revise", "obsolete", "advance"];

function status(state: Lifecycle, allowed: RevisionAct[]): RevisionStatus {
  const refusal = { code: "no", message: "not now", fields: {} };
  return {
    revision: { id: "r1", label: "1", state, workflow_state: state, author: "Ada", created: 0, released: null },
    part: "p1",
    number: "EL-PCA-100000",
    workflow: "Standard",
    workflow_version: 1,
    may: acts.map((act) => ({ act, to: null, name: null, refusal: allowed.includes(act) ? null : refusal })),
    reviews: [],
    release: null,
    unreleased: [],
  };
}

async function bar(state: Lifecycle, allowed: RevisionAct[]) {
  const backend = new ScriptedBackend();
  const bar = new RevisionBarState(backend, "r1");
  void bar.load();
  await settled();
  await backend.answer("revision_status", status(state, allowed));
  return { backend, bar };
}

describe("the revision bar", () => {
  test.each<[Lifecycle, RevisionAct[], RevisionAct[], RevisionAct | null]>([
    ["Draft", ["submit"], ["submit"], "submit"],
    ["Draft", [], ["submit"], null],
    ["In Review", ["withdraw"], ["approve", "reject", "release", "withdraw"], null],
    ["In Review", ["approve", "reject"], ["approve", "reject", "release", "withdraw"], "approve"],
    ["In Review", ["withdraw", "override"], ["approve", "reject", "release", "override", "withdraw"], null],
    ["In Review", ["release"], ["approve", "reject", "release", "withdraw"], "release"],
    ["Released", ["revise", "obsolete"], ["revise", "obsolete"], "revise"],
    ["Obsolete", ["revise"], ["revise"], "revise"],
  ])("in %s with %o it offers %o and points at %s", async (state, allowed, offered, primary) => {
    const { bar: made } = await bar(state, allowed);
    expect(made.acts.map(({ act }) => act)).toEqual(offered);
    expect(made.primary).toBe(primary);
    for (const { act, refusal } of made.acts) expect(refusal === null).toBe(allowed.includes(act));
  });

  test("where a workflow leads to several states each is offered, and asked for by its name", async () => {
    const { backend, bar: made } = await bar("Draft", []);
    const may = (act: RevisionAct, to: string, name: string) => ({ act, to, name, refusal: null });
    const view = status("Draft", []);
    const ways = [
      may("submit", "Design review", "Submit to design"),
      may("submit", "Purchasing review", "Submit to purchasing"),
      may("advance", "Concept", "Begin again"),
    ];
    void made.load();
    await settled();
    await backend.answer("revision_status", { ...view, may: ways });
    expect(made.acts.map(({ label, to }) => [label, to])).toEqual([
      ["Submit to design", "Design review"],
      ["Submit to purchasing", "Purchasing review"],
      ["Begin again", "Concept"],
    ]);
    expect(made.leading?.to).toBe("Design review");
    void made.act("submit", "", "Purchasing review");
    await settled();
    expect(backend.asked("approval_submit")).toEqual({ revision: "r1", comment: "", to: "Purchasing review" });
    const back = [may("reject", "Draft", "Send back"), may("reject", "Concept", "Send back")];
    const review = status("In Review", []);
    await backend.answer("approval_submit", { ...review, may: back });
    expect(made.acts.map(({ label }) => label)).toEqual(["Reject: to Draft", "Reject: to Concept"]);
    void made.act("advance", "", "Concept");
    await settled();
    expect(backend.asked("revision_advance")).toEqual({ revision: "r1", to: "Concept" });
  });

  test("what was done is shown at once, and a new revision is left to its own bar", async () => {
    const { backend, bar: made } = await bar("Draft", ["submit"]);
    void made.act("submit", "  please ");
    await settled();
    expect(backend.asked("approval_submit")).toEqual({ revision: "r1", comment: "please" });
    await backend.answer("approval_submit", status("In Review", ["withdraw"]));
    expect(made.view?.revision.state).toBe("In Review");
    void made.act("revise", "");
    await settled();
    expect(backend.asked("revision_revise")).toEqual({ part: "p1" });
    const next = status("Draft", ["submit"]);
    await backend.answer("revision_revise", { ...next, revision: { ...next.revision, id: "r2" } });
    expect(made.view?.revision.id).toBe("r1");
  });

  test("a release takes the exception, and every verdict its comment", async () => {
    const { backend, bar: made } = await bar("In Review", ["release"]);
    void made.act("release", "it comes later");
    void made.act("reject", "R2 is too small");
    void made.act("override", "alone here");
    await settled();
    expect(backend.asked("release_make")).toEqual({ revision: "r1", exception: "it comes later" });
    expect(backend.asked("approval_reject")).toEqual({ revision: "r1", comment: "R2 is too small" });
    expect(backend.asked("approval_override")).toEqual({ revision: "r1", comment: "alone here" });
  });

  test("what is made obsolete names its successor, or none", async () => {
    const { backend, bar: made } = await bar("Released", ["obsolete"]);
    void made.act("obsolete", "p2");
    await settled();
    expect(backend.asked("revision_obsolete")).toEqual({ revision: "r1", successor: "p2" });
    await backend.answer("revision_obsolete", status("Obsolete", ["revise"]));
    void made.act("obsolete", "");
    await settled();
    expect(backend.asked("revision_obsolete")).toEqual({ revision: "r1", successor: null });
  });

  test("a rejection is told on the Draft it sent back", async () => {
    const { backend, bar: made } = await bar("In Review", []);
    void made.load();
    await settled();
    const verdicts = [{ person: "Grace", verdict: "Rejected" as const, comment: "R2", given: 0 }];
    const review = { round: 1, state: "In Review", asker: "Ada", asked: 0, note: "", approved: 0, needed: 1, open: false, verdicts };
    await backend.answer("revision_status", { ...status("Draft", ["submit"]), reviews: [review] });
    expect(made.rejection?.comment).toBe("R2");
  });

  test("a read that fails says so and leaves what was shown", async () => {
    const { backend, bar: made } = await bar("Draft", ["submit"]);
    void made.load();
    await settled();
    await backend.refuse("revision_status", "store.busy");
    expect([made.error?.code, made.view?.revision.state]).toEqual(["store.busy", "Draft"]);
  });
});
