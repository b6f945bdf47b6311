// What is not saved is asked about, and let go of only when somebody says so.
import { expect, test, vi } from "vitest";
import { Unsaved } from "./unsaved.svelte";

function holding(what: string | null, stays = false) {
  const unsaved = new Unsaved();
  const discard = vi.fn();
  unsaved.hold({ what: () => what, discard, stays: () => stays });
  return { unsaved, discard, go: vi.fn() };
}

test("where all is saved one goes at once", () => {
  const { unsaved, go } = holding(null);
  expect(unsaved.leave({ page: "parts" }, go)).toBe(true);
  expect(go).toHaveBeenCalledOnce();
  expect(unsaved.question).toBeNull();
});

test("what would be lost is named first; whoever stays keeps it", () => {
  const { unsaved, discard, go } = holding("A line");
  expect(unsaved.leave({ page: "parts" }, go)).toBe(false);
  expect(unsaved.question).toMatchObject({ kind: "leave", what: ["A line"] });
  unsaved.stay();
  expect([unsaved.question, go.mock.calls.length, discard.mock.calls.length]).toEqual([null, 0, 0]);
  unsaved.leave({ page: "parts" }, go);
  unsaved.question?.go();
  expect(discard).toHaveBeenCalledOnce();
  expect(go).toHaveBeenCalledOnce();
});

test("what waits for whoever comes back is asked about only when the window closes", () => {
  const { unsaved, go } = holding("A line", true);
  expect(unsaved.leave({ page: "parts" }, go)).toBe(true);
  expect(unsaved.end("close", go)).toBe(false);
  expect(unsaved.question?.kind).toBe("close");
});

test("what is let go of is asked about no more", () => {
  const unsaved = new Unsaved();
  unsaved.hold({ what: () => "A line", discard: () => {} })();
  expect(unsaved.what).toEqual([]);
  expect(unsaved.leave({ page: "parts" }, () => {})).toBe(true);
});
