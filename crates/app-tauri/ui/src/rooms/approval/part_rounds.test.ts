// How the rounds of a part are told.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ReviewView, VerdictKind } from "../../bindings/wire";
import { PartRoundsState, standing } from "./part_rounds.svelte";

function review(open: boolean, verdicts: VerdictKind[]): ReviewView {
  const approved = verdicts.filter((verdict) => verdict === "Approved").length;
  const given = verdicts.map((verdict) => ({ person: "Grace", verdict, comment: "", given: 1 }));
  return { round: 1, state: "In Review", asker: "Ada", asked: 0, note: "", approved, needed: 2, open, verdicts: given };
}

test.each([
  [true, ["Approved"], "open"],
  [false, ["Approved", "Approved"], "passed"],
  [false, ["Approved", "Overridden"], "passed"],
  [false, ["Approved", "Rejected"], "rejected"],
  [false, ["Approved"], "withdrawn"],
  [false, [], "withdrawn"],
] as const)("a round that is open (%s) with %j is %s", (open, verdicts, expected) => {
  expect(standing(review(open, [...verdicts]))).toBe(expected);
});

test("revisions about which nothing was asked are not told, and a failure keeps what was read", async () => {
  const backend = new ScriptedBackend();
  const rounds = new PartRoundsState(backend, "EL-RES-100000");
  void rounds.load();
  await settled();
  expect(backend.asked("approval_rounds")).toEqual({ part: "EL-RES-100000" });
  const revision = (id: string) => ({ id, label: id, state: "Draft" as const, workflow_state: "Draft", author: "Ada", created: 0, released: null });
  await backend.answer("approval_rounds", [
    { revision: revision("2"), reviews: [], release: null },
    { revision: revision("1"), reviews: [review(false, ["Rejected"])], release: null },
  ]);
  expect(rounds.told.map(({ revision: { id } }) => id)).toEqual(["1"]);
  void rounds.load();
  await settled();
  await backend.refuse("approval_rounds", "store.busy");
  expect([rounds.error?.code, rounds.told.length]).toEqual(["store.busy", 1]);
});
