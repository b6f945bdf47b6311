// The states a workspace can be in, each with a bridge of its own.
import { writeFileSync } from "node:fs";
import { Bridge } from "./bridge";
import type { Page } from "./page";

export type State = {
  name: string;
  start: () => Promise<Bridge>;
  /** What is done to each page before it is opened. */
  prepare?: (page: Page) => Promise<void>;
  /** What is not there in this state, and why. */
  lacks?: Readonly<Record<string, string>>;
};

/** The demo, with somebody else in it and a review that waits. */
async function demo(): Promise<Bridge> {
  const bridge = await Bridge.start();
  await bridge.call("person_add", { name: "Grace Hopper", role: "Designer" });
  await bridge.call("person_add", { name: "Tim Reader", role: "Viewer" });
  const boards = await bridge.call("part_list", { category: "EL-PCA", sort: "number", descending: false, after: null, limit: 3 });
  const power = boards.rows.find(({ name }) => name === "Power module");
  if (!power) throw new Error("the demo has no power module");
  await bridge.call("approval_submit", { revision: power.revision.id, comment: "With the larger regulator." });
  return bridge;
}

async function asViewer(): Promise<Bridge> {
  const bridge = await demo();
  const people = await bridge.call("person_list", {});
  const viewer = people.find(({ role }) => role === "Viewer");
  if (!viewer) throw new Error("the demo has no viewer");
  await bridge.call("person_act", { person: viewer.id });
  return bridge;
}

/** What the frame asks; in a page whose own commands all fail, these answer. */
const ofTheFrame = /^(workspace_show|window_\w+)$/;
const busy = { code: "store.busy", message: "The workspace is being written to; try again in a moment.", fields: {} };

const stays = { "dialog, move": "the demo stays where it is" };
const nothing = "there is nothing to compare";
const noPart = {
  export: "there is no part of that number",
  palette: "there is no part to be found",
  "dialog, many parts": "there is no part to be marked",
  "parts, marked": "there is no part to be marked",
  "parts, more columns": "there is no list with columns",
  "compare, list": nothing,
  "compare, side by side": nothing,
  "compare, all levels": nothing,
};

export const inDemo: State = { name: "the demo", start: demo, lacks: stays };

export const states: readonly State[] = [
  inDemo,
  { name: "an empty workspace", start: () => Bridge.start("empty.partwright"), lacks: noPart },
  { name: "a viewer's demo", start: asViewer, lacks: { ...stays, "dialog, many parts": "a Viewer is told so instead" } },
  {
    name: "a demo whose commands fail",
    start: demo,
    prepare: (page) => page.refuse((name) => !ofTheFrame.test(name), busy),
    lacks: { ...stays, ...noPart },
  },
  {
    name: "a damaged workspace",
    start: () => Bridge.start("damaged.partwright", (file) => writeFileSync(file, "not a workspace")),
    lacks: {
      ...stays,
      ...noPart,
      "dialog, part": "there is no workspace to make one in",
      notice: "there is no workspace to undo something in",
    },
  },
];
