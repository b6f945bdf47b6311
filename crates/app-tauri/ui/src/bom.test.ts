// The BOM of a part, drawn over the fake backend: its tree, its lines while they are written, and the ways to look at it.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { FakeBackend } from "./backend/fake/fake";
import { refuse, started, type How } from "./test_application";

describe("the BOM of a part", () => {
  let backend: FakeBackend;

  function start(hash = "#/parts", ...how: How): void {
    ({ backend } = started(hash, ...how));
  }
  async function lineOf(number: string): Promise<HTMLElement> {
    const row = (await screen.findAllByTestId("bom-row")).find((each) => numberOf(each) === number);
    if (!row) throw new Error(`no line of ${number}`);
    return row;
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name);
  const numberOf = (row: HTMLElement) => row.dataset["number"];

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

  test("what opens all levels is among what runs, and ends with its page", async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const asked: string[] = [];
    const { application, backend } = started("#/parts/AS-KIT-100021", { drawers: 0 });
    await screen.findAllByTestId("bom-row");
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation(async (name, request) => {
      if (name === "bom_show") {
        asked.push(name);
        await held;
      }
      return call(name, request);
    });
    await fireEvent.click(screen.getByTestId("bom-expand-all"));
    expect((await screen.findByTestId("running-task")).textContent).toContain("Opening all levels of AS-KIT-100021");
    application.router.open({ page: "parts" });
    await screen.findAllByTestId("part-row");
    go();
    await vi.waitFor(() => {
      expect(screen.queryByTestId("running-task")).toBeNull();
    });
    expect(asked, "nothing below what was on its way is asked for").toHaveLength(1);
  });

  test("a line that is removed leaves its place to the next one, and the keyboard to the list", async () => {
    start("#/parts/EL-PCA-100014");
    const numbers = (await screen.findAllByTestId("bom-row")).map(numberOf);
    const tree = screen.getByRole("treegrid");
    await fireEvent.keyDown(tree, { key: "ArrowDown" });
    await fireEvent.keyDown(tree, { key: "ArrowDown" });
    const row = () => screen.getAllByTestId("bom-row").find((each) => each.getAttribute("aria-selected") === "true");
    const removed = numberOf(row() as HTMLElement);
    await fireEvent.keyDown(tree, { key: "Delete" });
    await fireEvent.click(await screen.findByTestId("bom-remove-confirm"));
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("bom-row")).toHaveLength(numbers.length - 1);
    });
    await vi.waitFor(() => {
      expect(numberOf(row() as HTMLElement)).toBe(numbers[numbers.indexOf(removed) + 1]);
    });
  });

  test("a part that is chosen for a new line leads on to where it stands", async () => {
    start("#/parts/EL-PCA-100014");
    await screen.findAllByTestId("bom-row");
    await fireEvent.click(screen.getByTestId("bom-add"));
    const field = await screen.findByTestId("bom-add-part");
    await fireEvent.focus(field);
    await fireEvent.input(field, { target: { value: "EL-RES" } });
    const [option] = await screen.findAllByTestId("bom-add-part-option");
    await fireEvent.click(option as HTMLElement);
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("bom-add-designators"));
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
    await designate("X1, X2 X5 X8");
    await vi.waitFor(() => {
      expect(quantity.value).toBe("4");
    });
    await fireEvent.input(quantity, { target: { value: "" } });
    expect(quantity.value).toBe("");
    await fireEvent.input(quantity, { target: { value: "3" } });
    await designate("X1");
    expect(quantity.value).toBe("3");
  });

  test("once a line is added, the list of parts waits until it is asked for", async () => {
    start("#/parts/EL-PCA-100014");
    await fireEvent.click(await screen.findByTestId("bom-add"));
    await fireEvent.input(await screen.findByTestId("bom-add-part"), { target: { value: "sealing cord" } });
    await fireEvent.keyDown(screen.getByTestId("bom-add-part"), { key: "Enter" });
    await screen.findByTestId("bom-add-chosen");
    await fireEvent.click(screen.getByTestId("bom-add-save"));
    const field = await screen.findByTestId("bom-add-part");
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(field);
    });
    expect(field.getAttribute("aria-expanded")).toBe("false");
    await vi.waitFor(() => {
      expect(asked("bom_line_add")).toHaveLength(1);
    });
    expect(screen.queryAllByTestId("bom-add-part-option")).toEqual([]);
    await fireEvent.keyDown(field, { key: "ArrowDown" });
    expect((await screen.findAllByTestId("bom-add-part-option")).length).toBeGreaterThan(1);
  });

  test("the quantity of a line that is edited follows its designators until somebody types one", async () => {
    start("#/parts/EL-PCA-100014");
    const rows = await screen.findAllByTestId("bom-row");
    const resistors = rows.find((row) => numberOf(row) === "EL-RES-100007");
    if (!resistors) throw new Error("no line of the resistor");
    await fireEvent.click(within(resistors).getByTestId("bom-designators"));
    const quantity = within(resistors).getByTestId("bom-quantity-input");
    const designators = within(resistors).getByTestId("bom-designators-input");
    await fireEvent.input(designators, { target: { value: "R1 R2 R3 R4 R5 R6 R7" } });
    await vi.waitFor(() => {
      expect(quantity).toHaveProperty("value", "7");
    });
    await fireEvent.keyDown(designators, { key: "Enter" });
    await vi.waitFor(() => {
      expect(within(resistors).getByTestId("bom-quantity").textContent).toBe("7");
    });
    expect(screen.getByTestId("bom-total-designators").textContent).toBe("43");
  });

  test("a line that is refused has the keyboard at the field it is refused for", async () => {
    start("#/parts/EL-PCA-100014");
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const pick = async (words: string) => {
      await fireEvent.input(await screen.findByTestId("bom-add-part"), { target: { value: words } });
      await fireEvent.keyDown(screen.getByTestId("bom-add-part"), { key: "Enter" });
      await screen.findByTestId("bom-add-chosen");
    };
    await pick("sealing cord");
    await fireEvent.input(screen.getByTestId("bom-add-designators"), { target: { value: "X1" } });
    await fireEvent.input(screen.getByTestId("bom-add-quantity"), { target: { value: "3" } });
    await fireEvent.click(screen.getByTestId("bom-add-save"));
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("bom-add-designators")));
    expect(asked("bom_line_add")).toHaveLength(1);
    const said = screen.getByTestId("bom-add-form").textContent;
    expect(said).toContain("The quantity is 3, but the count of the reference designators is 1; make them agree");
    await fireEvent.click(screen.getByTestId("bom-add-chosen"));
    await pick("probe kit");
    await fireEvent.input(screen.getByTestId("bom-add-designators"), { target: { value: "" } });
    await fireEvent.click(screen.getByTestId("bom-add-save"));
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("bom-add-chosen")));
  });

  test("a quantity follows again once a designator that was taken is corrected", async () => {
    start("#/parts/EL-PCA-100014");
    const rows = await screen.findAllByTestId("bom-row");
    const resistors = rows.find((row) => numberOf(row) === "EL-RES-100007");
    const taken = rows.flatMap((row) => within(row).queryAllByTestId("bom-designators")).find((cell) => /^C\d/.test(cell.textContent));
    if (!resistors || !taken) throw new Error("no line of the resistor, or of a capacitor");
    await fireEvent.click(within(resistors).getByTestId("bom-designators"));
    const quantity = within(resistors).getByTestId("bom-quantity-input") as HTMLInputElement;
    const designators = within(resistors).getByTestId("bom-designators-input") as HTMLInputElement;
    const [before, was] = [quantity.value, designators.value];
    const [other] = taken.textContent.split(",");
    await fireEvent.input(designators, { target: { value: `${was}, ${other ?? ""}` } });
    await vi.waitFor(() => {
      expect(designators.getAttribute("aria-invalid")).toBe("true");
    });
    expect(quantity.value).toBe(before);
    await fireEvent.input(designators, { target: { value: `${was}, R998` } });
    await vi.waitFor(() => {
      expect(quantity.value).toBe(String(Number(before) + 1));
    });
    expect(designators.getAttribute("aria-invalid")).toBe("false");
    // Also after Enter was refused.
    await fireEvent.input(designators, { target: { value: `${was}, ${other ?? ""}` } });
    await fireEvent.keyDown(designators, { key: "Enter" });
    await vi.waitFor(() => {
      expect(designators.getAttribute("aria-invalid")).toBe("true");
    });
    await fireEvent.input(designators, { target: { value: `${was}, R998, R999` } });
    await vi.waitFor(() => {
      expect(quantity.value).toBe(String(Number(before) + 2));
    });
  });

  test("is copied from a revision that says the state of its workflow, not only the phase", async () => {
    start("#/parts/EL-PCA-100014/bom");
    const kit = backend.store.parts.find(({ row }) => row.name.toLowerCase().includes("probe kit"));
    if (!kit) throw new Error("no kit");
    kit.row = { ...kit.row, revision: { ...kit.row.revision, workflow_state: "Layout" } };
    await fireEvent.click(await screen.findByTestId("bom-copy"));
    await fireEvent.input(await screen.findByTestId("copy-part"), { target: { value: "probe kit" } });
    await vi.waitFor(() => expect(screen.getAllByTestId("copy-part-option")).toHaveLength(1));
    await fireEvent.click(screen.getByTestId("copy-part-option"));
    expect((await screen.findByTestId("copy-revision")).textContent).toContain("Revision 1, Layout");
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
    await fireEvent.click(screen.getByTitle("Choose another part"));
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

  test("the field before the revisions says whose they are, and one comes back to one's own", async () => {
    start("#/parts/AS-PRD-100020", { drawers: 0 });
    await look("compare");
    const field = await screen.findByTestId<HTMLInputElement>("compare-part");
    const own = "AS-PRD-100020 Meadow sensor";
    expect([field.value, screen.queryByTestId("compare-own")]).toEqual([own, null]);
    await fireEvent.input(field, { target: { value: "probe kit" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("compare-part-option")).toHaveLength(1);
    });
    await fireEvent.blur(field);
    expect(field.value, "what is half typed gives way").toBe(own);
    await fireEvent.input(field, { target: { value: "probe kit" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("compare-part-option")).toHaveLength(1);
    });
    await fireEvent.keyDown(field, { key: "Enter" });
    await vi.waitFor(() => {
      expect(field.value).toMatch(/ Probe kit$/);
    });
    const offered = screen.getByTestId("compare-revision");
    expect(field.compareDocumentPosition(offered) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0);
    await fireEvent.click(screen.getByTestId("compare-own"));
    await vi.waitFor(() => {
      expect([field.value, screen.queryByTestId("compare-own")]).toEqual([own, null]);
    });
  });

  test("the legend says in either form how many are alike", async () => {
    start("#/parts/AS-PRD-100020", { drawers: 0 });
    await look("compare");
    const field = await screen.findByTestId("compare-part");
    await fireEvent.input(field, { target: { value: "probe kit" } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("compare-part-option")).toHaveLength(1);
    });
    await fireEvent.keyDown(field, { key: "Enter" });
    for (const form of ["list", "beside"]) {
      await fireEvent.click(await screen.findByTestId(`compare-form-${form}`));
      expect((await screen.findByTestId("compare-count-alike")).parentElement?.textContent).toMatch(/^=Alike \d+$/);
    }
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
    refuse(backend, "bom_flat", "store.too_old", "This read took too long.");
    await look("flat");
    expect((await screen.findByTestId("error-code")).textContent).toBe("store.too_old");
  });
});
