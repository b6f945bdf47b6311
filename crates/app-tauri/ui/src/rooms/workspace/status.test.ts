// The status: read while somebody looks, and a check with its answer.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fakeStatus } from "../../backend/fake/status";
import { ScriptedBackend } from "../../backend/scripted";
import { readEvery, StatusState } from "./status.svelte";

const view = fakeStatus("/data/lamp.partwright", 3, 5);

let backend: ScriptedBackend;
let status: StatusState;
let hidden: boolean;
let page: Document;
beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 4, 23, 59) });
  backend = new ScriptedBackend();
  status = new StatusState(backend);
  hidden = false;
  page = document.implementation.createHTMLDocument();
  Object.defineProperty(page, "hidden", { get: () => hidden });
});
afterEach(() => {
  vi.useRealTimers();
});

const asked = (name: string) => backend.waiting.filter((call) => call.name === name).length;

function turn(away: boolean): void {
  hidden = away;
  page.dispatchEvent(new Event("visibilitychange"));
}

describe("watching", () => {
  test("reads at once, and again after each answer and a pause", async () => {
    status.watch(page);
    await backend.answer("workspace_status", view);
    expect(status.view).toEqual(view);
    vi.advanceTimersByTime(readEvery - 1);
    expect(asked("workspace_status")).toBe(0);
    vi.advanceTimersByTime(1);
    expect(asked("workspace_status")).toBe(1);
    // An answer that takes long is waited for, not asked for twice.
    vi.advanceTimersByTime(readEvery * 5);
    expect(asked("workspace_status")).toBe(1);
  });

  test("rests while the page is hidden, and reads when it is seen again", async () => {
    status.watch(page);
    await backend.answer("workspace_status", view);
    turn(true);
    vi.advanceTimersByTime(readEvery * 5);
    expect(asked("workspace_status")).toBe(0);
    turn(false);
    expect(asked("workspace_status")).toBe(1);
  });

  test("ends when the page is left, even before an answer", async () => {
    const stop = status.watch(page);
    stop();
    await backend.answer("workspace_status", view);
    vi.advanceTimersByTime(readEvery * 5);
    turn(false);
    expect(asked("workspace_status")).toBe(0);
  });

  test("goes on after an error, and forgets it with the next answer", async () => {
    status.watch(page);
    await backend.refuse("workspace_status", "store.busy");
    expect(status.error?.code).toBe("store.busy");
    vi.advanceTimersByTime(readEvery);
    await backend.answer("workspace_status", view);
    expect(status.error).toBeNull();
  });
});

test("leftovers are collected, and a refusal is told", async () => {
  void status.collect();
  await backend.answer("file_collect", { contents: 2, bytes: 7 });
  expect(status.collected).toEqual({ contents: 2, bytes: 7 });
  void status.collect();
  await backend.refuse("file_collect", "person.right_missing");
  expect([status.collectError?.code, status.collected?.contents]).toEqual(["person.right_missing", 2]);
});

test("a check answers what is wrong", async () => {
  void status.startCheck();
  expect(status.check.running).toBe(true);
  await backend.answer("workspace_check", { problems: ["a page is used twice"], history: null });
  expect(status.check.answer?.problems).toEqual(["a page is used twice"]);
});

test("a hash that was noted is asked for", async () => {
  const asked = vi.spyOn(backend, "call");
  void status.startCheck();
  expect(asked).toHaveBeenLastCalledWith("workspace_check", { task: expect.any(String) as string, noted: null });
  await backend.answer("workspace_check", { problems: [], history: { entries: 2, hash: "ab" } });
  expect(status.check.answer?.history).toEqual({ entries: 2, hash: "ab" });
  status.noted = " cd\n";
  void status.startCheck();
  expect(asked).toHaveBeenLastCalledWith("workspace_check", { task: expect.any(String) as string, noted: "cd" });
});
