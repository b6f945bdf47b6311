// Where the boxes and arrows of a workflow stand.
import { describe, expect, test } from "vitest";
import { standard } from "../../backend/fake/workflow";
import type { WorkflowDesign } from "../../bindings/wire";
import { layout } from "./layout";

describe("the picture of a workflow", () => {
  test("has a column for each phase, a box for each state and an arrow for each transition", () => {
    const drawn = layout(standard);
    expect(drawn.columns.map(({ phase }) => phase)).toEqual(["Draft", "In Review", "Released", "Obsolete"]);
    expect(drawn.boxes.map(({ name, start }) => [name, start])).toEqual([
      ["Draft", true],
      ["In Review", false],
      ["Released", false],
      ["Obsolete", false],
    ]);
    expect(drawn.arrows.map(({ index }) => index).toSorted()).toEqual([0, 1, 2, 3]);
  });

  test("sets labels in one gap clear of each other, however many there are", () => {
    const [first] = standard.transitions;
    if (!first) throw new Error("a transition");
    const many: WorkflowDesign = { ...standard, transitions: Array.from({ length: 12 }, () => first) };
    const ys = layout(many).arrows.map(({ y }) => y);
    for (const [place, y] of ys.entries()) if (place > 0) expect(y - (ys[place - 1] ?? 0)).toBeGreaterThanOrEqual(36);
    expect(layout(many).height).toBeGreaterThan(Math.max(...ys));
  });

  test("leaves out what leads nowhere, and makes room where the last phase has a way of its own", () => {
    const state = { name: "Scrapped", phase: "Obsolete" as const };
    const way = (from: string, to: string) => ({ from, to, name: "x", role: "Admin" as const, approvals: 0, checks: [] });
    const plain = layout({ ...standard, transitions: [way("Draft", "Gone"), way("Draft", "Draft")] });
    expect(plain.arrows).toEqual([]);
    const wide = layout({ ...standard, states: [...standard.states, state], transitions: [way("Obsolete", "Scrapped")] });
    expect(wide.width).toBeGreaterThan(plain.width);
    expect(wide.arrows).toHaveLength(1);
  });
});
