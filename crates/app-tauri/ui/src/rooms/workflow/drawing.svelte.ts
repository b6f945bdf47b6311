// A workflow that is being drawn: states and transitions that know each other by what they are, not by their names, so that
// renaming a state takes its transitions along. What is wrong with it is asked of the domain.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type {
  Lifecycle,
  Role,
  WireError,
  WorkflowCheck,
  WorkflowDefect,
  WorkflowDesign,
  WorkflowView,
} from "../../bindings/wire";
import { wireError } from "../../errors";

export const phases: readonly Lifecycle[] = ["Draft", "In Review", "Released", "Obsolete"];
export const checks: readonly WorkflowCheck[] = ["bom", "properties", "children", "manufacturer_part", "file"];
export const takers: readonly Role[] = ["Designer", "Admin"];

/** What a release asks for in every workflow. */
const always: readonly WorkflowCheck[] = ["bom", "properties", "children"];

export type DrawnState = { key: number; name: string; phase: Lifecycle };
export type DrawnTransition = {
  key: number;
  from: number;
  to: number;
  name: string;
  role: Role;
  approvals: number;
  checks: WorkflowCheck[];
};

export class WorkflowDrawing {
  name = $state("");
  start = $state(0);
  states = $state<DrawnState[]>([]);
  transitions = $state<DrawnTransition[]>([]);
  /** What the domain said of it last; null until it was asked. */
  defects = $state.raw<WorkflowDefect[] | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly design: WorkflowDesign = $derived.by(() => ({
    name: this.name,
    start: this.#name(this.start),
    states: this.states.map(({ name, phase }) => ({ name, phase })),
    transitions: this.transitions.map(({ from, to, name, role, approvals, checks }) => ({
      from: this.#name(from),
      to: this.#name(to),
      name,
      role,
      approvals,
      checks: [...checks],
    })),
  }));
  readonly check = onceMore(() => this.#check());
  readonly #backend: Backend;
  readonly #begun: string;
  #keys = 0;

  constructor(backend: Backend, design: WorkflowDesign) {
    this.#backend = backend;
    this.name = design.name;
    this.states = design.states.map(({ name, phase }) => ({ key: this.#key(), name, phase }));
    const key = (name: string) => this.states.find((state) => state.name === name)?.key ?? 0;
    this.start = key(design.start);
    this.transitions = design.transitions.map(({ from, to, ...rest }) => ({
      ...rest,
      key: this.#key(),
      from: key(from),
      to: key(to),
      checks: [...rest.checks],
    }));
    this.#begun = JSON.stringify(this.design);
  }

  /** Whether anything is drawn that was not there when it was begun. */
  get changed(): boolean {
    return JSON.stringify(this.design) !== this.#begun;
  }

  /** Whether there is nothing against saving it, as far as is known. */
  get sound(): boolean {
    return this.defects?.length === 0;
  }

  /** The version as which it would be saved. */
  version(all: readonly WorkflowView[]): number {
    const versions = all.filter((other) => other.design.name === this.name.trim()).map((other) => other.version);
    return Math.max(0, ...versions) + 1;
  }

  addState(phase: Lifecycle, name: string): void {
    this.states.push({ key: this.#key(), name, phase });
  }

  /** Removes a state, and the transitions that lead there or from there. */
  removeState(key: number): void {
    this.states = this.states.filter((state) => state.key !== key);
    this.transitions = this.transitions.filter(({ from, to }) => from !== key && to !== key);
  }

  addTransition(name: string): void {
    const [from, to] = [this.states[0]?.key ?? 0, this.states[1]?.key ?? 0];
    this.transitions.push({ key: this.#key(), from, to, name, role: "Designer", approvals: 0, checks: [] });
    this.settle();
  }

  removeTransition(key: number): void {
    this.transitions = this.transitions.filter((transition) => transition.key !== key);
  }

  /** Whether approvals are given for a transition: whether it leads on from a review. */
  leadsOn({ from, to }: DrawnTransition): boolean {
    const [before, after] = [this.#phase(from), this.#phase(to)];
    return before === "In Review" && (after === "In Review" || after === "Released");
  }

  /** Whether a check is asked of a transition whatever the workflow says. */
  isAlways(check: WorkflowCheck, transition: DrawnTransition): boolean {
    return always.includes(check) && this.leadsOn(transition) && this.#phase(transition.to) === "Released";
  }

  toggle(check: WorkflowCheck, transition: DrawnTransition): void {
    const kept = transition.checks.filter((other) => other !== check);
    transition.checks = kept.length < transition.checks.length ? kept : [...kept, check];
  }

  /** After the ends of a transition or the phase of a state changed: approvals stand where they are given, else nowhere. */
  settle(): void {
    for (const transition of this.transitions) {
      if (!this.leadsOn(transition)) transition.approvals = 0;
      else if (transition.approvals === 0) transition.approvals = 1;
    }
  }

  /** What is wrong with a state or a transition, by its place in its list; without one, with the whole. */
  defectsOf(place: { state: number } | { transition: number } | null): WireError[] {
    const is = (defect: WorkflowDefect) => {
      if (place === null) return defect.state === null && defect.transition === null;
      return "state" in place ? defect.state === place.state : defect.transition === place.transition;
    };
    return (this.defects ?? []).filter(is).map((defect) => defect.error);
  }

  async #check(): Promise<void> {
    try {
      this.defects = await this.#backend.call("workflow_check", $state.snapshot(this.design));
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }

  #key(): number {
    this.#keys += 1;
    return this.#keys;
  }

  #name(key: number): string {
    return this.states.find((state) => state.key === key)?.name ?? "";
  }

  #phase(key: number): Lifecycle | null {
    return this.states.find((state) => state.key === key)?.phase ?? null;
  }
}
