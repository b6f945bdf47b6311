// The page of a part as a whole, over the fake backend: its tabs and their addresses, and what a Viewer may not do.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

const board = "EL-PCA-100014";
const sensor = "EL-SEN-100001";

describe("the page of a part", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(hash: string, prepare: () => void = () => {}): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 10 });
    prepare();
    application = new Application(backend, new Router(window));
    render(App, { application });
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name);
  const chosen = () => screen.getAllByRole("tab").find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset["testid"];
  afterEach(() => {
    window.location.hash = "";
  });

  test("a tab has an address and leaves a step for the way back; the arrow keys pass by", async () => {
    start(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("tab-files"));
    expect([window.location.hash, application.router.step]).toEqual([`#/parts/${board}/files`, 1]);
    expect(chosen()).toBe("tab-files");
    await fireEvent.keyDown(screen.getByTestId("tab-files"), { key: "ArrowRight" });
    expect([chosen(), document.activeElement?.id, application.router.step]).toEqual(["tab-used", "tab-used", 1]);
    await fireEvent.keyDown(screen.getByTestId("tab-used"), { key: "End" });
    expect([window.location.hash, application.router.step]).toEqual([`#/parts/${board}/history`, 1]);
    await fireEvent.keyDown(screen.getByTestId("tab-history"), { key: "ArrowRight" });
    expect(chosen()).toBe("tab-bom");
  });

  test("tabs are named with their panel, and count what is in them", async () => {
    start(`#/parts/${sensor}/manufacturers`);
    const panel = await screen.findByRole("tabpanel");
    expect(panel.getAttribute("aria-labelledby")).toBe("tab-manufacturers");
    expect(screen.queryByTestId("tab-bom")).toBeNull();
    expect(screen.getByTestId("tab-manufacturers").textContent).toMatch(/1$/);
    expect(screen.getByTestId("tab-files").textContent).toMatch(/0$/);
  });

  test.each([
    ["by the key", () => fireEvent.keyDown(document.body, { key: "z", ctrlKey: true })],
    ["in another window", () => backend.call("audit_undo", { unit: backend.store.audit[0]?.sequence ?? 0, task: "elsewhere" })],
  ])("a new revision that is undone %s gives way to the newest that is there", async (_, undo) => {
    start(`#/parts/${board}/bom`, () => {
      const { row } = backend.store.find(board);
      row.revision = { ...row.revision, state: "Released", workflow_state: "Released", released: 0 };
    });
    await fireEvent.click(await screen.findByTestId("act-revise"));
    await vi.waitFor(() => expect(screen.getByTestId("revision-words").textContent).toContain("Being worked on"));
    const [first] = backend.store.find(board).older;
    await undo();
    await vi.waitFor(() => expect(screen.getByTestId("act-revise")).toBeTruthy());
    expect(asked("part_show").at(-1)?.request).toEqual({ part: board, revision: first?.id });
    expect((await screen.findByTestId("bom-frozen")).textContent).toContain("is released");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test.each(["Admin", "Viewer"] as const)("who acts as %s copies a link, which the window does not open", async (role) => {
    const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    start(`#/parts/${board}/properties`, () => {
      backend.store.acting = { ...backend.store.acting, role };
    });
    const row = (await screen.findByText("https://example.org/meadow/main-board.pdf")).closest<HTMLElement>("li") ?? document.body;
    expect(screen.getAllByTestId("property-copy"), "nothing else is copied").toHaveLength(1);
    await fireEvent.click(within(row).getByTestId("property-copy"));
    expect(written).toHaveBeenCalledWith("https://example.org/meadow/main-board.pdf");
    expect((await screen.findByTestId("toast")).textContent).toContain("Copied the link Schematic.");
    expect(row.querySelector("a")).toBeNull();
  });

  test("a Viewer is offered nothing that they may not do, and is told why", async () => {
    start(`#/parts/${sensor}/manufacturers`, () => {
      backend.store.acting = { ...backend.store.acting, role: "Viewer" };
    });
    const add = await screen.findByTestId("manufacturer-part-add");
    expect([add.getAttribute("aria-disabled"), add.title]).toEqual(["true", "A Viewer may not change this workspace."]);
    await fireEvent.click(add);
    expect((await screen.findByTestId("toast")).textContent).toContain("A Viewer may not change this workspace.");
    expect(screen.queryByTestId("manufacturer-part-form")).toBeNull();
    expect(screen.queryByTestId("manufacturer-part-edit")).toBeNull();
    expect(screen.getByTestId("part-name").tagName).toBe("SPAN");
    for (const act of ["part-duplicate", "part-remove"]) expect(screen.getByTestId(act).getAttribute("aria-disabled")).toBe("true");
    for (const [tab, act] of [["properties", "property-add"], ["files", "file-add"]] as const) {
      await fireEvent.click(screen.getByTestId(`tab-${tab}`));
      expect((await screen.findByTestId(act)).getAttribute("aria-disabled")).toBe("true");
    }
  });

  test("a Viewer's BOM has no lines to edit", async () => {
    start(`#/parts/${board}/bom`, () => {
      backend.store.acting = { ...backend.store.acting, role: "Viewer" };
    });
    expect((await screen.findByTestId("bom-frozen")).textContent).toContain("A Viewer may not change this workspace.");
    for (const act of ["bom-add", "bom-copy", "bom-edit"]) expect(screen.queryByTestId(act)).toBeNull();
  });

  test("a manufacturer part is changed in place, with what was seen of it", async () => {
    start(`#/parts/${sensor}/manufacturers`);
    await fireEvent.click(await screen.findByTestId("manufacturer-part-edit"));
    const form = screen.getByTestId("manufacturer-part-form");
    const before = within(form).getByTestId<HTMLInputElement>("mpn").value;
    await fireEvent.input(within(form).getByTestId("mpn"), { target: { value: "SHT45" } });
    await fireEvent.click(within(form).getByTestId("manufacturer-part-save"));
    expect((await screen.findByTestId("manufacturer-part-row")).textContent).toContain("SHT45");
    expect(asked("manufacturer_part_change")[0]?.request).toMatchObject({ says: { mpn: "SHT45" }, seen: { mpn: before } });
  });

  test("what somebody else changed meanwhile is shown before anything is saved", async () => {
    start(`#/parts/${sensor}/manufacturers`);
    await fireEvent.click(await screen.findByTestId("manufacturer-part-edit"));
    const mpn = screen.getByTestId<HTMLInputElement>("mpn");
    const seen = mpn.value;
    await fireEvent.input(mpn, { target: { value: "SHT45" } });
    const { manufacturerParts } = backend.store.find(sensor);
    const [of] = manufacturerParts;
    if (!of) throw new Error("no manufacturer part");
    const says = { manufacturer: of.manufacturer, mpn: "SHT40", status: of.status };
    await backend.call("manufacturer_part_change", { manufacturer_part: of.id, says });
    expect((await screen.findByTestId("conflict")).textContent).toContain(`MPN: “${seen}” became “SHT40”.`);
    expect(screen.getByTestId("manufacturer-part-save")).toHaveProperty("disabled", true);
    await fireEvent.click(screen.getByTestId("conflict-mine"));
    await fireEvent.click(screen.getByTestId("manufacturer-part-save"));
    await vi.waitFor(() => {
      expect(screen.getByTestId("manufacturer-part-row").textContent).toContain("SHT45");
    });
    expect(asked("manufacturer_part_change").at(-1)?.request).toMatchObject({ seen: { mpn: "SHT40" } });
  });

  test("approvals tell each round, and of a revision in review what one can do and why not", async () => {
    start(`#/parts/${sensor}/approvals`);
    expect((await within(await screen.findByTestId("rounds")).findByTestId("empty-state")).textContent).toContain("No reviews yet");
    backend.store.find(sensor).row.revision.state = "Draft";
    const revision = backend.store.find(sensor).row.revision.id;
    await backend.call("approval_submit", { revision, comment: "With the larger package." });
    const round = await screen.findByTestId("round");
    expect(round.dataset["standing"]).toBe("open");
    expect(round.textContent).toContain("With the larger package.");
    expect((await screen.findByTestId("may-approve")).textContent).toMatch(/own/);
    expect(screen.getByTestId("may-withdraw").textContent).toContain("You can do this now.");
  });
});
