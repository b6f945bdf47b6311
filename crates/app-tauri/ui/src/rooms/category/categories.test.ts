// The page of categories, drawn over the fake backend: what is edited in place, and what a Viewer sees.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "../../App.svelte";
import { Application } from "../../application.svelte";
import { FakeBackend } from "../../backend/fake/fake";
import { Router } from "../../router.svelte";

describe("the page of categories", () => {
  let backend: FakeBackend;

  function start(hash = "#/categories", role?: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 30 });
    if (role) actingAs(role);
    render(App, { application: new Application(backend, new Router(window)) });
  }
  function actingAs(role: string): void {
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation(async (name, request) => {
      const answer = await call(name, request);
      if (name === "workspace_show") (answer as { person: { role: string } }).person.role = role;
      return answer;
    });
  }
  async function row(code: string): Promise<HTMLElement> {
    const found = (await screen.findAllByTestId("subcategory")).find((each) => each.dataset["code"] === code);
    if (!found) throw new Error(`no row of ${code}`);
    return found;
  }
  const written = (code: string) =>
    backend.store.categories.flatMap((each) => each.subcategories.map((sub) => ({ ...sub, full: `${each.code}-${sub.code}` }))).find((sub) => sub.full === code);

  afterEach(() => {
    window.location.hash = "";
  });

  test("shows the parts of each, and offers to remove only what has none", async () => {
    start();
    const used = await row("EL-RES");
    await vi.waitFor(() => {
      expect(used.textContent).toMatch(/\d+\s*$/);
    });
    expect(within(used).queryByTestId("subcategory-remove")).toBeNull();
    await fireEvent.click(await within(await row("EL-CAB")).findByTestId("subcategory-remove"));
    await vi.waitFor(() => {
      expect(written("EL-CAB")).toBeUndefined();
    });
  });

  test("renames, demands and takes back in place", async () => {
    start();
    await fireEvent.click(within(await row("EL-RES")).getByTestId("subcategory-rename"));
    const name = within(await row("EL-RES")).getByTestId("subcategory-rename-input");
    await fireEvent.input(name, { target: { value: "Widerstände" } });
    await fireEvent.keyDown(name, { key: "Enter" });
    await vi.waitFor(() => {
      expect(written("EL-RES")?.name).toBe("Widerstände");
    });
    await fireEvent.click(within(await row("EL-RES")).getByTestId("demand-add"));
    const demand = within(await row("EL-RES")).getByTestId("demand-name");
    await fireEvent.input(demand, { target: { value: " Tolerance " } });
    await fireEvent.submit(demand);
    await vi.waitFor(() => {
      expect(written("EL-RES")?.demands).toEqual(["Value", "Footprint", "Tolerance"]);
    });
    await fireEvent.input(demand, { target: { value: "value" } });
    await fireEvent.submit(demand);
    expect((await screen.findByTestId("error-code")).textContent).toBe("category.demand_twice");
    await fireEvent.click(within(await row("EL-RES")).getByLabelText("EL-RES no longer demands Value"));
    await vi.waitFor(() => {
      expect(written("EL-RES")?.demands).toEqual(["Footprint", "Tolerance"]);
    });
  });

  test("adds a category and a subcategory, and refuses a code that is there", async () => {
    start();
    await row("EL-RES");
    await fireEvent.click(screen.getByTestId("category-add"));
    for (const [code, name] of [["el", "Twice"], ["op", "Optics"]] as const) {
      await fireEvent.input(screen.getByTestId("category-code"), { target: { value: code } });
      await fireEvent.input(screen.getByTestId("category-name"), { target: { value: name } });
      await fireEvent.click(screen.getByTestId("category-save"));
      if (code === "el") expect((await screen.findByTestId("error-code")).textContent).toBe("category.code_taken");
    }
    await vi.waitFor(() => {
      expect(backend.store.categories.map((each) => each.code)).toContain("OP");
    });
  });

  test("is read-only for a Viewer", async () => {
    start("#/categories", "Viewer");
    await row("EL-RES");
    await screen.findByText("A Viewer sees the categories and cannot change them.");
    for (const control of ["category-add", "subcategory-add", "demand-add", "subcategory-rename", "subcategory-remove"]) {
      expect(screen.queryAllByTestId(control), control).toEqual([]);
    }
  });

  test("a Designer renames, and sees what only an Admin says: assemblies and demands", async () => {
    start("#/categories", "Designer");
    const resistors = await row("EL-RES");
    await within(resistors).findByTestId("subcategory-rename");
    expect(within(resistors).queryByTestId("demand-add")).toBeNull();
    expect(within(resistors).getByRole<HTMLInputElement>("checkbox").disabled).toBe(true);
  });

  test("what a part's subcategory demands is offered on its page until it is there", async () => {
    start();
    await row("EL-SEN");
    const sensors = written("EL-SEN");
    await backend.call("category_subcategory_change", {
      subcategory: sensors?.id ?? "", name: "Sensors", assembly: false, demands: ["Footprint", "Range"],
    });
    backend.store.find("EL-SEN-100001").row.revision.state = "Draft";
    window.location.hash = "#/parts/EL-SEN-100001/properties";
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    const missing = await screen.findByTestId("property-missing");
    expect(missing.textContent).toContain("Range");
    expect(missing.textContent).not.toContain("Footprint");
    await fireEvent.click(within(missing).getByTitle("Add Range"));
    expect(screen.getByTestId("property-name")).toHaveProperty("value", "Range");
    await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "0 to 100 %" } });
    await fireEvent.click(screen.getByTestId("property-save"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("property-missing")).toBeNull();
    });
  });

  test("who sells a part is added, priced and told", async () => {
    start("#/parts/EL-SEN-100001/manufacturers");
    await fireEvent.click(await screen.findByTestId("manufacturer-part-open"));
    await fireEvent.click(await screen.findByTestId("supplier-part-add"));
    await fireEvent.input(screen.getByTestId("supplier"), { target: { value: "Northwind" } });
    await fireEvent.input(screen.getByTestId("order-code"), { target: { value: "NW-41" } });
    await fireEvent.input(screen.getByTestId("price-from"), { target: { value: "10" } });
    await fireEvent.input(screen.getByTestId("price-of-one"), { target: { value: "2.5" } });
    await fireEvent.click(screen.getByTestId("supplier-part-save"));
    expect((await screen.findByTestId("supplier-part-row")).textContent).toContain("NW-41");
    await fireEvent.input(screen.getByTestId("price-quantity"), { target: { value: "40" } });
    await vi.waitFor(() => {
      expect(screen.getByTestId("supplier-part-answer").textContent).toContain("100 EUR in all");
    });
    await fireEvent.input(screen.getByTestId("price-quantity"), { target: { value: "9" } });
    await vi.waitFor(() => {
      expect(screen.getByTestId("supplier-part-answer").textContent).toContain("Prices from 10 on");
    });
  });
});
