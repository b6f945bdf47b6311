// Workspaces over the fake backend: creating, closing, coming back, moving, and who sits here.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { demoWorkspace, emptyWorkspace } from "./backend/fake/sample";
import { wireError } from "./errors";
import { Router } from "./router.svelte";
import { refuse } from "./test_application";

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

  test("a new one is made from the page of a part, and leads to its own parts", async () => {
    application.router.open({ page: "part", part: "EL-PCA-100001", tab: "history" });
    await choose("workspace-create");
    (await screen.findByTestId("workspace-create-name")).focus();
    await write("workspace-create-name", "Lamp");
    await fireEvent.click(screen.getByTestId("workspace-create-now"));
    await at("/boards/Lamp.partwright");
    await vi.waitFor(() => {
      expect([screen.queryByTestId("workspace-create-dialog"), application.router.route.page]).toEqual([null, "parts"]);
    });
    expect(application.unsaved.question).toBeNull();
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

  test("one that was made where nothing was is said to be new until a part is in it", async () => {
    await screen.findByTestId("workspace-path");
    expect(screen.queryByTestId("workspace-made")).toBeNull();
    backend.openElsewhere(emptyWorkspace("typo", "/typo/typo.partwright"));
    backend.made = true;
    await application.workspace.load();
    expect((await screen.findByTestId("workspace-made")).textContent).toContain("Nothing was at /typo/typo.partwright");
    backend.openElsewhere(demoWorkspace(3));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("workspace-made")).toBeNull();
    });
  });

  test("one that cannot be read any more while it is open says so above the page, and leads to a backup", async () => {
    const before = await path();
    window.location.hash = "#/parts";
    await screen.findAllByTestId("part-row");
    refuse(backend, "workspace_show", "workspace.damaged", "The file is damaged; restore a backup.");
    await backend.call("person_rename", { name: "Ada L." });
    const trouble = within(await screen.findByTestId("workspace-trouble"));
    expect(trouble.getByRole("alert").textContent).toContain("The file is damaged; restore a backup.");
    expect(trouble.getByTestId("error-code").textContent).toBe("workspace.damaged");
    expect(screen.queryAllByTestId("part-row").length, "the page stays").toBeGreaterThan(0);
    await fireEvent.click(trouble.getByTestId("error-restore"));
    expect(await screen.findByTestId("workspace-restore-path")).toHaveProperty("value", before);
    await fireEvent.click(screen.getByText("Cancel"));
    vi.restoreAllMocks();
    await fireEvent.click(trouble.getByText("Try again"));
    await vi.waitFor(() => expect(screen.queryByTestId("workspace-trouble")).toBeNull());
  });

  test("one that is not where it was is looked for again, and nothing else is offered as if it were open", async () => {
    const { path: lost } = backend.store;
    const { store } = backend;
    backend.places.remove(lost);
    const gone = { code: "workspace.not_there", message: "There is none.", fields: { path: lost } };
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) =>
      name === "workspace_show" ? Promise.reject(wireError(gone)) : call(name, request, ...bytes),
    );
    application.workspace.view = null;
    await application.workspace.load();
    expect((await screen.findByTestId("lost")).textContent).toBe("demo is not where it was");
    expect(screen.getByText(lost, { selector: ".path" })).toBeTruthy();
    expect([screen.queryByTestId("nav-parts"), screen.queryByTestId("open-own")]).toEqual([null, null]);
    await fireEvent.click(screen.getByTestId("lost-again"));
    expect((await screen.findByTestId("error-code")).textContent).toBe("workspace.not_there");
    await fireEvent.click(screen.getByTestId("failed-restore"));
    expect(await screen.findByTestId("workspace-restore-path")).toHaveProperty("value", lost);
    await fireEvent.click(screen.getByText("Cancel"));
    backend.places.keep(store);
    vi.restoreAllMocks();
    await fireEvent.click(screen.getByTestId("lost-again"));
    await at(lost);
  });

  test("a backup is restored from its row, once it is said how many parts it has", async () => {
    await screen.findByTestId("workspace-path");
    const { parts } = application.workspace.view ?? { parts: 0 };
    backend.calls.length = 0;
    await backend.call("workspace_back_up", { task: "b", to: "/stick/demo.partwright" });
    const [newest] = backend.store.audit;
    for (const name of ["Ada L.", "Ada"]) await backend.call("person_rename", { name });
    window.location.hash = "#/settings/backups";
    await fireEvent.click(await screen.findByTestId("backup-restore"));
    expect(await screen.findByTestId("workspace-restore-from")).toHaveProperty("value", "/stick/demo.partwright");
    expect(await screen.findByTestId("restore-copy")).toHaveProperty("checked", true);
    const said = (await screen.findByTestId("restore-exchange")).textContent;
    expect(said).toContain(`${String(parts)} parts as of now`);
    expect(said).toContain(`${String(parts)} parts as of 2`);
    const [here, there] = screen.getAllByTestId("restore-newest").map(({ textContent }) => textContent);
    const { sequence } = newest ?? { sequence: 0 };
    expect(here).toContain(`The newest change: #${String(sequence + 2)}, `);
    expect(there).toContain(`The newest change: #${String(sequence)}, `);
    expect(screen.getByTestId("restore-takes").textContent.trim()).toBe("2 changes newer than the backup go.");
  });

  test("a restore says how far it is, and when it is cancelled everything is as it was", async () => {
    backend.places.keep(emptyWorkspace("demo", "/stick/demo.partwright"));
    const before = await path();
    let refuse: (code: string) => void = () => {};
    let task = "";
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) => {
      if (name !== "workspace_restore") return call(name, request, ...bytes);
      ({ task } = request as { task: string });
      return new Promise((_, reject) => {
        refuse = (code) => reject(wireError({ code, message: code, fields: {} }) as unknown as Error);
      });
    });
    const followed = vi.spyOn(backend, "onProgress");
    application.ask("restore", "/stick/demo.partwright");
    const cancels = () => within(screen.getByTestId("workspace-restore-dialog")).getAllByText("Cancel");
    expect((await screen.findByTestId("workspace-restore-dialog-leave")).textContent.trim()).toBe("Cancel");
    await fireEvent.click(screen.getByTestId("workspace-restore-now"));
    const running = await screen.findByTestId("workspace-restore-running");
    expect(running.textContent).toContain("Copying the backup");
    expect(cancels(), "the one that ends the restore").toEqual([screen.getByTestId("workspace-restore-cancel")]);
    expect(screen.queryByTestId("workspace-restore-share"), "nobody knows how far it is").toBeNull();
    for (const [listener] of followed.mock.calls) listener({ task, done: 3, total: 8 });
    expect((await screen.findByTestId("workspace-restore-share")).textContent).toContain("37");
    expect(screen.getByTestId<HTMLInputElement>("workspace-restore-from").disabled).toBe(true);
    await fireEvent.click(screen.getByTestId("workspace-restore-cancel"));
    expect(backend.calls.some(({ name }) => name === "task_cancel")).toBe(true);
    refuse("store.cancelled");
    expect(await screen.findByText("Cancelled; everything is as it was.")).toBeTruthy();
    await vi.waitFor(() => {
      expect(application.workspace.opening).toBe(false);
    });
    expect(await path()).toBe(before);
    expect(screen.getByTestId<HTMLInputElement>("workspace-restore-from").disabled).toBe(false);
    vi.restoreAllMocks();
    await fireEvent.click(screen.getByTestId("workspace-restore-now"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("workspace-restore-dialog")).toBeNull();
    });
    expect(await screen.findByText(/What was there before is kept at/)).toBeTruthy();
  });

  test("the whole foot of the sidebar says who acts, and leads to one's own name", async () => {
    const foot = await screen.findByTestId("person-switch");
    expect(foot.textContent).toContain("Ada Winter");
    await fireEvent.click(foot);
    const grace = (await screen.findAllByTestId("person-choice")).find(({ textContent }) => textContent.includes("Grace Sommer"));
    if (!grace) throw new Error("nobody called Grace");
    await fireEvent.click(grace);
    await vi.waitFor(() => {
      expect(screen.getByTestId("person-role").textContent).not.toBe("Admin");
    });
    await fireEvent.click(screen.getByTestId("person-switch"));
    await fireEvent.click(await screen.findByTestId("person-names"));
    await fireEvent.click(await screen.findByTitle("Your name, as the history shows it"));
    const field = await screen.findByRole("textbox", { name: "Your name, as the history shows it" });
    await fireEvent.input(field, { target: { value: "Grace Hopper" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    await vi.waitFor(() => {
      expect(screen.getByTestId("person-name").textContent).toBe("Grace Hopper");
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
