// Which workspace is open, and what was before: opening, closing, moving, and what a refusal leaves.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { RecentView, WorkspacePlaces, WorkspaceView } from "../../bindings/wire";
import { WorkspaceState } from "./workspace.svelte";

const ada = { id: "ada", name: "Ada", role: "Admin" as const };

function view(path: string): WorkspaceView {
  return { name: "lamp", path, demo: false, made: false, person: ada, asks: false, parts: 0, assemblies: 0, version: "0.1.0" };
}

function known(path: string, there: boolean, open: boolean): RecentView {
  return { name: "lamp", path, there, open };
}

function places(...recent: RecentView[]): WorkspacePlaces {
  return { recent, folder: "/boards", person: "Ada" };
}

let backend: ScriptedBackend;
let workspace: WorkspaceState;
beforeEach(async () => {
  backend = new ScriptedBackend();
  workspace = new WorkspaceState(backend);
  void workspace.load();
  await settled();
  await backend.answer("workspace_show", view("/a/lamp.partwright"));
});

test("another one is shown when it is open, and a refusal leaves this one", async () => {
  const refused = workspace.openAt(" /b/lamp.partwright ").catch((reason: unknown) => reason);
  await settled();
  expect(backend.asked("workspace_open_at")).toEqual({ path: "/b/lamp.partwright" });
  expect(workspace.opening).toBe(true);
  await backend.refuse("workspace_open_at", "workspace.foreign");
  expect(await refused).toMatchObject({ code: "workspace.foreign" });
  expect([workspace.view?.path, workspace.opened, workspace.opening]).toEqual(["/a/lamp.partwright", 0, false]);
  void workspace.create({ name: "fan", folder: "/b", person: "Grace" });
  await settled();
  await backend.answer("workspace_create", view("/b/fan.partwright"));
  expect([workspace.view?.path, workspace.opened]).toEqual(["/b/fan.partwright", 1]);
});

test("what is offered again is there, and not open already", async () => {
  void workspace.loadPlaces();
  await settled();
  await backend.answer("workspace_places", places(known("/a", true, true), known("/b", false, false), known("/c", true, false)));
  expect(workspace.others.map(({ path }) => path)).toEqual(["/c"]);
  void workspace.forget("/b");
  await settled();
  expect(backend.asked("workspace_forget")).toEqual({ path: "/b" });
  await backend.answer("workspace_forget", places(known("/a", true, true)));
  expect(workspace.places?.recent).toHaveLength(1);
});

test("a closed one is no error, and leaves nothing to show", async () => {
  expect(workspace.closed).toBe(false);
  void workspace.close();
  await settled();
  await backend.answer("workspace_close", places(known("/a/lamp.partwright", true, false)));
  await backend.refuse("workspace_show", "workspace.closed");
  expect([workspace.closed, workspace.view, workspace.opened]).toEqual([true, null, 1]);
});

describe("moving", () => {
  test("shows the workspace at its new place", async () => {
    const moved = workspace.moveTo(" /b ");
    await settled();
    expect(backend.asked("workspace_move")).toMatchObject({ folder: "/b" });
    await backend.answer("workspace_move", { workspace: view("/b/lamp.partwright"), left_behind: null });
    await backend.answer("workspace_places", places());
    expect((await moved)?.workspace.path).toBe("/b/lamp.partwright");
    expect([workspace.view?.path, workspace.opened]).toEqual(["/b/lamp.partwright", 1]);
  });

  test("that is refused leaves it where it is, opened anew, and says why", async () => {
    const moved = workspace.moveTo("/b");
    await settled();
    await backend.refuse("workspace_move", "store.busy");
    await backend.answer("workspace_show", view("/a/lamp.partwright"));
    await backend.answer("workspace_places", places());
    expect(await moved).toBeNull();
    expect([workspace.move.error?.code, workspace.view?.path, workspace.opened]).toEqual(["store.busy", "/a/lamp.partwright", 1]);
  });
});

test("one that is not where it was is told by its name, and apart from one that was never open here", async () => {
  const fresh = new WorkspaceState(backend);
  void fresh.load();
  void fresh.loadPlaces();
  await backend.refuse("workspace_show", "workspace.not_there", "gone", 0, { path: "/mnt/stick/lamp.partwright" });
  expect(fresh.lost).toEqual({ path: "/mnt/stick/lamp.partwright", name: "lamp", known: false });
  await backend.answer("workspace_places", places(known("/mnt/stick/lamp.partwright", false, false)));
  expect(fresh.lost?.known).toBe(true);
  expect(workspace.lost, "an open one is none").toBeNull();
});
