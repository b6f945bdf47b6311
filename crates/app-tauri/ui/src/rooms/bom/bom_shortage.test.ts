// What is short: what is asked, and what is known while the answer is on its way.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BomShortageView } from "../../bindings/wire";
import { BomShortageState } from "./bom_shortage.svelte";

const nothing = { currency: null, lines: [], rows: [], short: 0, ordered: "0", unpriced: 0 } as unknown as BomShortageView;

test("while the first answer is on its way one knows that it is, and not any more when it is there or refused", async () => {
  const backend = new ScriptedBackend();
  const shortage = new BomShortageState(backend, "1");
  shortage.builds = " 10 ";
  expect(shortage.asking).toBe(false);
  void shortage.load();
  await settled();
  expect([shortage.asking, backend.asked("bom_shortage").builds]).toEqual([true, "10"]);
  await backend.answer("bom_shortage", nothing);
  expect([shortage.asking, shortage.view]).toEqual([false, nothing]);
  void shortage.load();
  await settled();
  await backend.refuse("bom_shortage", "store.busy");
  expect([shortage.asking, shortage.error?.code]).toEqual([false, "store.busy"]);
});
