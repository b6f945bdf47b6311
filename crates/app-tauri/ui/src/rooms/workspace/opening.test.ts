// What is said of a workspace that takes long to open: which one, how far, and nothing more once it is open.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { WorkspaceOpening } from "../../bindings/wire";
import { patience } from "../../frame/patience.svelte";
import { lookEvery, OpeningState } from "./opening.svelte";

const half: WorkspaceOpening = { path: "/old.partwright", stage: "setting_aside", done: 5, total: 10 };
let backend: ScriptedBackend;
let opening: OpeningState;

beforeEach(() => {
  vi.useFakeTimers();
  backend = new ScriptedBackend();
  opening = new OpeningState(backend);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Something that takes until its end is called. */
function work(): { done: Promise<string>; end: () => void } {
  let end = () => {};
  const done = new Promise<string>((resolve) => (end = () => resolve("open")));
  return { done, end };
}

test("is looked at again and again while it takes long, and is forgotten when it is open", async () => {
  const { done, end } = work();
  const opened = opening.during(done);
  vi.advanceTimersByTime(patience - 1);
  expect(backend.waiting).toHaveLength(0);
  vi.advanceTimersByTime(1);
  await backend.answer("workspace_opening", half);
  expect(opening.view).toEqual(half);
  vi.advanceTimersByTime(lookEvery);
  await backend.answer("workspace_opening", { ...half, stage: "upgrading" });
  expect(opening.view?.stage).toBe("upgrading");
  vi.advanceTimersByTime(lookEvery);
  end();
  expect(await opened).toBe("open");
  expect(opening.view).toBeNull();
  await backend.answer("workspace_opening", half);
  expect(opening.view, "what comes late is about what is over").toBeNull();
  vi.advanceTimersByTime(10 * lookEvery);
  expect(backend.waiting).toHaveLength(0);
});

test("one that is open at once is not asked about", async () => {
  const { done, end } = work();
  const opened = opening.during(done);
  end();
  await opened;
  vi.advanceTimersByTime(patience);
  expect(backend.waiting).toHaveLength(0);
});
