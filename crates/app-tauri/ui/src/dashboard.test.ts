// The dashboard and the list that its figures lead to, over the fake backend.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";
import { refuse, started } from "./test_application";

describe("the dashboard", () => {
  let backend: FakeBackend;

  function start(hash: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 30 });
    render(App, { application: new Application(backend, new Router(window)) });
  }

  afterEach(() => {
    window.location.hash = "";
    localStorage.clear();
  });

  test("counts parts, and a figure leads to the list of what it counts", async () => {
    start("#/dashboard");
    const without = await screen.findByTestId("dashboard-without-mpn");
    const counted = backend.store.parts.filter((part) => part.row.mpn === null).length;
    expect(without.textContent).toBe(String(counted));
    expect(screen.getByTestId("dashboard-parts").textContent).toBe(String(backend.store.parts.length));
    const table = within(screen.getByTestId("dashboard-states")).getByRole("table");
    expect(within(table).getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["State", "Parts"]);
    const link = without.closest("a");
    if (!link) throw new Error("a figure that leads nowhere");
    await fireEvent.click(link);
    await vi.waitFor(() => {
      expect(screen.getByTestId("part-count").textContent.trim()).toMatch(/found$/);
    });
    expect(window.location.hash).toBe("#/parts?mpn=without");
    expect(screen.getByTestId<HTMLSelectElement>("search-mpn").value).toBe("without");
  });

  test("costs the assembly that is chosen, and the next visit knows which", async () => {
    start("#/dashboard");
    const select = await screen.findByTestId<HTMLSelectElement>("dashboard-assembly");
    const other = [...select.options].map((option) => option.value).find((number) => number !== select.value);
    if (other === undefined) throw new Error("one assembly is no choice");
    await fireEvent.change(select, { target: { value: other } });
    await fireEvent.click(screen.getByTestId("nav-parts"));
    await fireEvent.click(screen.getByTestId("nav-dashboard"));
    expect((await screen.findByTestId<HTMLSelectElement>("dashboard-assembly")).value).toBe(other);
  });
});

test("a workspace in which no subcategory is one of assemblies is told like every other", async () => {
  started("#/dashboard", { drawers: 30 }, ({ store }) => {
    for (const { subcategories } of store.categories) for (const subcategory of subcategories) subcategory.assembly = false;
  });
  expect(await screen.findByTestId("dashboard-parts")).toBeTruthy();
  expect(screen.getByText("Assemblies with a BOM are costed here, by the categories of their parts.")).toBeTruthy();
});

test("reviews that could not be read are not said to be none", async () => {
  started("#/dashboard", { drawers: 30 }, (backend) => refuse(backend, "approval_list", "store.busy", "The reviews are busy."));
  expect((await screen.findByTestId("dashboard-waiting")).textContent).toBe("—");
  const notice = screen.getByRole("alert");
  expect(notice.textContent).toContain("The reviews are busy.");
  expect(screen.queryByText("Nothing waits for you.")).toBeNull();
  vi.restoreAllMocks();
  await fireEvent.click(within(notice).getByText("Try again"));
  await vi.waitFor(() => expect(screen.getByTestId("dashboard-waiting").textContent).toBe("0"));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("categories whose parts could not be counted are no empty chart", async () => {
  started("#/dashboard", { drawers: 30 }, (backend) => refuse(backend, "category_count", "store.busy", "The counts are busy."));
  const notice = await screen.findByRole("alert");
  expect(notice.textContent).toContain("The counts are busy.");
  expect(screen.queryByTestId("dashboard-categories")).toBeNull();
  vi.restoreAllMocks();
  await fireEvent.click(within(notice).getByText("Try again"));
  expect(await screen.findByTestId("dashboard-categories")).toBeTruthy();
});

test("a sum without the prices of some parts is at least that, here as at the foot of a BOM", async () => {
  const { backend } = started("#/dashboard", { drawers: 30 }, (fake) => {
    const call = fake.call.bind(fake);
    vi.spyOn(fake, "call").mockImplementation(async (name, request) => {
      const answer = (await call(name, request)) as never;
      const known = { currency: "EUR", each: "4.94", unpriced: 8 };
      if (name === "bom_cost") Object.assign(answer, known, { by_subcategory: [{ codes: "EL-RES", name: "Resistor", used: "4.94" }] });
      if (name === "bom_roll_up") Object.assign(answer, { cost: known });
      return answer;
    });
  });
  expect((await screen.findByTestId("dashboard-cost")).textContent).toBe(
    "One build costs ≥ 4.94 EUR; 8 parts without a price are not in it.",
  );
  const board = backend.store.parts.find(({ lines }) => lines.length > 0);
  window.location.hash = `#/parts/${board?.row.number ?? ""}/bom`;
  expect((await screen.findByTestId("bom-cost")).textContent).toBe("≥ 4.94 EUR");
  expect(screen.getByTestId("bom-unpriced").textContent).toBe("8 parts without a price");
});

describe("the filter of the part list", () => {
  test("stands in the address, and each chip is taken away by itself or all at once", async () => {
    window.location.hash = "#/parts?state=Draft&mpn=with";
    const application = new Application(new FakeBackend({ drawers: 30 }), new Router(window));
    render(App, { application });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("filter-remove")).toHaveLength(2);
    });
    await fireEvent.click(screen.getByRole("button", { name: "Remove the filter by state" }));
    await vi.waitFor(() => {
      expect(window.location.hash).toBe("#/parts?mpn=with");
    });
    await fireEvent.click(screen.getByTestId("filter-clear"));
    await vi.waitFor(() => {
      expect(window.location.hash).toBe("#/parts");
    });
    expect(screen.queryAllByTestId("filter-remove")).toHaveLength(0);
    application.router.open({ page: "parts", query: "category=EL-RES" });
    await vi.waitFor(() => {
      expect(screen.getByTestId<HTMLSelectElement>("part-category").value).toBe("EL-RES");
    });
    window.location.hash = "";
  });
});
