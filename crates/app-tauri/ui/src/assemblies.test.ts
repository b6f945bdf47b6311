// The page of BOMs, drawn over the fake backend: the list of parts, of those that are made of others.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { started } from "./test_application";

describe("the list of assemblies", () => {
  afterEach(() => {
    localStorage.clear();
  });

  const rows = () => screen.getAllByTestId("part-row").map((row) => row.dataset["number"]);
  const heads = () => screen.getAllByRole("columnheader").map(({ textContent }) => textContent.trim());

  test("has what is made of other parts and nothing else, and narrows as one types", async () => {
    const { backend } = started("#/assemblies");
    await screen.findAllByTestId("part-row");
    const assemblies = backend.store.parts.filter(({ row }) => row.assembly).map(({ row }) => row.number);
    expect(rows().sort()).toEqual(assemblies.sort());
    expect(screen.getByTestId("part-count").textContent).toContain(`${assemblies.length} assemblies`);
    await fireEvent.input(screen.getByTestId("part-filter"), { target: { value: "main board" } });
    await vi.waitFor(() => expect(rows()).toEqual(["EL-PCA-100014"]));
    expect(backend.calls.filter(({ name }) => name === "search_parts").at(-1)?.request).toMatchObject({ assemblies: true });
    await vi.waitFor(() => expect(window.location.hash).toBe("#/assemblies?text=main+board"));
  });

  test("is gone through with the keys of the list of parts, and Enter opens the BOM", async () => {
    started("#/assemblies");
    await screen.findAllByTestId("part-row");
    const grid = screen.getByRole("grid");
    const [first, second] = rows();
    const last = rows().at(-1);
    const selected = () => screen.getAllByTestId("part-row").find((row) => row.getAttribute("aria-selected") === "true")?.dataset["number"];
    for (const [key, number] of [["ArrowDown", first], ["ArrowDown", second], ["ArrowUp", first], ["End", last], ["Home", first], ["PageDown", second]] as const) {
      await fireEvent.keyDown(grid, { key });
      expect(selected(), key).toBe(number);
    }
    await fireEvent.keyDown(grid, { key: "Enter" });
    await vi.waitFor(() => expect(window.location.hash).toBe(`#/assemblies/${second}/bom`));
  });

  test("what is opened from it stands under it, in the sidebar, above the page and in its way back, on every tab", async () => {
    const { application, backend } = started("#/assemblies/EL-PCA-100014/bom");
    await screen.findAllByTestId("bom-row");
    const { name } = backend.store.find("EL-PCA-100014").row;
    const trail = () => [...screen.getByTestId("trail").querySelectorAll("li")].map((each) => each.textContent.trim().replace(/\s+/g, " "));
    expect(trail()).toEqual(["BOMs", `EL-PCA-100014 ${name}`, "BOM"]);
    expect(screen.getByTestId("nav-assemblies").getAttribute("aria-current")).toBe("page");
    expect(screen.getByTestId("nav-parts").getAttribute("aria-current")).toBeNull();
    expect(screen.getByRole("link", { name: "All BOMs" }).getAttribute("href")).toBe("#/assemblies");
    await fireEvent.click(screen.getByTestId("tab-history"));
    await vi.waitFor(() => expect(window.location.hash).toBe("#/assemblies/EL-PCA-100014/history"));
    application.router.open({ page: "part", part: "EL-PCA-100014", tab: "bom" });
    await vi.waitFor(() => expect(trail()[0]).toBe("Parts"));
  });

  test("has the focus once its rows are moved through, wherever it was before", async () => {
    started("#/assemblies");
    await screen.findAllByTestId("part-row");
    const link = screen.getByTestId("nav-assemblies");
    link.focus();
    await fireEvent.keyDown(link, { key: "ArrowDown" });
    expect(document.activeElement).toBe(screen.getByRole("grid"));
    const filter = screen.getByTestId("part-filter");
    filter.focus();
    await fireEvent.keyDown(filter, { key: "ArrowDown" });
    expect(document.activeElement, "who types goes on typing").toBe(filter);
  });

  test("the key of the search stays in it, and a search for words leads to all parts", async () => {
    const { application } = started("#/assemblies");
    await screen.findAllByTestId("part-row");
    application.searchParts();
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("part-filter")));
    expect(window.location.hash).toBe("#/assemblies");
    application.searchParts("sht41");
    await vi.waitFor(() => expect(rows()).toEqual(["EL-SEN-100001"]));
  });

  test("keeps an order and columns of its own", async () => {
    const { application } = started("#/assemblies");
    await screen.findAllByTestId("part-row");
    expect(heads()).toEqual(["Number", "Revision", "Name", "Description", "Subcategory", "State", "Created"]);
    expect(screen.queryByTestId("search-mpn")).toBeNull();
    const groups = within(screen.getByTestId("part-category")).getAllByRole("option").map(({ textContent }) => textContent);
    expect(groups).toContain("Board assemblies");
    expect(groups).not.toContain("Resistors");
    await fireEvent.click(screen.getByTestId("part-sort-name"));
    await fireEvent.click(screen.getByTestId("part-columns"));
    await fireEvent.click(screen.getByTestId("part-column-category"));
    expect(heads()).not.toContain("Subcategory");
    await vi.waitFor(() => expect(screen.getByText("Name", { selector: "button" }).parentElement?.getAttribute("aria-sort")).toBe("ascending"));

    application.router.open({ page: "parts" });
    await vi.waitFor(() => expect(heads()).toContain("MPN"));
    expect(heads()).toContain("Subcategory");
    expect(screen.getByText("Name", { selector: "button" }).parentElement?.getAttribute("aria-sort")).toBe("none");
    application.router.open({ page: "assemblies" });
    await vi.waitFor(() => expect(heads()).not.toContain("MPN"));
    expect(heads()).not.toContain("Subcategory");
    expect(screen.getByText("Name", { selector: "button" }).parentElement?.getAttribute("aria-sort")).toBe("ascending");
  });
});
