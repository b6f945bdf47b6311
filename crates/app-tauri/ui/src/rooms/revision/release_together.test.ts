// What may be released together is what was shown, and is shown anew when it changed.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { ReleaseMember } from "../../bindings/wire";
import { ReleaseTogetherState } from "./release_together.svelte";

function member(revision: string, lacks = false): ReleaseMember {
  const refusal = lacks ? { code: "release.not_approved", message: "not yet", fields: {} } : null;
  return { revision, label: "1", number: `EL-PCA-10000${revision}`, name: "A board", refusal };
}

async function planned(...members: ReleaseMember[]) {
  const backend = new ScriptedBackend();
  const together = new ReleaseTogetherState(backend, "3");
  void together.load();
  await settled();
  await backend.answer("release_plan", members);
  return { backend, together };
}

test("nothing comes along where nothing below is in review", async () => {
  const { together } = await planned(member("3"));
  expect([together.others.length, together.ready]).toEqual([0, false]);
});

test("all of them are ready, or none is", async () => {
  const { together } = await planned(member("1"), member("2"), member("3"));
  expect(together.others.map(({ revision }) => revision)).toEqual(["1", "2"]);
  expect(together.ready).toBe(true);
  const { together: lacking } = await planned(member("1", true), member("3"));
  expect([lacking.ready, lacking.lacks]).toEqual([false, null]);
  const { together: own } = await planned(member("1"), member("3", true));
  expect([own.ready, own.lacks?.code]).toEqual([false, "release.not_approved"]);
});

test("exactly what is shown is asked for, and shown anew when it is no longer that", async () => {
  const { backend, together } = await planned(member("1"), member("3"));
  const refused = together.release().catch((reason: unknown) => reason);
  await settled();
  expect(backend.asked("release_together")).toEqual({ revision: "3", members: ["1", "3"] });
  await backend.refuse("release_together", "release.plan_changed");
  await backend.answer("release_plan", [member("1"), member("2"), member("3")]);
  expect(await refused).toMatchObject({ code: "release.plan_changed" });
  expect(together.others).toHaveLength(2);
});

test("a plan that cannot be read says why", async () => {
  const backend = new ScriptedBackend();
  const together = new ReleaseTogetherState(backend, "3");
  void together.load();
  await settled();
  await backend.refuse("release_plan", "store.busy");
  expect([together.error?.code, together.ready]).toEqual(["store.busy", false]);
});
