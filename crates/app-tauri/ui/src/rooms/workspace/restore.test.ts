// What goes and what comes when a backup takes the place of a workspace.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import { RestoreState } from "./restore.svelte";

const copy = (parts: number) => ({ made: 1, bytes: 4096, parts, newest: null, open: null });

test("the backups of a workspace are read, also of one that is gone; of none there are none; the newest is proposed where that is wished", async () => {
  const backend = new ScriptedBackend();
  await new RestoreState(backend, "", "").load(true);
  expect(backend.waiting).toEqual([]);
  const restoring = new RestoreState(backend, " /boards/lamp.partwright ", "");
  void restoring.load(false);
  expect(backend.asked("workspace_copies")).toEqual({ path: "/boards/lamp.partwright" });
  const known = { path: "/stick/lamp.partwright", bytes: 1, made: 1, verified: null, origin: "made" as const };
  await backend.answer("workspace_copies", [known]);
  expect([restoring.copies, restoring.from]).toEqual([[known], ""]);
  void restoring.load(true);
  await backend.answer("workspace_copies", [known]);
  expect(restoring.from).toBe(known.path);
  restoring.from = "/stick/mine";
  void restoring.load(true);
  await backend.answer("workspace_copies", [known]);
  expect(restoring.from, "what somebody wrote is theirs").toBe("/stick/mine");
});

test("what comes is said of the backup that stands in the field, and of no other", async () => {
  const backend = new ScriptedBackend();
  const restoring = new RestoreState(backend, "/boards/lamp.partwright", "/stick/a.partwright");
  void restoring.look();
  restoring.from = "/stick/b.partwright";
  await backend.answer("workspace_copy", copy(3));
  expect(restoring.comes, "that was another one").toBeNull();
  void restoring.look();
  await backend.answer("workspace_copy", copy(7));
  expect(restoring.comes?.parts).toBe(7);
  restoring.from = "/stick/half";
  void restoring.look();
  await settled();
  expect([restoring.comes, backend.waiting], "half a path is not asked for").toEqual([null, []]);
  restoring.from = "/stick/none.partwright";
  void restoring.look();
  await backend.refuse("workspace_copy", "workspace.unreachable");
  expect(restoring.comes).toBeNull();
});
