// What the user reads about workflows.
import type { Role, WorkflowCheck } from "../bindings/wire";
import { some } from "./some";
import { word } from "./word";

const checks: Record<WorkflowCheck, string> = {
  bom: "A BOM, if it is an assembly",
  properties: "Demanded properties",
  children: "Released children",
  manufacturer_part: "A manufacturer part",
  file: "A file",
};

export const workflow = {
  title: "Workflows",
  toSettings: "Settings",
  lead: "The states that a revision goes through, and who takes it from one to the next. Each state belongs to a phase: a Draft is edited, what is in review waits for approvals, what is Released stays as it is for ever.",
  adminsOnly: "An Admin changes workflows.",
  versions: "Versions",
  version: (version: number) => `version ${String(version)}`,
  revisions: (n: number) => `followed by ${some(n, "revision")}`,
  current: "New revisions follow this one",
  take: "Let new revisions follow this one",
  taken: "New revisions follow this version now.",
  draw: "Draw the next version",
  saveAs: (version: number) => `Save as version ${String(version)}`,
  saved: "Saved. New revisions follow it; those that are there go on as they began.",
  name: "Name",
  states: "States",
  stateName: "Name of the state",
  phaseOf: (state: string) => `Phase of ${state}`,
  start: "A new revision begins here",
  newState: "New state",
  addState: (phase: string) => `Add to ${phase}`,
  removeState: (state: string) => `Remove ${state} and its transitions`,
  transitions: "Transitions",
  transitionName: "Name of the transition",
  newTransition: "New transition",
  addTransition: "Add a transition",
  removeTransition: (name: string) => `Remove ${name}`,
  fromOf: (name: string) => `Where ${name} begins`,
  toOf: (name: string) => `Where ${name} ends`,
  roleOf: (name: string) => `Who takes ${name}`,
  approvalsOf: (name: string) => `Approvals that ${name} needs`,
  checksOf: (name: string) => `What ${name} asks of the revision`,
  approvals: (n: number) => some(n, "approval"),
  needs: (role: Role, approvals: number) => (approvals === 0 ? word.role[role] : `${word.role[role]} · ${some(approvals, "approval")}`),
  columns: ["From", "To", "Transition", "Least role", "Approvals", "What must hold"],
  checks,
  always: "A release also needs a BOM for an assembly, the demanded properties, and released children or a reason; no workflow takes that away.",
  alwaysAsked: "A release always asks for this.",
  picture: (name: string, states: number, transitions: number) =>
    `${name}: ${some(states, "state")}, ${some(transitions, "transition")}; the table below says which`,
};
