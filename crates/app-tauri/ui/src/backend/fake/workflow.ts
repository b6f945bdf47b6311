// Workflows of the fake backend: versions, and those defects that tests of pages need.
import type { Lifecycle, WorkflowDefect, WorkflowDesign, WorkflowView } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

const transition = (from: Lifecycle, to: Lifecycle, name: string, approvals = 0): WorkflowDesign["transitions"][number] => ({
  from,
  to,
  name,
  role: "Designer",
  approvals,
  checks: name === "Submit for review" ? ["bom", "properties"] : [],
});

/** The lifecycle as a workflow. */
export const standard: WorkflowDesign = {
  name: "Standard",
  start: "Draft",
  states: (["Draft", "In Review", "Released", "Obsolete"] as const).map((phase) => ({ name: phase, phase })),
  transitions: [
    transition("Draft", "In Review", "Submit for review"),
    transition("In Review", "Released", "Release", 1),
    transition("In Review", "Draft", "Send back"),
    transition("Released", "Obsolete", "Make obsolete"),
  ],
};

export class FakeWorkflows {
  readonly #store: () => FakeStore;
  #all: { id: string; version: number; design: WorkflowDesign }[] = [{ id: "standard", version: 1, design: standard }];

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  list(): WorkflowView[] {
    const { settings, parts } = this.#store();
    return this.#all.map((workflow) => ({
      ...workflow,
      current: workflow.id === settings.workflow,
      revisions: workflow.id === "standard" ? parts.length : 0,
    }));
  }

  check(design: WorkflowDesign): WorkflowDefect[] {
    const states = design.states.flatMap(({ name }, state): WorkflowDefect[] => {
      const at = { state, transition: null };
      if (name.trim() === "") {
        return [{ ...at, error: refuse("workflow.state_name_invalid", "A state's name has 1 to 40 characters; it is empty.") }];
      }
      const is_reached = name === design.start || design.transitions.some((transition) => transition.to === name);
      return is_reached ? [] : [{ ...at, error: refuse("workflow.unreachable", `Nothing leads to "${name}".`) }];
    });
    const transitions = design.transitions.flatMap(({ from, to }, transition): WorkflowDefect[] => {
      if (from !== to) return [];
      return [{ state: null, transition, error: refuse("workflow.loop", "A transition leads to another state.") }];
    });
    return [...states, ...transitions];
  }

  save(design: WorkflowDesign): WorkflowView[] {
    const [first] = this.check(design);
    if (first) throw refuse("workflow.defective", first.error.message);
    const versions = this.#all.filter((other) => other.design.name === design.name).map((other) => other.version);
    const id = this.#store().id();
    this.#all.unshift({ id, version: Math.max(0, ...versions) + 1, design });
    return this.#follow("workflow.save", id);
  }

  take(workflow: string): WorkflowView[] {
    return this.#follow("workflow.take", workflow);
  }

  #follow(operation: string, workflow: string): WorkflowView[] {
    const store = this.#store();
    store.settings = { ...store.settings, workflow };
    store.record(operation, [{ room: "workflow", subject: workflow, action: "created", title: "a workflow" }]);
    return this.list();
  }
}
