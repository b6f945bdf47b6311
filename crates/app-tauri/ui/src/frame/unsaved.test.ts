// What is not saved is asked about, and let go of only when somebody says so.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Unsaved } from "./unsaved.svelte";
import { waitsAfter } from "./waits.svelte";

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
  unsaved.question?.go?.();
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

describe("what saves itself, and takes a while", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Somebody leaves while a name is on its way; `end` tells what became of it: what is still written and not saved. */
  function leaving() {
    const unsaved = new Unsaved();
    let what: string | null = "A name";
    let saved = () => {};
    const saving = new Promise<void>((resolve) => (saved = resolve));
    unsaved.hold({ what: () => what, discard: () => {}, settle: () => saving });
    const go = vi.fn();
    unsaved.leave({ page: "parts" }, go);
    const end = async (left: string | null) => {
      what = left;
      saved();
      await vi.runAllTimersAsync();
    };
    return { unsaved, go, end };
  }

  test("is said after a second, and one goes on once it is saved", async () => {
    const { unsaved, go, end } = leaving();
    vi.advanceTimersByTime(waitsAfter - 1);
    expect(unsaved.question).toBeNull();
    vi.advanceTimersByTime(1);
    expect(unsaved.question).toEqual({ kind: "saving", what: ["A name"] });
    expect(go).not.toHaveBeenCalled();
    await end(null);
    expect([unsaved.question, go.mock.calls.length]).toEqual([null, 1]);
  });

  test("is not said where it is saved before", async () => {
    const { unsaved, go, end } = leaving();
    await end(null);
    expect([unsaved.question, go.mock.calls.length]).toEqual([null, 1]);
  });

  test("is asked about where it was refused, with nothing of it lost", async () => {
    const { unsaved, go, end } = leaving();
    vi.advanceTimersByTime(waitsAfter);
    await end("A name");
    expect(unsaved.question).toMatchObject({ kind: "leave", what: ["A name"] });
    expect(go).not.toHaveBeenCalled();
  });

  test("keeps nobody who stays from staying", async () => {
    const { unsaved, go, end } = leaving();
    vi.advanceTimersByTime(waitsAfter);
    unsaved.stay();
    await end(null);
    expect([unsaved.question, go.mock.calls.length]).toEqual([null, 0]);
  });

  test("lets one go where one said last", async () => {
    const { unsaved, go, end } = leaving();
    const last = vi.fn();
    unsaved.leave({ page: "activity" }, last);
    await end(null);
    expect([go.mock.calls.length, last.mock.calls.length]).toEqual([0, 1]);
  });
});
