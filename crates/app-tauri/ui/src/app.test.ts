// The pages together, drawn over the fake backend: what a user sees and does, without a window.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { Application } from "./application.svelte";
import type { FakeBackend } from "./backend/fake/fake";
import { refuse, started, type How } from "./test_application";

describe("the application", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(hash = "#/parts", ...how: How): void {
    ({ backend, application } = started(hash, ...how));
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name);

  test("undoes a change by the keyboard and redoes it from the notice, and the history says both", async () => {
    start("#/parts/EL-PCA-100014/history");
    const name = await screen.findByTestId("part-name");
    const before = name.textContent.trim();
    await fireEvent.click(name);
    const field = await screen.findByTestId("part-name-input");
    await fireEvent.input(field, { target: { value: "Another board" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    const [change] = await screen.findAllByTestId("audit-change");
    expect(change?.textContent).toContain(`${before} → Another board`);
    await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    expect(await screen.findByText(/^Undone: changed a part \(/)).toBeTruthy();
    expect((await screen.findByTestId("part-name")).textContent.trim()).toBe(before);
    expect((await screen.findByTestId("audit-undone")).textContent).toContain("Undone by Ada Winter");
    await fireEvent.click(screen.getByTestId("toast-action"));
    expect(await screen.findByText(/^Redone: changed a part \(/)).toBeTruthy();
    await vi.waitFor(() => {
      expect(screen.getByTestId("part-name").textContent.trim()).toBe("Another board");
    });
  });

  test("removes a part that nobody uses, and says of one in use what keeps it", async () => {
    start("#/parts/EL-PCA-100014/properties");
    await fireEvent.click(await screen.findByTestId("part-remove"));
    expect((await screen.findByTestId("part-stays")).textContent).toContain("stands in the BOM of");
    expect(screen.queryByTestId("part-remove-now")).toBeNull();
    await fireEvent.click(screen.getByText("Close"));
    const { number } = backend.store.addPart({ category: "EL-RES", name: "Nobody's" }).row;
    application.router.open({ page: "part", part: number, tab: null });
    await vi.waitFor(() => {
      expect(screen.getByTestId("part-number").textContent.trim()).toBe(number);
    });
    await fireEvent.click(screen.getByTestId("part-remove"));
    await fireEvent.click(await screen.findByTestId("part-remove-now"));
    await vi.waitFor(() => expect(screen.getAllByTestId("toast").at(-1)?.textContent).toContain(`Removed ${number}.`));
    expect(backend.store.parts.some((part) => part.row.number === number)).toBe(false);
    await fireEvent.click(screen.getByTestId("toast-action"));
    await vi.waitFor(() => {
      expect(backend.store.parts.some((part) => part.row.number === number)).toBe(true);
    });
  });

  test("attaches a chosen and a dropped file to a draft, and removes one", async () => {
    start("#/parts/EL-PCA-100014/files");
    const section = await screen.findByTestId("files");
    await within(section).findByText("No files yet");
    const file = (name: string) => new File(["12345"], name);
    await fireEvent.change(within(section).getByTestId("file-input"), { target: { files: [file("sheet.pdf")] } });
    expect((await within(section).findAllByTestId("file-row")).map((row) => row.textContent)).toEqual([
      expect.stringContaining("sheet.pdf"),
    ]);
    const dataTransfer = { types: ["Files"], files: [file("body.step"), file("a.bin")] };
    await fireEvent.dragOver(section, { dataTransfer });
    await fireEvent.drop(section, { dataTransfer });
    expect(await screen.findByText("Attached 2 files.")).toBeTruthy();
    const rows = within(section).getAllByTestId("file-row");
    const names = rows.map((row) => within(row).getByTestId("file-show").textContent.trim());
    expect(names).toEqual(["a.bin", "body.step", "sheet.pdf"]);
    const chosen = within(section).getAllByTestId<HTMLSelectElement>("file-role").map((select) => select.value);
    expect(chosen).toEqual(["Firmware", "3D model", "Datasheet"]);
    const away = within(section).getByLabelText("Remove body.step");
    away.focus();
    await fireEvent.click(away);
    await vi.waitFor(() => {
      expect(within(section).getAllByTestId("file-row")).toHaveLength(2);
    });
    await vi.waitFor(() => {
      expect(document.activeElement?.textContent, "the file that took its place").toContain("sheet.pdf");
    });
    await fireEvent.click(within(section).getByTitle("Show a.bin"));
    expect((await within(section).findByTestId("file-text")).textContent).toBe("12345");
    expect(within(section).getByTestId("file-remarks").textContent).toContain("same content");
    await fireEvent.click(within(section).getByTestId("file-open"));
    expect(asked("file_open")).toHaveLength(1);
    expect(screen.getByTestId("tab-files").textContent).toContain("2");
  });

  test("a frozen revision's files can be opened and not changed", async () => {
    start("#/parts/EL-PCA-100014/files", { drawers: 300 }, (backend) => {
      const part = backend.store.find("EL-PCA-100014");
      part.row = { ...part.row, revision: { ...part.row.revision, state: "Released" } };
    });
    const section = await screen.findByTestId("files");
    expect(section.textContent).toContain("stays as it is");
    await fireEvent.click(within(section).getByTestId("file-add"));
    expect((await screen.findByTestId("toast")).textContent).toContain("stays as it is");
    const dataTransfer = { types: ["Files"], files: [new File(["1"], "a.bin")] };
    await fireEvent.drop(section, { dataTransfer });
    expect(asked("file_attach")).toHaveLength(0);
  });

  test("an empty workspace invites to import or to make a part", async () => {
    start("#/parts", { empty: true });
    expect((await screen.findByTestId("empty-state")).textContent).toContain("No parts yet");
    expect(screen.queryByTestId("start-empty")).toBeNull();
  });

  test("leaves the demo for an empty workspace in one click", async () => {
    start();
    await fireEvent.click(await screen.findByTestId("start-empty"));
    expect((await screen.findByTestId("empty-state")).textContent).toContain("No parts yet");
    expect(screen.getByTestId("workspace-path").title).toContain("workspace.partwright");
    expect(screen.queryByTestId("start-empty")).toBeNull();
  });

  test("a part that is not there is explained, with its code and what to do", async () => {
    start("#/parts/EL-RES-999999");
    expect((await screen.findByTestId("error-code")).textContent).toBe("part.not_found");
    expect(screen.getByRole("alert").textContent).toContain("Check the part number");
  });

  test("what nobody caught is shown with its code", async () => {
    start();
    const stop = application.hearErrors(window);
    const reason = { code: "store.failed", message: "The disk is full; nothing was changed.", fields: {} };
    window.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason }));
    stop();
    const toast = await screen.findByTestId("toast");
    expect(within(toast).getByTestId("error-code").textContent).toBe("store.failed");
    expect(toast.textContent).toContain("Try again in a moment.");
  });

  test("a property with a wrong number stays in its field until it is right", async () => {
    start("#/parts/EL-PCA-100014/properties");
    await fireEvent.click(await screen.findByTestId("property-add"));
    await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Height" } });
    await fireEvent.change(screen.getByTestId("property-type"), { target: { value: "number" } });
    await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "1,5" } });
    await fireEvent.input(screen.getByTestId("property-unit"), { target: { value: "mm" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    expect((await screen.findByTestId("error-code")).textContent).toBe("number.invalid");
    await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "1.50" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    await vi.waitFor(() => {
      const rows = screen.getAllByTestId("property-row").map((row) => row.textContent.replace(/\s+/g, " ").trim());
      expect(rows).toContain("Height 1.50 mm");
    });
  });

  test("a value is changed where it is pressed, as a name is", async () => {
    start("#/parts/EL-PCA-100014/properties");
    await fireEvent.click(await screen.findByTestId("property-add"));
    await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Colour" } });
    await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "green" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    const value = await screen.findByText("green");
    await vi.waitFor(() => expect(value.closest("button")).toHaveProperty("disabled", false));
    await fireEvent.click(value);
    const field = screen.getByTestId("property-value");
    expect(field).toHaveProperty("value", "green");
    await fireEvent.input(field, { target: { value: "red" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    const changed = (await screen.findByText("red")).closest("button");
    expect(changed?.title).toBe("Edit Colour");
    await vi.waitFor(() => expect(document.activeElement, "where it was changed").toBe(changed));
    await fireEvent.click(changed as HTMLElement);
    await fireEvent.keyDown(screen.getByTestId("property-value"), { key: "Escape" });
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByText("red").closest("button")));
    await fireEvent.click(screen.getByTestId("property-add"));
    await fireEvent.keyDown(screen.getByTestId("property-name"), { key: "Escape" });
    await vi.waitFor(() => expect(document.activeElement, "where the next one is added").toBe(screen.getByTestId("property-add")));
  });

  test("a new property does not write over one that is there", async () => {
    start("#/parts/EL-PCA-100014/properties");
    const add = async (name: string, value: string) => {
      await fireEvent.click(await screen.findByTestId("property-add"));
      await fireEvent.input(screen.getByTestId("property-name"), { target: { value: name } });
      await fireEvent.input(screen.getByTestId("property-value"), { target: { value } });
      await fireEvent.click(screen.getByTestId("property-save"));
    };
    await add("Colour", "green");
    expect(await screen.findByText("green")).toBeTruthy();
    await add(" colour ", "red");
    expect((await screen.findByRole("alert")).textContent).toBe("There is a property Colour already (green); edit that one.");
    expect(screen.getByTestId("property-value")).toHaveProperty("value", "red");
    expect(asked("property_set")).toHaveLength(1);
  });

  test("a date is typed as a text, and says where it does not fit", async () => {
    start("#/parts/EL-PCA-100014/properties");
    await fireEvent.click(await screen.findByTestId("property-add"));
    await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Checked" } });
    await fireEvent.change(screen.getByTestId("property-type"), { target: { value: "date" } });
    const value = screen.getByTestId("property-value") as HTMLInputElement;
    expect([value.type, value.placeholder]).toEqual(["text", "2026-12-31"]);
    await fireEvent.input(value, { target: { value: "31.12.2026" } });
    refuse(backend, "property_set", "date.invalid", "That is not a date.");
    await fireEvent.click(screen.getByTestId("property-save"));
    expect((await screen.findByRole("alert")).textContent).toContain("That is not a date.");
    expect(value.value).toBe("31.12.2026");
    vi.restoreAllMocks();
    await fireEvent.input(value, { target: { value: "2026-12-31" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    expect(await screen.findByText("2026-12-31")).toBeTruthy();
  });

  test("a part is not left without a name in silence", async () => {
    start("#/parts/EL-PCA-100014/properties");
    await fireEvent.click(await screen.findByTestId("part-name"));
    refuse(backend, "part_change", "part.name_invalid", "A part's name has 1 to 200 characters.");
    const field = await screen.findByTestId("part-name-input");
    await fireEvent.input(field, { target: { value: "  " } });
    await fireEvent.keyDown(field, { key: "Enter" });
    expect((await screen.findByTestId("error-code")).textContent).toBe("part.name_invalid");
    expect(field).toHaveProperty("value", "  ");
  });

  test("a workspace that cannot be opened leads to one that can", async () => {
    const message = "The workspace x cannot be opened (it is a folder). Check that the folder is there.";
    start("#/parts", { drawers: 0 }, (backend) => {
      refuse(backend, "workspace_show", "workspace.unreachable", message);
    });
    expect((await screen.findByRole("alert")).textContent).toContain(message);
    expect(screen.getByTestId("open-own")).toBeTruthy();
    vi.restoreAllMocks();
    await fireEvent.click(screen.getByTestId("open-demo"));
    expect((await screen.findAllByTestId("part-row")).length).toBeGreaterThan(20);
    expect(screen.queryByTestId("open-demo")).toBeNull();
  });

  test("what was done carries a tick", async () => {
    start();
    await fireEvent.click(await screen.findByTestId("start-empty"));
    expect((await screen.findByTestId("toast")).querySelector(".tick")).not.toBeNull();
  });

  test("shows how the file does, checks it, and copies it on the page of the backups", async () => {
    start("#/parts");
    await fireEvent.click(await screen.findByTestId("nav-settings"));
    await fireEvent.click(await screen.findByTestId("setting-status"));
    expect((await screen.findByTestId("status-file-size")).textContent).toBe("393.2 kB");
    expect(screen.getByTestId("slow-statement").textContent).toContain("SCAN part");

    await fireEvent.click(screen.getByTestId("check"));
    expect((await screen.findByTestId("check-done")).textContent).toContain("Nothing is wrong.");

    await fireEvent.click(screen.getByTestId("setting-backups"));
    expect((await screen.findByTestId("backups-last")).textContent).toContain("No backup is known");
    const path = screen.getByLabelText("Copy to");
    await fireEvent.input(path, { target: { value: "/stick/copy.partwright" } });
    await fireEvent.click(screen.getByRole("button", { name: "Back up now" }));
    expect((await screen.findByTestId("back-up-done")).textContent).toContain("393.2 kB to /stick/copy.partwright");
    expect((await screen.findByTestId("backup")).dataset["path"]).toBe("/stick/copy.partwright");
    await fireEvent.click(screen.getByTestId("backup-verify"));
    expect((await screen.findByTestId("backup-whole")).textContent).toContain("It is whole.");
    await fireEvent.click(screen.getByRole("button", { name: "Back up now" }));
    expect((await screen.findByTestId("error-code")).textContent).toBe("workspace.path_taken");
    expect(screen.queryByTestId("back-up-done")).toBeNull();
  });

  test("lists what a check found", async () => {
    start("#/status", { drawers: 3 }, (backend) => {
      const call = backend.call.bind(backend);
      vi.spyOn(backend, "call").mockImplementation((name, request) =>
        name === "workspace_check" ? (Promise.resolve({ problems: ["page 7 is used twice"], history: null }) as never) : call(name, request),
      );
    });
    await fireEvent.click(await screen.findByTestId("check"));
    const found = await screen.findByTestId("check-problems");
    expect(found.textContent).toContain("1 problem found");
    expect(within(found).getAllByRole("listitem")).toHaveLength(1);
  });
});
