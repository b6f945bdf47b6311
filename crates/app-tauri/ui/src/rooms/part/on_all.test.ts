// Something done with many parts: told first, done second, and ended in between.
import { beforeEach, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import { OnAll, type AskOnAll } from "./on_all.svelte";

let backend: ScriptedBackend;
let onAll: OnAll;
beforeEach(() => {
  backend = new ScriptedBackend();
  onAll = new OnAll(backend);
});

const refused = { number: "EL-RES-100001", name: "10k", why: { code: "revision.not_draft", message: "It is Released.", fields: {} } };
const view = { changed: ["a", "b"], unchanged: 0, refused: [refused] };
const ask: AskOnAll = (look, task) => backend.call("property_set_on_all", { parts: ["a"], name: "Shelf", value: { type: "boolean", boolean: true }, look, task });

test("what would become of the parts is told before it is done", async () => {
  const looking = onAll.go("shelf", ask);
  expect(backend.asked("property_set_on_all").look).toBe(true);
  await backend.answer("property_set_on_all", view);
  expect(await looking).toBeNull();
  expect(onAll.told("shelf")).toEqual(view);
  const doing = onAll.go("shelf", ask);
  expect(backend.asked("property_set_on_all").look).toBe(false);
  await backend.answer("property_set_on_all", view);
  expect(await doing).toEqual(view);
});

test("what was told of something else is not what is done", async () => {
  const looking = onAll.go("shelf", ask);
  await backend.answer("property_set_on_all", view);
  await looking;
  expect(onAll.told("drawer")).toBeNull();
  void onAll.go("drawer", ask);
  expect(backend.asked("property_set_on_all").look).toBe(true);
});

test("it tells how far it is, and what is cancelled did nothing and may be asked for again", async () => {
  const going = onAll.go("shelf", ask);
  const { task } = backend.asked("property_set_on_all");
  backend.progress({ task, done: 1, total: 4 });
  expect(onAll.task.progress).toMatchObject({ done: 1, total: 4 });
  void onAll.task.cancel();
  await vi.waitFor(() => {
    expect(backend.asked("task_cancel")).toEqual({ task });
  });
  await backend.refuse("property_set_on_all", "store.cancelled");
  expect(await going).toBeNull();
  expect([onAll.task.cancelled, onAll.told("shelf")]).toEqual([true, null]);
});

test("a refusal of it all is thrown to whoever asked", async () => {
  const refusal = expect(onAll.go("shelf", ask)).rejects.toMatchObject({ code: "person.right_missing" });
  await backend.refuse("property_set_on_all", "person.right_missing");
  await refusal;
});
