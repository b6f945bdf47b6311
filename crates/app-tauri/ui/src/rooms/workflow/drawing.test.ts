// Drawing a workflow: what follows from what, and what the domain is asked.
import { describe, expect, test } from "vitest";
import { standard } from "../../backend/fake/workflow";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { WorkflowView } from "../../bindings/wire";
import { WorkflowDrawing } from "./drawing.svelte";
import { WorkflowsState } from "./workflows.svelte";

function drawn() {
  const backend = new ScriptedBackend();
  const drawing = new WorkflowDrawing(backend, standard);
  const [draft, review, released] = drawing.states;
  const [submit, release] = drawing.transitions;
  if (!draft || !review || !released || !submit || !release) throw new Error("the standard workflow");
  return { backend, drawing, draft, review, released, submit, release };
}

describe("a workflow that is drawn", () => {
  test("says what it was drawn from until something is changed", () => {
    expect(drawn().drawing.design).toEqual(standard);
  });

  test("a renamed state takes its transitions and the start along", () => {
    const { drawing, draft } = drawn();
    draft.name = "Concept";
    expect(drawing.design.start).toBe("Concept");
    expect(drawing.design.transitions.map(({ from, to }) => `${from}-${to}`)).toContain("Concept-In Review");
  });

  test("a removed state takes its transitions away", () => {
    const { drawing, review } = drawn();
    drawing.removeState(review.key);
    expect(drawing.design.transitions.map(({ name }) => name)).toEqual(["Make obsolete"]);
  });

  test("approvals stand where something leads on from a review, and nowhere else", () => {
    const { drawing, draft, review, release, submit } = drawn();
    expect([drawing.leadsOn(submit), drawing.leadsOn(release)]).toEqual([false, true]);
    release.to = draft.key;
    drawing.settle();
    expect(release.approvals).toBe(0);
    drawing.addState("In Review", "Purchasing");
    const purchasing = drawing.states.at(-1);
    release.to = purchasing?.key ?? 0;
    drawing.settle();
    expect(release.approvals).toBe(1);
    review.phase = "Draft";
    drawing.settle();
    expect(release.approvals).toBe(0);
  });

  test("what a release always asks for is not the workflow's to choose", () => {
    const { drawing, submit, release } = drawn();
    expect([drawing.isAlways("bom", release), drawing.isAlways("file", release)]).toEqual([true, false]);
    expect(drawing.isAlways("bom", submit)).toBe(false);
    drawing.toggle("file", release);
    drawing.toggle("bom", submit);
    expect([release.checks, submit.checks]).toEqual([["file"], ["properties"]]);
  });

  test("what is wrong stands at its place, and it can be saved when nothing is", async () => {
    const { backend, drawing } = drawn();
    expect(drawing.sound).toBe(false);
    const error = { code: "workflow.trap", message: "trapped", fields: {} };
    void drawing.check();
    await settled();
    expect(backend.asked("workflow_check")).toEqual(standard);
    await backend.answer("workflow_check", [
      { state: 1, transition: null, error },
      { state: null, transition: 1, error: { ...error, message: "both" } },
      { state: null, transition: null, error: { ...error, message: "all" } },
    ]);
    expect(drawing.sound).toBe(false);
    expect(drawing.defectsOf({ state: 1 }).map(({ message }) => message)).toEqual(["trapped"]);
    expect(drawing.defectsOf({ transition: 1 }).map(({ message }) => message)).toEqual(["both"]);
    expect(drawing.defectsOf(null).map(({ message }) => message)).toEqual(["all"]);
    expect(drawing.defectsOf({ state: 0 })).toEqual([]);
    void drawing.check();
    await settled();
    await backend.answer("workflow_check", []);
    expect(drawing.sound).toBe(true);
  });
});

describe("the workflows", () => {
  const view = (id: string, version: number, current: boolean): WorkflowView => ({
    id,
    version,
    current,
    design: standard,
    revisions: 0,
  });

  test("show the one that is followed, until another is chosen, and the saved one after saving", async () => {
    const backend = new ScriptedBackend();
    const workflows = new WorkflowsState(backend);
    void workflows.load();
    await settled();
    await backend.answer("workflow_list", [view("b", 2, true), view("a", 1, false)]);
    expect(workflows.shown?.id).toBe("b");
    workflows.choose("a");
    workflows.draw();
    expect(workflows.shown?.id).toBe("a");
    expect(workflows.drawing?.version(workflows.list)).toBe(3);
    void workflows.save();
    await settled();
    expect(backend.asked("workflow_save")).toEqual(standard);
    await backend.answer("workflow_save", [view("c", 3, true), view("b", 2, false), view("a", 1, false)]);
    expect([workflows.shown?.id, workflows.drawing]).toEqual(["c", null]);
    workflows.choose("a");
    void workflows.take();
    await settled();
    expect(backend.asked("workflow_take")).toEqual({ workflow: "a" });
  });
});
