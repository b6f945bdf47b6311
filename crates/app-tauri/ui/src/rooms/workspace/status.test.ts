// The status: read while somebody looks, a copy that is followed and cancelled, a check with its answer.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fakeStatus } from "../../backend/fake/status";
import { ScriptedBackend, settled } from "../../backend/scripted";
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

  test("proposes a path with the day, and leaves what is written in its place", async () => {
    status.watch(page);
    await backend.answer("workspace_status", view);
    expect(status.to).toBe("/data/backups/lamp-2026-11-04.partwright");
    status.to = "/stick/lamp.partwright";
    vi.advanceTimersByTime(readEvery);
    await backend.answer("workspace_status", view);
    expect(status.to).toBe("/stick/lamp.partwright");
  });
});

describe("a copy", () => {
  beforeEach(() => {
    status.to = " /stick/lamp.partwright ";
    void status.startBackUp();
  });

  test("is followed by its own name, and answers where it is", async () => {
    const { task, to } = backend.asked("workspace_back_up");
    expect(to).toBe("/stick/lamp.partwright");
    backend.progress({ task, done: 3, total: 9 });
    backend.progress({ task: "somebody else's", done: 9, total: 9 });
    expect(status.backUp.progress).toEqual({ task, done: 3, total: 9 });
    await backend.answer("workspace_back_up", { path: to, bytes: 4096, contents: 2, problems: [] });
    expect(status.backUp.running).toBe(false);
    expect(status.backUp.answer).toEqual({ path: to, bytes: 4096, contents: 2, problems: [] });
    backend.progress({ task, done: 4, total: 9 });
    expect(status.backUp.progress?.done, "nobody listens any more").toBe(3);
  });

  test("is cancelled by its name, which is no error", async () => {
    const { task } = backend.asked("workspace_back_up");
    void status.backUp.cancel();
    void status.backUp.cancel();
    expect(asked("task_cancel"), "once is enough").toBe(1);
    expect(backend.asked("task_cancel")).toEqual({ task });
    await backend.refuse("workspace_back_up", "store.cancelled");
    expect(status.backUp).toMatchObject({ running: false, cancelled: true, error: null, answer: null });
  });

  test("that was done before the wish to cancel came is done, and not cancelled", async () => {
    void status.backUp.cancel();
    await backend.answer("workspace_back_up", { path: "/backups/ours.partwright", bytes: 4096, contents: 0, problems: [] });
    expect(status.backUp).toMatchObject({ running: false, cancelling: false, cancelled: false });
    expect(status.backUp.answer).toEqual({ path: "/backups/ours.partwright", bytes: 4096, contents: 0, problems: [] });
  });

  test("that is refused says why, and the next one forgets it", async () => {
    await backend.refuse("workspace_back_up", "workspace.path_taken");
    expect(status.backUp.error?.code).toBe("workspace.path_taken");
    void status.startBackUp();
    expect(status.backUp.error).toBeNull();
  });

  test("is not started twice", async () => {
    void status.startBackUp();
    await settled();
    expect(asked("workspace_back_up")).toBe(1);
  });

  test("that cannot be cancelled goes on and says so", async () => {
    void status.backUp.cancel();
    await backend.refuse("task_cancel", "ipc.not_ready");
    expect(status.backUp).toMatchObject({ running: true, cancelling: false, error: { code: "ipc.not_ready" } });
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
  await backend.answer("workspace_check", { problems: ["a page is used twice"] });
  expect(status.check.answer?.problems).toEqual(["a page is used twice"]);
});
