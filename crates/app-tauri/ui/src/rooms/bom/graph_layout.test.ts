// The graph of an assembly: layers from what calls for something down to what is called for, and ways between them by keys.
import { describe, expect, test } from "vitest";
import type { BomGraphView } from "../../bindings/wire";
import { boxHeight, boxWidth, layout, neighbour } from "./graph_layout";

const node = (number: string) => ({ number, name: number, label: "1", state: "Draft" as const, workflow_state: "Draft", leaves: 0 });
const view: BomGraphView = {
  nodes: [node("AS-PRD-100000"), node("EL-PCA-100001"), node("EL-PCA-100002"), node("EL-PCA-100003")],
  edges: [
    { from: 0, to: 1, amount: "2 each" },
    { from: 0, to: 2, amount: "1 each" },
    { from: 1, to: 3, amount: "1 each" },
    { from: 2, to: 3, amount: "4 each" },
  ],
  left_out: 0,
};

describe("the layout of a graph", () => {
  test("puts what is called for below what calls for it, and no box on another", async () => {
    const { boxes, arrows, width, height } = await layout(view);
    for (const { from, to } of view.edges) expect(boxes[to]?.y).toBeGreaterThan((boxes[from]?.y ?? 0) + boxHeight);
    for (const one of boxes) {
      for (const other of boxes) {
        if (one.index === other.index) continue;
        expect(Math.abs(one.x - other.x) >= boxWidth || Math.abs(one.y - other.y) >= boxHeight).toBe(true);
      }
      expect(one.x + boxWidth <= width && one.y + boxHeight <= height).toBe(true);
    }
    expect(arrows.map(({ amount }) => amount)).toEqual(view.edges.map(({ amount }) => amount));
    expect(arrows.every(({ path }) => path.startsWith("M"))).toBe(true);
  });

  test("is walked through by keys", async () => {
    const placed = await layout(view);
    const [left, right] = [1, 2].sort((one, other) => (placed.boxes[one]?.x ?? 0) - (placed.boxes[other]?.x ?? 0));
    expect(neighbour("ArrowDown", left ?? -1, placed)).toBe(3);
    expect(neighbour("ArrowUp", left ?? -1, placed)).toBe(0);
    expect(neighbour("ArrowRight", left ?? -1, placed)).toBe(right);
    expect(neighbour("ArrowLeft", right ?? -1, placed)).toBe(left);
    expect(neighbour("ArrowUp", 0, placed)).toBeNull();
    expect(neighbour("Enter", 0, placed)).toBeNull();
  });
});
