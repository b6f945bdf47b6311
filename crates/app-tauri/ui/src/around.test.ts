// Around the window by the keyboard, and files that are dropped on a part, over the fake backend.
import { createEvent, fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { started } from "./test_application";

const board = "EL-PCA-100014";

beforeEach(() => history.replaceState(null, ""));
afterEach(() => {
  window.location.hash = "";
});

test("F6 goes from the sidebar to the bar, the page and back round; to the notices only where something is to be done", async () => {
  const { application } = started("#/parts", { drawers: 3 });
  await screen.findAllByTestId("part-row");
  const here = () => document.activeElement?.closest<HTMLElement>("[data-region], main");
  const next = async (shiftKey = false) => {
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "F6", shiftKey });
    return here()?.dataset["region"] ?? here()?.tagName;
  };
  expect(await next()).toBe("sidebar");
  expect(await next()).toBe("bar");
  expect(await next()).toBe("MAIN");
  expect(document.activeElement?.getAttribute("role")).toBe("grid");
  expect(await next()).toBe("sidebar");
  application.toasts.done("Done.", application.undo.offer());
  await screen.findByTestId("toast-action");
  expect(await next()).toBe("notices");
  expect(await next()).toBe("bar");
  expect(await next(true)).toBe("notices");
  expect(await next(true)).toBe("sidebar");
  await fireEvent.click(screen.getByTestId("skip"));
  expect(document.activeElement?.getAttribute("role")).toBe("grid");
});

test("an undo right after a submission undoes nothing before it, and offers to withdraw it", async () => {
  const { application, backend } = started(`#/parts/${board}/properties`, { drawers: 3 });
  const { row } = backend.store.find(board);
  await backend.call("part_change", { part: row.id, name: "Renamed", description: row.description });
  await fireEvent.click(await screen.findByTestId("act-submit"));
  await fireEvent.click(await screen.findByTestId("revision-carry-out"));
  await vi.waitFor(() => expect(screen.queryByTestId("revision-dialog")).toBeNull());
  await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  await vi.waitFor(() => {
    expect(application.toasts.toasts.map(({ sentence }) => sentence)).toEqual([expect.stringContaining("is in review")]);
  });
  expect(backend.store.find(board).row.name).toBe("Renamed");
  await fireEvent.click(screen.getByTestId("toast-action"));
  await vi.waitFor(() => expect(backend.store.find(board).row.revision.state).toBe("Draft"));
  expect(backend.store.find(board).row.name).toBe("Renamed");
});

describe("files that are dropped on a part's page", () => {
  async function drop(on: HTMLElement, ...names: string[]): Promise<Event> {
    const event = createEvent.drop(on);
    const files = names.map((name) => new File(["1"], name));
    Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], files, items: [] } });
    await fireEvent(on, event);
    return event;
  }

  test("are attached, all of them and wherever they fall, and are shown", async () => {
    const { backend, application } = started(`#/parts/${board}/properties`);
    const name = await screen.findByTestId("part-name");
    await drop(name, "a.pdf", "b.png", "rows.csv");
    await vi.waitFor(() => expect(screen.getAllByTestId("file-row").length).toBeGreaterThanOrEqual(3));
    expect(backend.calls.filter(({ name }) => name === "file_attach")).toHaveLength(3);
    expect(application.router.route).toMatchObject({ page: "part", tab: "files" });
    expect((await screen.findByTestId("toast")).textContent).toContain("Attached 3 files.");
    const undoes = () => backend.store.audit.filter(({ operation }) => operation === "audit.undo");
    expect(screen.getByTestId("toast-action").textContent.trim()).toBe("Undo all 3");
    await fireEvent.click(screen.getByTestId("toast-action"));
    await vi.waitFor(() => expect(screen.queryAllByTestId("file-row")).toEqual([]));
    expect(undoes().map(({ entries }) => entries[0]?.title?.split(": ").at(-1)), "the newest first").toEqual(["a.pdf", "b.png", "rows.csv"]);
    await vi.waitFor(() => expect(screen.getByTestId("toast").textContent).toContain("Undone: attached a file (3 times)."));
    await fireEvent.click(screen.getByTestId("toast-action"));
    await vi.waitFor(() => expect(screen.getAllByTestId("file-row")).toHaveLength(3));
  });

  test("are rows to import where a BOM is shown, unless something else is among them", async () => {
    const { backend, application } = started(`#/parts/${board}/bom`);
    const [row] = await screen.findAllByTestId("bom-row");
    await drop(row as HTMLElement, "a.pdf", "rows.csv");
    await vi.waitFor(() => expect(backend.calls.filter(({ name }) => name === "file_attach")).toHaveLength(2));
    application.router.open({ page: "part", part: board, tab: "bom" });
    const [again] = await screen.findAllByTestId("bom-row");
    await drop(again as HTMLElement, "rows.csv");
    await vi.waitFor(() => expect(application.router.route.page).toBe("import"));
  });
});
