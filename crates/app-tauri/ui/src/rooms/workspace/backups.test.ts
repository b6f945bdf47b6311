// The copies: which there are, one that is made, followed and cancelled, one that is looked through.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BackupView, WorkspaceBackups } from "../../bindings/wire";
import { BackupsState } from "./backups.svelte";

let backend: ScriptedBackend;
let backups: BackupsState;
beforeEach(() => {
  backend = new ScriptedBackend();
  backups = new BackupsState(backend);
});

const asked = (name: string) => backend.waiting.filter((call) => call.name === name).length;

function there(...backups: BackupView[]): WorkspaceBackups {
  return { back_up_to: "/data/backups/lamp", backups, schedule: { on: true, keep: 7, keep_at_most: 9, failed: null } };
}

test("proposes a path with the day, and leaves what is written in its place", async () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 4, 23, 59), toFake: ["Date"] });
  void backups.load();
  await backend.answer("workspace_backups", there());
  vi.useRealTimers();
  expect([backups.to, backups.list]).toEqual(["/data/backups/lamp-2026-11-04.partwright", []]);
  backups.to = "/stick/lamp.partwright";
  void backups.load();
  await backend.answer("workspace_backups", there());
  expect(backups.to).toBe("/stick/lamp.partwright");
});

test("one copy at a time is looked through, and what is known of it is read again", async () => {
  const copy: BackupView = { path: "/stick/lamp.partwright", bytes: 4096, made: 1, verified: null, origin: "made" };
  void backups.load();
  await backend.answer("workspace_backups", there(copy));
  void backups.startVerify(copy.path);
  void backups.startVerify("/stick/other.partwright");
  await settled();
  expect([asked("workspace_verify"), backups.looked]).toEqual([1, copy.path]);
  expect(backend.asked("workspace_verify").path).toBe(copy.path);
  await backend.answer("workspace_verify", { problems: [], history: null });
  await backend.answer("workspace_backups", there({ ...copy, verified: 2 }));
  expect([backups.verify.answer?.problems, backups.list?.[0]?.verified]).toEqual([[], 2]);
});

describe("those that are made by themselves", () => {
  const each = (origin: BackupView["origin"], made: number): BackupView => {
    return { path: `/${origin}`, bytes: 1, made, verified: null, origin };
  };

  test("are told from what is kept beside the workspace, which is no last backup", async () => {
    void backups.load();
    expect([backups.schedule, backups.last]).toEqual([null, undefined]);
    await backend.answer("workspace_backups", there(each("restore", 4), each("made", 3), each("scheduled", 2)));
    expect([backups.last?.path, backups.lastDaily?.path]).toEqual(["/made", "/scheduled"]);
    expect(backups.schedule).toEqual({ on: true, keep: 7, keep_at_most: 9, failed: null });
  });

  test("are read again when one was made or failed, as long as somebody looks", async () => {
    const stop = backups.follow();
    backend.daily(null);
    await settled();
    expect(asked("workspace_backups")).toBe(1);
    stop();
    backend.daily(null);
    await settled();
    expect(asked("workspace_backups")).toBe(1);
  });

  test("are changed, and what is refused is thrown and read again", async () => {
    const planned = backups.plan(false, 7);
    expect(backend.asked("workspace_schedule")).toEqual({ on: false, keep: 7 });
    await backend.answer("workspace_schedule", there());
    await backend.answer("workspace_backups", there());
    await planned;
    const refused = expect(backups.plan(true, 0)).rejects.toMatchObject({ code: "workspace.keep_invalid" });
    await backend.refuse("workspace_schedule", "workspace.keep_invalid");
    await backend.answer("workspace_backups", there());
    await refused;
  });
});

describe("a copy", () => {
  beforeEach(() => {
    backups.to = " /stick/lamp.partwright ";
    void backups.startBackUp();
  });

  test("is followed by its own name, and answers where it is", async () => {
    const { task, to } = backend.asked("workspace_back_up");
    expect(to).toBe("/stick/lamp.partwright");
    backend.progress({ task, done: 3, total: 9 });
    backend.progress({ task: "somebody else's", done: 9, total: 9 });
    expect(backups.backUp.progress).toEqual({ task, done: 3, total: 9 });
    await backend.answer("workspace_back_up", { path: to, bytes: 4096, contents: 2, problems: [] });
    expect(backups.backUp.running).toBe(false);
    expect(backups.backUp.answer).toEqual({ path: to, bytes: 4096, contents: 2, problems: [] });
    backend.progress({ task, done: 4, total: 9 });
    expect(backups.backUp.progress?.done, "nobody listens any more").toBe(3);
  });

  test("is cancelled by its name, which is no error", async () => {
    const { task } = backend.asked("workspace_back_up");
    void backups.backUp.cancel();
    void backups.backUp.cancel();
    expect(asked("task_cancel"), "once is enough").toBe(1);
    expect(backend.asked("task_cancel")).toEqual({ task });
    await backend.refuse("workspace_back_up", "store.cancelled");
    expect(backups.backUp).toMatchObject({ running: false, cancelled: true, error: null, answer: null });
  });

  test("that was done before the wish to cancel came is done, and not cancelled", async () => {
    void backups.backUp.cancel();
    await backend.answer("workspace_back_up", { path: "/backups/ours.partwright", bytes: 4096, contents: 0, problems: [] });
    expect(backups.backUp).toMatchObject({ running: false, cancelling: false, cancelled: false });
    expect(backups.backUp.answer).toEqual({ path: "/backups/ours.partwright", bytes: 4096, contents: 0, problems: [] });
  });

  test("that is refused says why, and the next one forgets it", async () => {
    await backend.refuse("workspace_back_up", "workspace.path_taken");
    expect(backups.backUp.error?.code).toBe("workspace.path_taken");
    void backups.startBackUp();
    expect(backups.backUp.error).toBeNull();
  });

  test("is not started twice", async () => {
    void backups.startBackUp();
    await settled();
    expect(asked("workspace_back_up")).toBe(1);
  });

  test("that cannot be cancelled goes on and says so", async () => {
    void backups.backUp.cancel();
    await backend.refuse("task_cancel", "ipc.not_ready");
    expect(backups.backUp).toMatchObject({ running: true, cancelling: false, error: { code: "ipc.not_ready" } });
  });
});
