// Many parts at once, one like another, and one after the other, over the fake backend.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

let backend: FakeBackend;

function start(hash: string): Application {
  window.location.hash = hash;
  backend = new FakeBackend({ drawers: 30 });
  const application = new Application(backend, new Router(window));
  render(App, { application });
  return application;
}

/** Presses a button once it says so and can be pressed. */
async function goOn(testid: string, words: string): Promise<void> {
  const button = screen.getByTestId<HTMLButtonElement>(testid);
  await vi.waitFor(() => {
    expect([button.textContent, button.disabled]).toEqual([words, false]);
  });
  await fireEvent.click(button);
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(() => {
  window.location.hash = "";
});

describe("marked parts", () => {
  test("get a property after it was told what becomes of each", async () => {
    start("#/parts");
    const marks = await screen.findAllByTestId("part-mark");
    const [first, , third] = marks;
    if (!first || !third) throw new Error("a list of less than three parts");
    await fireEvent.click(first);
    await fireEvent.click(third, { shiftKey: true });
    expect(within(screen.getByTestId("part-marks")).getByRole("status").textContent).toBe("3 parts marked");
    const [row] = screen.getAllByTestId("part-row");
    const frozen = backend.store.find(row?.dataset["number"] ?? "");
    frozen.row = { ...frozen.row, revision: { ...frozen.row.revision, state: "Released" } };
    for (const each of screen.getAllByTestId("part-row").slice(1, 3)) {
      const part = backend.store.find(each.dataset["number"] ?? "");
      part.row = { ...part.row, revision: { ...part.row.revision, state: "Draft" } };
    }
    await fireEvent.click(screen.getByTestId("part-set-on-all"));
    const name = screen.getByTestId("property-name");
    await vi.waitFor(() => {
      expect(backend.calls.some((call) => call.name === "property_names")).toBe(true);
    });
    await tick();
    // What the dialog says about it can be read; the names in use are there for who asks.
    expect([document.activeElement, screen.queryAllByTestId("property-name-option")]).toEqual([name, []]);
    await fireEvent.keyDown(name, { key: "ArrowDown" });
    expect((await screen.findAllByTestId("property-name-option")).length).toBeGreaterThan(0);
    await fireEvent.keyDown(name, { key: "Escape" });
    expect(screen.queryAllByTestId("property-name-option")).toEqual([]);
    await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Shelf" } });
    await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "A 3" } });
    await fireEvent.click(screen.getByTestId("set-on-all-go"));
    const told = await screen.findByTestId("on-all-told");
    expect(told.textContent).toContain("2 parts will change, 1 cannot.");
    expect(told.textContent).toContain(frozen.row.number);
    await goOn("set-on-all-go", "Change 2 parts");
    await vi.waitFor(() => {
      expect(screen.queryByTestId("set-on-all")).toBeNull();
    });
    expect(backend.store.parts.filter((part) => part.properties.some(({ name }) => name === "Shelf"))).toHaveLength(2);
    expect(screen.queryByTestId("part-marks")).toBeNull();
  });

  test("are taken to another state after it was told which cannot, and withdrawn", async () => {
    start("#/parts");
    const marks = await screen.findAllByTestId("part-mark");
    const rows = screen.getAllByTestId("part-row").slice(0, 3);
    const parts = rows.map((row) => backend.store.find(row.dataset["number"] ?? ""));
    const states = ["Released", "Draft", "Draft"] as const;
    for (const [place, part] of parts.entries()) {
      const state = states[place] ?? "Draft";
      part.row = { ...part.row, assembly: false, revision: { ...part.row.revision, state, workflow_state: state } };
    }
    const [first, , third] = marks;
    if (!first || !third) throw new Error("a list of less than three parts");
    await fireEvent.click(first);
    await fireEvent.click(third, { shiftKey: true });
    await fireEvent.click(screen.getByTestId("part-act-on-all"));
    const offers = within(await screen.findByTestId("act-on-all")).getAllByRole("radio");
    expect(offers.map(({ dataset }) => dataset["testid"])).toEqual(["submit", "revise", "obsolete"].map((act) => `act-on-all-${act}`));
    await fireEvent.click(screen.getByTestId("act-on-all-submit"));
    await fireEvent.input(screen.getByTestId("act-on-all-note"), { target: { value: "for the first build" } });
    await fireEvent.click(screen.getByTestId("act-on-all-go"));
    const told = await screen.findByTestId("on-all-told");
    expect(told.textContent).toContain("2 parts will change, 1 cannot.");
    expect(told.textContent).toContain(parts[0]?.row.number);
    await goOn("act-on-all-go", "Submit for review: 2 parts");
    const now = () => parts.map(({ row }) => row.revision.state);
    await vi.waitFor(() => {
      expect(screen.queryByTestId("act-on-all")).toBeNull();
    });
    expect(now()).toEqual(["Released", "In Review", "In Review"]);
    expect(parts[1]?.reviews[0]?.note).toBe("for the first build");
    await fireEvent.click(screen.getByRole("button", { name: "Withdraw" }));
    await vi.waitFor(() => {
      expect(now()).toEqual(states);
    });
    await vi.waitFor(() => expect(screen.getByTestId("toast").textContent).toContain("Withdraw: 2 parts."));
  });

  const marked = () => screen.queryByTestId("part-marks")?.querySelector("strong")?.textContent;
  async function markAt(place: number, shiftKey = false): Promise<string> {
    const row = screen.getAllByTestId("part-row")[place];
    if (!row) throw new Error("no such row");
    await fireEvent.click(within(row).getByTestId("part-mark"), { shiftKey });
    return row.dataset["number"] ?? "";
  }
  const markedRows = () => screen.getAllByTestId("part-row").filter((row) => within(row).getByTestId<HTMLInputElement>("part-mark").checked);

  test("stay when one comes back to the list", async () => {
    const application = start("#/parts");
    await screen.findAllByTestId("part-row");
    await markAt(0);
    const number = await markAt(2);
    application.router.open({ page: "part", part: number, tab: null });
    await screen.findByTestId("part-number");
    application.router.back();
    await screen.findAllByTestId("part-row");
    expect(marked()).toBe("2 parts marked");
    expect(markedRows().map(({ dataset }) => dataset["number"])).toContain(number);
  });

  test("go with the filter under which they were set, and stay in another order", async () => {
    start("#/parts");
    await screen.findAllByTestId("part-row");
    await markAt(0);
    await fireEvent.click(screen.getByTitle("Sort by name"));
    await vi.waitFor(() => expect(backend.calls.filter(({ name, request }) => name === "part_list" && (request as { sort: string }).sort === "name")).toHaveLength(1));
    expect(marked()).toBe("1 part marked");
    await fireEvent.change(screen.getByTestId("search-mpn"), { target: { value: "with" } });
    await vi.waitFor(() => expect(marked()).toBeUndefined());
    expect((await screen.findByTestId("toast")).textContent).toContain("1 part is not marked any more.");
  });

  test("all are marked by a key, and none by another", async () => {
    start("#/parts");
    await screen.findAllByTestId("part-row");
    await markAt(0);
    const [box] = screen.getAllByTestId("part-mark");
    // Whoever has just marked one is on its box, which has no text to choose all of.
    await fireEvent.keyDown(box ?? document.body, { key: "a", ctrlKey: true });
    await vi.waitFor(() => {
      expect(screen.getByTestId("part-marks").textContent).toContain(`${String(backend.store.parts.length)} parts marked`);
    });
    await fireEvent.keyDown(document.body, { key: "Escape" });
    expect(screen.queryByTestId("part-marks")).toBeNull();
  });
});

test("a duplicate says which number it will have, and is opened", async () => {
  start("#/parts/EL-PCA-100014");
  await fireEvent.click(await screen.findByTestId("part-duplicate"));
  const number = `EL-PCA-${String(backend.store.nextNumber)}`;
  expect((await screen.findByTestId("duplicate-number")).textContent).toContain(number);
  await fireEvent.input(screen.getByTestId("duplicate-name"), { target: { value: "Board B" } });
  await fireEvent.click(screen.getByTestId("duplicate-now"));
  await vi.waitFor(() => {
    expect(screen.getByTestId("part-number").textContent.trim()).toBe(number);
  });
  expect(screen.getByTestId("part-name").textContent).toContain("Board B");
});

test("a new part says its number, and Ctrl and Enter make one after the other", async () => {
  start("#/parts");
  await screen.findAllByTestId("part-row");
  const before = backend.store.parts.length;
  await fireEvent.click(screen.getByTestId("part-new"));
  const select = await screen.findByTestId<HTMLSelectElement>("new-part-subcategory");
  const option = [...select.options].find(({ textContent }) => textContent.includes("EL-RES"));
  await fireEvent.change(select, { target: { value: option?.value } });
  expect((await screen.findByTestId("new-part-number")).textContent).toContain(`EL-RES-${String(backend.store.nextNumber)}`);
  const name = screen.getByTestId<HTMLInputElement>("new-part-name");
  for (const each of ["1k", "2k"]) {
    await fireEvent.input(name, { target: { value: each } });
    await fireEvent.keyDown(name, { key: "Enter", ctrlKey: true });
    await vi.waitFor(() => {
      expect(name.value).toBe("");
    });
  }
  expect(backend.store.parts.length).toBe(before + 2);
  expect(document.activeElement).toBe(name);
});
