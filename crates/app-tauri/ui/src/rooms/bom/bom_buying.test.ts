// What builds cost and lack: what is asked, what is shown, and which rows do not count.
import { expect, test, vi } from "vitest";
import { less } from "../../backend/fake/buying";
import { FakeBackend } from "../../backend/fake/fake";
import { ScriptedBackend } from "../../backend/scripted";
import type { BomShortageView, OnHandRowView, ShortageLineView } from "../../bindings/wire";
import { text } from "../../text";
import { BomCostState } from "./bom_cost.svelte";
import { BomShortageState } from "./bom_shortage.svelte";

test("costs are asked for once the typing pauses, and not when nobody looks any more", async () => {
  vi.useFakeTimers();
  try {
    const backend = new ScriptedBackend();
    const cost = new BomCostState(backend, "top");
    for (const typed of ["2", "25", "250"]) {
      cost.type(typed);
      vi.advanceTimersByTime(200);
    }
    expect(backend.waiting).toHaveLength(0);
    vi.advanceTimersByTime(50);
    expect(backend.asked("bom_cost").builds).toBe("250");
    await backend.refuse("bom_cost", "bom.builds_invalid");
    cost.type("1");
    void cost.choose("EUR");
    await backend.refuse("bom_cost", "bom.builds_invalid");
    vi.advanceTimersByTime(250);
    expect(backend.waiting, "what asks at once is not asked again").toHaveLength(0);
    cost.type("3");
    cost.stop();
    vi.advanceTimersByTime(250);
    expect(backend.waiting).toHaveLength(0);
  } finally {
    vi.useRealTimers();
  }
});

test("costs are asked for the builds as they are written, in the currency that was chosen", async () => {
  const backend = new ScriptedBackend();
  const cost = new BomCostState(backend, "top");
  void cost.load();
  expect(backend.asked("bom_cost")).toEqual({ revision: "top", builds: "1", currency: null });
  await backend.refuse("bom_cost", "bom.builds_invalid");
  expect([cost.view, cost.error?.code]).toEqual([null, "bom.builds_invalid"]);
  cost.builds = " 250 ";
  void cost.choose("EUR");
  expect(backend.asked("bom_cost")).toEqual({ revision: "top", builds: "250", currency: "EUR" });
});

test("a shortage shows what is short, all when asked to, and the rows that do not count", async () => {
  const backend = new ScriptedBackend();
  const shortage = new BomShortageState(backend, "top");
  [shortage.builds, shortage.onHand] = ["5", "EL-RES-1 3"];
  void shortage.load();
  expect(backend.asked("bom_shortage")).toEqual({ revision: "top", builds: "5", on_hand: "EL-RES-1 3", currency: null });
  const lines = ["2", "0"].map((short) => ({ short }) as ShortageLineView);
  const rows = (["heading", "counted", "unused", "refused"] as const).map((outcome, row) => ({ row, outcome }) as OnHandRowView);
  await backend.answer("bom_shortage", { lines, rows } as BomShortageView);
  expect(shortage.lines).toEqual(lines.slice(0, 1));
  shortage.onlyShort = false;
  expect(shortage.lines).toEqual(lines);
  expect(shortage.notCounted).toEqual(rows.slice(2));
});

test("the backend in memory counts what is on hand and says what it cannot read", async () => {
  const backend = new FakeBackend({ drawers: 0 });
  const kit = backend.store.parts.find((each) => each.row.name === "Probe kit");
  if (!kit) throw new Error("no kit in the demo");
  const asked = { revision: kit.row.revision.id, builds: "3", currency: null };
  const empty = await backend.call("bom_shortage", { ...asked, on_hand: "" });
  const [line] = empty.lines;
  if (!line) throw new Error("nothing is needed");
  const full = await backend.call("bom_shortage", { ...asked, on_hand: `${line.child.number} ${line.needed}\nnobody 4\nhow many` });
  expect([empty.short - full.short, full.rows.map((row) => row.refusal?.code ?? row.outcome)]).toEqual([
    1,
    ["counted", "bom.on_hand_unknown", "bom.on_hand_row_invalid"],
  ]);
});

test.each([
  ["5", "3", "2"],
  ["1.5", "0.25", "1.25"],
  ["2", "2.5", "0"],
  ["10", "0", "10"],
])("%s less %s is %s", (from, taken, left) => {
  expect(less(from, taken)).toBe(left);
});

test("why there is no price, and how long it takes, in words", () => {
  expect(text.cost.noPrice("not_offered", null, "EUR")).toBe("No price in EUR");
  expect(text.cost.noPrice("only_from", "10", "EUR")).toBe("Prices from 10 on");
  expect(text.cost.slowest("1", ["A"])).toBe("Longest lead time 1 day: A");
  expect(text.cost.slowest("40", ["A", "B", "C", "D"])).toBe("Longest lead time 40 days: A, B, C, and 1 more");
});
