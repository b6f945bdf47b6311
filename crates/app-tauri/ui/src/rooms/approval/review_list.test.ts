// Whose turn it is: each review stands in one list at least, and a failure is told.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { OpenReviewView } from "../../bindings/wire";
import { ReviewListState } from "./review_list.svelte";

function review(id: string, waits_for_me: boolean, mine: boolean): OpenReviewView {
  const revision = { id, label: "1", state: "In Review" as const, workflow_state: "In Review", author: "Ada", created: 0, released: null };
  const part = { part: id, number: `EL-RES-${id}`, name: id };
  return { ...part, revision, asker: "Ada", asked: 0, note: "", approved: 0, needed: 1, waits_for_me, mine };
}

test("reviews are told apart by whose turn it is", async () => {
  const backend = new ScriptedBackend();
  const list = new ReviewListState(backend);
  void list.load();
  await settled();
  await backend.answer("approval_list", [review("a", true, false), review("b", false, true), review("c", false, false)]);
  const ids = (rows: OpenReviewView[]) => rows.map(({ part }) => part);
  expect([ids(list.forMe), ids(list.mine), ids(list.others)]).toEqual([["a"], ["b"], ["c"]]);
  void list.load();
  await settled();
  await backend.refuse("approval_list", "store.busy");
  expect([list.error?.code, list.list.length]).toEqual(["store.busy", 3]);
});
