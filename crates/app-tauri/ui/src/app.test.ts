// The pages together, drawn over the fake backend: what a user sees and does, without a window.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import type { CommandName } from "./backend/backend";
import { FakeBackend } from "./backend/fake/fake";
import { wireError } from "./errors";
import { Router } from "./router.svelte";

describe("the application", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(
    hash = "#/parts",
    options: ConstructorParameters<typeof FakeBackend>[0] = { drawers: 300 },
    prepare: () => void = () => {},
  ): void {
    window.location.hash = hash;
    backend = new FakeBackend(options);
    prepare();
    application = new Application(backend, new Router(window));
    render(App, { application });
  }
  /** Has the backend refuse a command from now on. */
  function refuse(command: CommandName, code: string, message: string): void {
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((name, request) =>
      name === command ? Promise.reject(wireError({ code, message, fields: {} })) : call(name, request),
    );
  }
  async function lineOf(number: string): Promise<HTMLElement> {
    const row = (await screen.findAllByTestId("bom-row")).find((each) => numberOf(each) === number);
    if (!row) throw new Error(`no line of ${number}`);
    return row;
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name);
  const numberOf = (row: HTMLElement) => row.dataset["number"];

  beforeEach(() => {
    HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
      this.open = true;
    };
  });
  afterEach(() => {
    window.location.hash = "";
  });

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
    expect(await screen.findByText(`Removed ${number}.`)).toBeTruthy();
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
    await fireEvent.click(within(section).getByLabelText("Remove body.step"));
    await vi.waitFor(() => {
      expect(within(section).getAllByTestId("file-row")).toHaveLength(2);
    });
    await fireEvent.click(within(section).getByTitle("Show a.bin"));
    expect((await within(section).findByTestId("file-text")).textContent).toBe("12345");
    expect(within(section).getByTestId("file-remarks").textContent).toContain("same content");
    await fireEvent.click(within(section).getByTestId("file-open"));
    expect(asked("file_open")).toHaveLength(1);
    expect(screen.getByTestId("tab-files").textContent).toContain("2");
  });

  test("a frozen revision's files can be opened and not changed", async () => {
    start("#/parts/EL-PCA-100014/files", { drawers: 300 }, () => {
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

  test("shows the parts and says once how many rows it drew", async () => {
    start();
    expect((await screen.findAllByTestId("part-row")).length).toBeGreaterThan(20);
    expect(screen.getByTestId("part-count").textContent).toContain("322 parts");
    await vi.waitFor(() => {
      expect(asked("window_ready")).toHaveLength(1);
    });
    expect(asked("window_ready")[0]?.request).toMatchObject({ rows: expect.any(Number) });
    expect((asked("window_ready")[0]?.request as { rows: number }).rows).toBeGreaterThan(20);
    application.drawn(5);
    // Frames come in order: ours comes after those that a second call would have waited for.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(asked("window_ready")).toHaveLength(1);
  });

  test("filters as one types, and opens the first match with Enter", async () => {
    start();
    await screen.findAllByTestId("part-row");
    const filter = screen.getByTestId("part-filter");
    await fireEvent.input(filter, { target: { value: "sht41" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("part-row").map(numberOf)).toEqual(["EL-SEN-100001"]);
    });
    await fireEvent.keyDown(filter, { key: "Enter" });
    expect(await screen.findByTestId("part-number")).toHaveProperty("textContent", expect.stringContaining("EL-SEN-100001"));
    expect(window.location.hash).toBe("#/parts/EL-SEN-100001");
  });

  test("Enter in one burst with the typing opens a match of what was typed", async () => {
    start();
    await screen.findAllByTestId("part-row");
    const filter = screen.getByTestId("part-filter");
    void fireEvent.input(filter, { target: { value: "sht41" } });
    void fireEvent.keyDown(filter, { key: "Enter" });
    await screen.findByTestId("part-number");
    expect(window.location.hash).toBe("#/parts/EL-SEN-100001");
  });

  test("moves with the arrows and opens with Enter", async () => {
    start();
    await screen.findAllByTestId("part-row");
    const grid = screen.getByRole("grid");
    await fireEvent.keyDown(grid, { key: "ArrowDown" });
    await fireEvent.keyDown(grid, { key: "ArrowDown" });
    expect(screen.getAllByTestId("part-row")[1]?.getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(grid, { key: "Enter" });
    expect(window.location.hash).toBe("#/parts/EL-SEN-100001");
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

  test("makes a part and opens its page", async () => {
    start("#/parts", { empty: true });
    await screen.findByTestId("empty-state");
    await fireEvent.click(screen.getByTestId("part-new"));
    const create = screen.getByTestId("new-part-create") as HTMLButtonElement;
    expect(create.disabled).toBe(true);
    await fireEvent.change(screen.getByTestId("new-part-subcategory"), { target: { value: "sub-EL-RES" } });
    await fireEvent.input(screen.getByTestId("new-part-name"), { target: { value: "10 kΩ" } });
    await fireEvent.input(screen.getByTestId("new-part-mpn"), { target: { value: "RC0402" } });
    expect(create.disabled, "an MPN without its manufacturer is half a manufacturer part").toBe(true);
    await fireEvent.input(screen.getByTestId("new-part-manufacturer"), { target: { value: "Yageo" } });
    await fireEvent.click(create);
    expect(await screen.findByTestId("part-number")).toHaveProperty("textContent", expect.stringContaining("EL-RES-100000"));
  });

  test("opens a level of the tree and closes it", async () => {
    start("#/parts/AS-PRD-100020");
    const [board] = await screen.findAllByTestId("bom-row");
    if (!board) throw new Error("no line");
    expect(numberOf(board)).toBe("EL-PCA-100014");
    await fireEvent.click(within(board).getByTestId("bom-toggle"));
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("bom-row").filter((row) => row.dataset["level"] === "2")).toHaveLength(14);
    });
    const tree = screen.getByRole("treegrid");
    await fireEvent.keyDown(tree, { key: "ArrowDown" });
    expect(screen.getAllByTestId("bom-row")[1]?.getAttribute("aria-selected")).toBe("true");
    // From a line inside to the line above it, and from there the level closes.
    await fireEvent.keyDown(tree, { key: "ArrowLeft" });
    expect(board.getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(tree, { key: "ArrowLeft" });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("bom-row")).toHaveLength(3);
    });
  });

  test("a wrong quantity is answered in place, and both fields together save it", async () => {
    start("#/parts/EL-PCA-100014");
    const rows = await screen.findAllByTestId("bom-row");
    const resistors = rows.find((row) => numberOf(row) === "EL-RES-100007");
    if (!resistors) throw new Error("no line of the resistor");
    await fireEvent.click(within(resistors).getByTestId("bom-quantity"));
    const quantity = within(resistors).getByTestId("bom-quantity-input");
    await fireEvent.input(quantity, { target: { value: "7" } });
    await fireEvent.keyDown(quantity, { key: "Enter" });
    expect((await within(resistors).findByTestId("error-code")).textContent).toBe("bom.quantity_disagrees");
    expect(quantity).toHaveProperty("value", "7");

    const designators = within(resistors).getByTestId("bom-designators-input");
    await fireEvent.input(designators, { target: { value: "R1 R2 R3 R4 R5 R6 R7" } });
    await fireEvent.keyDown(designators, { key: "Enter" });
    await vi.waitFor(() => {
      expect(within(resistors).getByTestId("bom-quantity").textContent).toBe("7");
    });
    expect(screen.getByTestId("bom-total-designators").textContent).toBe("43");
  });

  test("a quantity may differ from the designators when one says that it is meant", async () => {
    start("#/parts/EL-PCA-100014");
    const rows = await screen.findAllByTestId("bom-row");
    const resistors = rows.find((row) => numberOf(row) === "EL-RES-100007");
    if (!resistors) throw new Error("no line of the resistor");
    await fireEvent.click(within(resistors).getByTestId("bom-quantity"));
    expect(within(resistors).queryByTestId("bom-intended")).toBeNull();
    await fireEvent.input(within(resistors).getByTestId("bom-quantity-input"), { target: { value: "7" } });
    await fireEvent.click(within(resistors).getByTestId("bom-save"));
    await fireEvent.click(await within(resistors).findByTestId("bom-intended"));
    await fireEvent.click(within(resistors).getByTestId("bom-save"));
    await vi.waitFor(() => {
      expect(within(resistors).getByTestId("bom-quantity").textContent).toBe("7");
    });
    expect(screen.getByTestId("bom-total-designators").textContent).toBe("42");
  });

  test("Escape leaves the line as it was", async () => {
    start("#/parts/EL-PCA-100014");
    const [line] = await screen.findAllByTestId("bom-row");
    if (!line) throw new Error("no line");
    await fireEvent.click(within(line).getByTestId("bom-quantity"));
    await fireEvent.input(within(line).getByTestId("bom-quantity-input"), { target: { value: "99" } });
    await fireEvent.keyDown(within(line).getByTestId("bom-quantity-input"), { key: "Escape" });
    expect(within(line).getByTestId("bom-quantity").textContent).toBe("1");
    expect(asked("bom_line_change")).toHaveLength(0);
  });

  test("a released BOM says why it cannot be changed", async () => {
    start("#/parts/AS-SUB-100019");
    expect((await screen.findByTestId("bom-frozen")).textContent).toContain("released");
    expect(screen.queryByTestId("bom-add")).toBeNull();
    expect(screen.getAllByTestId("bom-quantity")[1]?.textContent).toBe("0.385");
  });

  test("a part that is not there is explained, with its code and what to do", async () => {
    start("#/parts/EL-RES-999999");
    expect((await screen.findByTestId("error-code")).textContent).toBe("part.not_found");
    expect(screen.getByRole("alert").textContent).toContain("Check the part number");
  });

  test("an open list follows changes made elsewhere", async () => {
    start("#/parts", { drawers: 0 });
    await screen.findAllByTestId("part-row");
    await backend.call("part_create", {
      subcategory: "sub-ME-FAS",
      name: "Nut M2.5",
      description: "",
      manufacturer: null,
      mpn: null,
    });
    expect(await screen.findByText("Nut M2.5")).toBeTruthy();
    expect(screen.getByTestId("part-count").textContent).toContain("23 parts");
  });

  test("the search is narrowed, says where a word was found, and is cleared", async () => {
    start();
    await screen.findAllByTestId("part-row");
    await fireEvent.change(screen.getByTestId("search-mpn"), { target: { value: "with" } });
    await vi.waitFor(() => {
      expect(asked("search_parts").at(-1)?.request).toMatchObject({ has_mpn: true, sort: "number" });
    });
    await fireEvent.click(screen.getByTestId("search-range-new"));
    expect(screen.getByTestId("search-range-add")).toHaveProperty("disabled", true);
    await fireEvent.input(screen.getByTestId("search-range-property"), { target: { value: "Resistance" } });
    await fireEvent.input(screen.getByTestId("search-range-low"), { target: { value: "1k" } });
    await fireEvent.click(screen.getByTestId("search-range-add"));
    expect((await screen.findByTestId("search-range")).textContent).toContain("Resistance: 1k …");
    expect(asked("search_parts").at(-1)?.request).toMatchObject({
      ranges: [{ property: "Resistance", low: "1k", high: "" }],
    });
    await fireEvent.click(within(screen.getByTestId("search-range")).getByRole("button"));
    expect(screen.queryByTestId("search-range")).toBeNull();
    await fireEvent.input(screen.getByTestId("part-filter"), { target: { value: "zzzz" } });
    const example = await screen.findByRole("button", { name: "4k7" });
    await fireEvent.click(example);
    expect(screen.getByTestId("part-filter")).toHaveProperty("value", "4k7");
    await fireEvent.keyDown(screen.getByTestId("part-filter"), { key: "Escape" });
    expect((await screen.findAllByTestId("part-row")).length).toBeGreaterThan(20);
    expect(screen.getByTestId("search-mpn")).toHaveProperty("value", "");
  });

  test("the slash leads into the search of the list from any page", async () => {
    start("#/activity");
    await screen.findAllByTestId("audit-unit");
    await fireEvent.keyDown(document.body, { key: "/" });
    const filter = await screen.findByTestId("part-filter");
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(filter);
    });
    application.router.open({ page: "activity" });
    await screen.findAllByTestId("audit-unit");
    application.router.open({ page: "parts" });
    await screen.findByTestId("part-filter");
    expect(document.activeElement).not.toBe(screen.getByTestId("part-filter"));
  });

  test("coming back to the list finds the filter as it was left", async () => {
    start();
    await screen.findAllByTestId("part-row");
    await fireEvent.input(screen.getByTestId("part-filter"), { target: { value: "meadow" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("part-row")).toHaveLength(3);
    });
    application.router.open({ page: "activity" });
    await screen.findAllByTestId("audit-unit");
    application.router.open({ page: "parts" });
    expect(await screen.findByTestId("part-filter")).toHaveProperty("value", "meadow");
    expect(await screen.findAllByTestId("part-row")).toHaveLength(3);
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
    refuse("property_set", "date.invalid", "That is not a date.");
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
    refuse("part_change", "part.name_invalid", "A part's name has 1 to 200 characters.");
    const field = await screen.findByTestId("part-name-input");
    await fireEvent.input(field, { target: { value: "  " } });
    await fireEvent.keyDown(field, { key: "Enter" });
    expect((await screen.findByTestId("error-code")).textContent).toBe("part.name_invalid");
    expect(field).toHaveProperty("value", "  ");
  });

  test("a workspace that cannot be opened leads to one that can", async () => {
    const message = "The workspace x cannot be opened (it is a folder). Check that the folder is there.";
    start("#/parts", { drawers: 0 }, () => {
      refuse("workspace_show", "workspace.unreachable", message);
    });
    expect((await screen.findByRole("alert")).textContent).toContain(message);
    expect(screen.getByTestId("open-own")).toBeTruthy();
    vi.restoreAllMocks();
    await fireEvent.click(screen.getByTestId("open-demo"));
    expect((await screen.findAllByTestId("part-row")).length).toBeGreaterThan(20);
    expect(screen.queryByTestId("open-demo")).toBeNull();
  });

  test("a line that is edited is scrolled into view, and again when it is refused", async () => {
    const scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
    start("#/parts/EL-PCA-100014");
    const line = await lineOf("EL-RES-100007");
    await fireEvent.click(within(line).getByTestId("bom-quantity"));
    expect(scrolled).toHaveBeenCalledTimes(1);
    await fireEvent.input(within(line).getByTestId("bom-quantity-input"), { target: { value: "7" } });
    await fireEvent.click(within(line).getByTestId("bom-save"));
    const reason = await within(line).findByTestId("bom-error");
    expect(scrolled).toHaveBeenCalledTimes(2);
    expect((scrolled.mock.contexts[1] as Element).contains(reason)).toBe(true);
  });

  test("only the fields that a refusal is about are marked", async () => {
    start("#/parts/EL-PCA-100014");
    const line = await lineOf("EL-RES-100007");
    await fireEvent.click(within(line).getByTestId("bom-quantity"));
    const marked = (field: string) => within(line).getByTestId(`bom-${field}-input`).getAttribute("aria-invalid");
    await fireEvent.input(within(line).getByTestId("bom-quantity-input"), { target: { value: "no" } });
    await fireEvent.click(within(line).getByTestId("bom-save"));
    await within(line).findByTestId("bom-error");
    expect([marked("quantity"), marked("designators")]).toEqual(["true", "false"]);
  });

  test("Escape ends an edit wherever the focus is, and an edit that waits is no success", async () => {
    start("#/parts/EL-PCA-100014");
    const line = await lineOf("EL-RES-100007");
    await fireEvent.click(within(line).getByTestId("bom-quantity"));
    await fireEvent.input(within(line).getByTestId("bom-quantity-input"), { target: { value: "7" } });
    const [other] = screen.getAllByTestId("bom-row");
    if (!other) throw new Error("no line");
    await fireEvent.click(within(other).getByTestId("bom-quantity"));
    const toast = await screen.findByTestId("toast");
    expect(toast.textContent).toContain("Save or cancel the line you are editing first.");
    expect(toast.querySelector(".tick")).toBeNull();
    await fireEvent.keyDown(screen.getByTestId("tab-files"), { key: "Escape" });
    expect(within(line).queryByTestId("bom-quantity-input")).toBeNull();
    expect(asked("bom_line_change")).toHaveLength(0);
  });

  test("what was done carries a tick", async () => {
    start();
    await fireEvent.click(await screen.findByTestId("start-empty"));
    expect((await screen.findByTestId("toast")).querySelector(".tick")).not.toBeNull();
  });

  test("the picker takes a part that was typed in one burst with Enter", async () => {
    start("#/parts/EL-PCA-100014");
    await fireEvent.click(await screen.findByTestId("bom-add"));
    expect(screen.getByTestId("bom-add-need").textContent).toContain("Choose a part");
    const field = await screen.findByTestId("bom-add-part");
    expect((await screen.findAllByTestId("bom-add-part-option")).length).toBeGreaterThan(1);
    void fireEvent.input(field, { target: { value: "sealing cord" } });
    void fireEvent.keyDown(field, { key: "Enter" });
    expect((await screen.findByTestId("bom-add-chosen")).textContent).toContain("ealing cord");
    expect(screen.queryByTestId("bom-add-need")).toBeNull();
  });

  test("the quantity of a new line is the count of its designators until somebody types one", async () => {
    start("#/parts/EL-PCA-100014");
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const quantity = screen.getByTestId("bom-add-quantity") as HTMLInputElement;
    const designate = (value: string) => fireEvent.input(screen.getByTestId("bom-add-designators"), { target: { value } });
    expect(quantity.value).toBe("1");
    await designate("C1, C2 C5-C8");
    expect(quantity.value).toBe("6");
    await fireEvent.input(quantity, { target: { value: "" } });
    expect(quantity.value).toBe("");
    await fireEvent.input(quantity, { target: { value: "3" } });
    await designate("C1");
    expect(quantity.value).toBe("3");
  });

  test("adds a line by typing a part, and refuses a part inside itself", async () => {
    start("#/parts/EL-PCA-100014");
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const pick = async (words: string) => {
      const field = await screen.findByTestId("bom-add-part");
      await fireEvent.input(field, { target: { value: words } });
      await vi.waitFor(() => {
        expect(screen.getAllByTestId("bom-add-part-option")).toHaveLength(1);
      });
      await fireEvent.keyDown(field, { key: "Enter" });
    };
    await pick("probe kit");
    await fireEvent.click(screen.getByTestId("bom-add-save"));
    expect((await screen.findByTestId("error-code")).textContent).toBe("bom.cycle");
    expect(screen.getByTestId("bom-add-chosen").classList.contains("refused")).toBe(true);
    expect(screen.getByTestId("bom-add-quantity").getAttribute("aria-invalid")).toBe("false");
    await fireEvent.click(screen.getByTitle("Choose another"));
    await pick("sealing cord");
    await fireEvent.input(screen.getByTestId("bom-add-quantity"), { target: { value: "0.12" } });
    await fireEvent.click(screen.getByTestId("bom-add-save"));
    await vi.waitFor(() => {
      expect(screen.getByTestId("bom-total-lines").textContent).toBe("15");
    });
    expect(screen.getByTestId("bom-total-quantity").textContent).toBe("43.12");
  });

  const look = (way: string) => screen.findByTestId(`bom-way-${way}`).then((option) => fireEvent.click(option));

  test("a BOM is looked at in four ways, and its totals stand in the foot", async () => {
    start("#/parts/AS-PRD-100020", { drawers: 0 });
    expect((await screen.findByTestId("bom-mass")).textContent).toContain("11.4 g");
    expect((await screen.findByTestId("bom-worst")).textContent).toContain("Obsolete");
    await look("flat");
    const rows = await screen.findAllByTestId("flat-row");
    await fireEvent.click(screen.getByTestId("flat-assemblies"));
    expect(screen.getAllByTestId("flat-row")).toHaveLength(rows.length + 2);
    await look("exploded");
    const exploded = await screen.findAllByTestId("exploded-row");
    await fireEvent.click(screen.getByTestId("exploded-dnp"));
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("exploded-row").length).toBeLessThan(exploded.length);
    });
    await look("tree");
    expect(await screen.findAllByTestId("bom-row")).toHaveLength(3);
  });

  test("a BOM is compared with that of another part, by word and by sign", async () => {
    start("#/parts/AS-PRD-100020", { drawers: 0 });
    await look("compare");
    const field = await screen.findByTestId("compare-part");
    await fireEvent.input(field, { target: { value: "probe kit" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("compare-part-option")).toHaveLength(1);
    });
    await fireEvent.keyDown(field, { key: "Enter" });
    const rows = await screen.findAllByTestId("compare-row");
    expect(rows.map((row) => row.dataset["kind"])).toEqual(["added", "added", "added", "removed"]);
    expect(within(rows[0] ?? field).getByText("Added").textContent).toBe("+Added");
    expect(screen.getByTestId("compare-count-added").textContent).toBe("3");
    await fireEvent.click(screen.getByTestId("compare-level-amounts"));
    expect((await screen.findAllByTestId("compare-row")).some((row) => row.dataset["kind"] === "changed")).toBe(true);
  });

  test("all that a part ends up in is shown nearest first, with the amounts", async () => {
    start("#/parts/EL-ICT-100000/used", { drawers: 0 });
    await fireEvent.click(await screen.findByTestId("used-level-all"));
    const rows = await screen.findAllByTestId("used-in-row");
    const cells = rows.map((row) => within(row).getAllByRole("cell").map((cell) => cell.textContent));
    expect(cells.map((row) => [row[0], row[2], row[5], row[7]])).toEqual([
      ["1", "Meadow main board", "1 each", ""],
      ["2", "Meadow sensor", "1 each", ""],
      ["3", "Probe kit", "2 each", "Yes"],
    ]);
  });

  test("what cannot be flattened says so, and is asked again", async () => {
    start("#/parts/AS-PRD-100020", { drawers: 0 });
    await screen.findByTestId("bom-mass");
    refuse("bom_flat", "store.too_old", "This read took too long.");
    await look("flat");
    expect((await screen.findByTestId("error-code")).textContent).toBe("store.too_old");
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
    start("#/status", { drawers: 3 }, () => {
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
