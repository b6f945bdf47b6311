// The list of parts, drawn over the fake backend: searched, walked through, and come back to.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { Application } from "./application.svelte";
import type { FakeBackend } from "./backend/fake/fake";
import { started, type How } from "./test_application";

describe("the list of parts", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(hash = "#/parts", ...how: How): void {
    ({ backend, application } = started(hash, ...how));
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name);
  const numberOf = (row: HTMLElement) => row.dataset["number"];

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

  test("shows a property and the last change as columns, read for the rows in view", async () => {
    start();
    await screen.findAllByTestId("part-row");
    await fireEvent.click(screen.getByTestId("part-columns"));
    await vi.waitFor(() => {
      expect(screen.queryAllByTestId("part-column-property").length).toBeGreaterThan(0);
    });
    const [first] = screen.getAllByTestId("part-column-property");
    await fireEvent.click(first as HTMLElement);
    await fireEvent.click(screen.getByTestId("part-column-changed"));
    await vi.waitFor(() => {
      const said = (testid: string) => screen.getAllByTestId(testid).map(({ textContent }) => textContent).join("");
      expect(said("part-property")).not.toBe("");
      expect(said("part-changed")).toMatch(/\d{4}-\d\d-\d\d/);
    });
    const { parts } = asked("part_cells").at(-1)?.request as { parts: string[] };
    expect(parts.length).toBeLessThanOrEqual(screen.getAllByTestId("part-row").length);
    localStorage.clear();
  });

  test("brings a column into view that is added, and moves nothing for one that is taken away", async () => {
    start();
    await screen.findAllByTestId("part-row");
    const brought = vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => {});
    await fireEvent.click(screen.getByTestId("part-columns"));
    await fireEvent.click(screen.getByTestId("part-column-changed"));
    await vi.waitFor(() => expect(brought).toHaveBeenCalledOnce());
    expect(brought.mock.contexts[0]).toBe(screen.getByText("Changed", { selector: "[role=columnheader] *" }).closest("[role=columnheader]"));
    await fireEvent.click(screen.getByTestId("part-column-changed"));
    await vi.waitFor(() => expect(screen.queryByText("Changed", { selector: "[role=columnheader] *" })).toBeNull());
    expect(brought).toHaveBeenCalledOnce();
    localStorage.clear();
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
    await fireEvent.click(await screen.findByTestId("part-without-filters"));
    expect(asked("search_parts").at(-1)?.request).toMatchObject({ text: "zzzz", has_mpn: null });
    const example = await screen.findByRole("button", { name: "10k" });
    await fireEvent.click(example);
    expect(screen.getByTestId("part-filter")).toHaveProperty("value", "10k");
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
});
