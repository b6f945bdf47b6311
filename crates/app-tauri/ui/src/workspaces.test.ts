// Workspaces over the fake backend: creating, closing, coming back, moving, and who sits here.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

describe("workspaces", () => {
  let backend: FakeBackend;
  let application: Application;

  async function path(): Promise<string> {
    return (await screen.findByTestId("workspace-path")).title;
  }
  async function at(wanted: string): Promise<void> {
    await vi.waitFor(async () => {
      expect(await path()).toBe(wanted);
    });
  }
  async function choose(testid: string): Promise<void> {
    await fireEvent.click(await screen.findByTestId("workspace-switch"));
    await fireEvent.click(await screen.findByTestId(testid));
  }
  async function write(testid: string, value: string): Promise<void> {
    await fireEvent.input(await screen.findByTestId(testid), { target: { value } });
  }

  beforeEach(() => {
    window.location.hash = "";
    backend = new FakeBackend({ drawers: 3 });
    application = new Application(backend, new Router(window));
    render(App, { application });
  });
  afterEach(() => {
    window.location.hash = "";
  });

  test("a new one is made in the folder that is proposed, closed, opened again and moved", async () => {
    await screen.findByTestId("workspace-path");
    await choose("workspace-create");
    expect(await screen.findByTestId("workspace-create-now")).toHaveProperty("disabled", true);
    await write("workspace-create-name", "Lamp");
    expect(screen.getByTestId<HTMLInputElement>("workspace-create-folder").value).toBe("/boards");
    expect(screen.getByTestId<HTMLInputElement>("workspace-create-person").value).toBe("Ada Winter");
    await fireEvent.click(screen.getByTestId("workspace-create-now"));
    await at("/boards/Lamp.partwright");
    await vi.waitFor(() => {
      expect(screen.queryByTestId("workspace-create-dialog")).toBeNull();
    });

    await choose("workspace-close");
    const start = await screen.findByTestId("start-page");
    expect(screen.queryByTestId("nav-parts")).toBeNull();
    const [lamp, demo] = within(start).getAllByTestId("recent");
    expect([lamp?.dataset["path"], demo?.dataset["path"]]).toEqual([
      "/boards/Lamp.partwright",
      "~/.local/share/org.partwright.desktop/demo.partwright",
    ]);
    if (!lamp) throw new Error("no recent workspace");
    await fireEvent.click(within(lamp).getByTestId("recent-open"));
    await at("/boards/Lamp.partwright");

    await choose("workspace-move");
    await write("workspace-move-folder", "/mnt/stick");
    await fireEvent.click(screen.getByTestId("workspace-move-now"));
    await at("/mnt/stick/Lamp.partwright");
    await vi.waitFor(() => {
      expect(screen.queryByTestId("workspace-move-dialog")).toBeNull();
    });
  });

  test("what cannot be opened says why and leaves the open one", async () => {
    const before = await path();
    await choose("workspace-open");
    await write("workspace-open-path", "/nowhere.partwright");
    await fireEvent.click(screen.getByTestId("workspace-open-now"));
    expect((await screen.findByTestId("error-code")).textContent).toBe("workspace.not_there");
    expect(await path()).toBe(before);
  });

  test("one that is gone is told so and can be taken off the list", async () => {
    const gone = backend.store.path;
    await choose("workspace-close");
    backend.places.remove(gone);
    await application.workspace.loadPlaces();
    const row = (await screen.findAllByTestId("recent"))[0] as HTMLElement;
    expect(await within(row).findByTestId("recent-missing")).toBeTruthy();
    expect(within(row).getByTestId("recent-open")).toHaveProperty("disabled", true);
    await fireEvent.click(within(row).getByTestId("recent-forget"));
    await vi.waitFor(() => {
      expect(screen.queryAllByTestId("recent")).toHaveLength(0);
    });
  });

  test("where several people work it is asked who sits here, once", async () => {
    await screen.findByTestId("workspace-path");
    backend.asks = true;
    await application.workspace.load();
    await application.people.load();
    const dialog = await screen.findByTestId("who-acts");
    const grace = within(dialog).getAllByTestId("who-acts-choice").find(({ dataset }) => dataset["name"] === "Grace Sommer");
    if (!grace) throw new Error("nobody called Grace");
    await fireEvent.click(grace);
    await vi.waitFor(() => {
      expect(screen.queryByTestId("who-acts")).toBeNull();
    });
    expect(screen.getByTestId("person-name").textContent).toContain("Grace Sommer");
  });
});
