// The graph of an assembly, drawn: its boxes and arrows, the ways through it by keys, zooming, and where there is nothing to draw.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FakeBackend } from "../../backend/fake/fake";
import type { BomGraphView } from "../../bindings/wire";
import { text } from "../../text";
import { started } from "../../test_application";

const node = (number: string, leaves = 0) => ({ number, name: `it is ${number}`, label: "1", state: "Draft" as const, workflow_state: "Draft", leaves });
const two: BomGraphView = {
  nodes: [node("AS-PRD-1"), node("EL-PCA-2", 3), node("EL-PCA-3")],
  edges: [
    { from: 0, to: 1, amount: "2 each" },
    { from: 1, to: 2, amount: "0.5 m" },
  ],
  left_out: 0,
};

describe("the graph of an assembly", () => {
  let backend: FakeBackend;
  let asked: number;

  /** Shows a graph in a space of that size. */
  async function draw(view: BomGraphView, space = { width: 400, height: 400 }): Promise<void> {
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(space.width);
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(space.height);
    ({ backend } = started("#/parts/AS-PRD-100020", { drawers: 0 }));
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation(async (name, request) => {
      if (name !== "bom_graph") return call(name, request);
      asked += 1;
      return Promise.resolve(view as never);
    });
    await fireEvent.click(await screen.findByTestId("bom-way-graph"));
  }
  const box = (index: number) => screen.findAllByTestId("graph-node").then((boxes) => boxes[index] as HTMLElement);
  const width = () => Number(screen.getByTestId("graph").getAttribute("width"));
  const drawing = () => screen.getByRole("group", { name: text.graph.label });

  beforeEach(() => {
    asked = 0;
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("has a box for each assembly that leads to its BOM, and says how much of one goes into another", async () => {
    await draw(two);
    const boxes = await screen.findAllByTestId("graph-node");
    expect(boxes.map((each) => each.getAttribute("href"))).toEqual(["#/parts/AS-PRD-1/bom", "#/parts/EL-PCA-2/bom", "#/parts/EL-PCA-3/bom"]);
    expect(boxes[1]?.getAttribute("aria-label")).toBe("EL-PCA-2 it is EL-PCA-2, revision 1, Draft, 3 parts of its own");
    const amounts = [...screen.getByTestId("graph").querySelectorAll(".arrow text")].map(({ textContent }) => textContent);
    expect(amounts).toEqual(["2 each", "0.5 m"]);
    expect(asked).toBe(1);
  });

  test("arrow keys go along it from box to box, and stay where there is none", async () => {
    await draw(two);
    (await box(0)).focus();
    for (const [key, to] of [["ArrowDown", 1], ["ArrowDown", 2], ["ArrowDown", 2], ["ArrowUp", 1]] as const) {
      await fireEvent.keyDown(document.activeElement ?? document.body, { key });
      expect(document.activeElement).toBe(await box(to));
    }
  });

  test("is shown whole at first, is zoomed by keys, buttons and the wheel within bounds, and is shown whole again", async () => {
    await draw(two, { width: 100, height: 1000 });
    await box(0);
    await vi.waitFor(() => {
      expect(width()).toBeCloseTo(100);
    });
    await fireEvent.keyDown(drawing(), { key: "+" });
    await vi.waitFor(() => {
      expect(width()).toBeCloseTo(125);
    });
    await fireEvent.click(screen.getByLabelText(text.graph.smaller));
    await vi.waitFor(() => {
      expect(width()).toBeCloseTo(100);
    });
    const turned = new WheelEvent("wheel", { deltaY: -1 });
    Object.defineProperty(turned, "ctrlKey", { value: true });
    await fireEvent(drawing(), turned);
    await vi.waitFor(() => {
      expect(width()).toBeCloseTo(115);
    });
    for (let key = 0; key < 20; key += 1) await fireEvent.keyDown(drawing(), { key: "+" });
    const full = Number(screen.getByTestId("graph").getAttribute("viewBox")?.split(" ")[2]);
    expect(width(), "no more than twice its size").toBeCloseTo(full * 2);
    await fireEvent.keyDown(drawing(), { key: "0" });
    expect(width()).toBeCloseTo(100);
  });

  test("never makes it larger than it is to show it whole", async () => {
    await draw(two, { width: 4000, height: 4000 });
    await box(0);
    expect(width()).toBe(Number(screen.getByTestId("graph").getAttribute("viewBox")?.split(" ")[2]));
  });

  test("stands in a table as well", async () => {
    await draw(two);
    await fireEvent.click(await screen.findByTestId("graph-table"));
    const rows = within(screen.getByTestId("graph-rows")).getAllByRole("row").slice(1);
    expect(rows.map((row) => within(row).getAllByRole("cell").map(({ textContent }) => textContent.trim()))).toEqual([
      ["AS-PRD-1 it is AS-PRD-1", "2 each", "EL-PCA-2 it is EL-PCA-2"],
      ["EL-PCA-2 it is EL-PCA-2", "0.5 m", "EL-PCA-3 it is EL-PCA-3"],
    ]);
    expect(screen.queryByTestId("graph")).toBeNull();
  });

  test.each([
    [0, "The BOM has no lines yet."],
    [4, "All 4 lines of it call for parts that are made of nothing further; Tree shows them."],
  ])("one assembly alone, with %i lines, is not drawn but told of", async (leaves, sentence) => {
    await draw({ nodes: [node("AS-PRD-1", leaves)], edges: [], left_out: 0 });
    await screen.findByText(sentence);
    expect(screen.queryByTestId("graph-node")).toBeNull();
  });

  test("says how many are not drawn", async () => {
    await draw({ ...two, left_out: 1200 });
    await screen.findByText(text.graph.leftOut(3, 1200));
  });
});
