// The states a workspace can be in, each with a bridge of its own.
import { readFileSync, writeFileSync } from "node:fs";
import { Bridge } from "./bridge";
import { alerts } from "./in_page";
import type { Page } from "./page";
import { places } from "./places";

export type State = {
  name: string;
  start: () => Promise<Bridge>;
  /** What is done to each page before it is opened. */
  prepare?: (page: Page) => Promise<void>;
  /** What is not there in this state, and why. */
  lacks?: Readonly<Record<string, string>>;
  /** What else is wrong in this state with what the page shows of a place, a line each. */
  faults?: (page: Page, place: string) => Promise<string[]>;
};

/** The demo, with files, somebody else in it, and a review that waits. */
async function demo(): Promise<Bridge> {
  const bridge = await Bridge.start();
  const { rows } = await bridge.call("part_list", { category: "EL-MOD", sort: "number", descending: false, after: null, limit: 1 });
  for (const { revision } of rows) {
    for (const [name, role] of [["sheet.pdf", "Datasheet"], ["photo.png", "Other"]] as const) {
      const bytes = new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
      await bridge.call("file_attach", { revision: revision.id, name, role }, bytes);
    }
  }
  await bridge.call("person_add", { name: "Grace Hopper", role: "Designer" });
  await bridge.call("person_add", { name: "Tim Reader", role: "Viewer" });
  const boards = await bridge.call("part_list", { category: "EL-PCA", sort: "number", descending: false, after: null, limit: 3 });
  const power = boards.rows.find(({ name }) => name === "Power module");
  if (!power) throw new Error("the demo has no power module");
  await bridge.call("approval_submit", { revision: power.revision.id, comment: "With the larger regulator." });
  return bridge;
}

/** The demo that was closed: no workspace is open, and the one that was is a recent one. */
async function closed(): Promise<Bridge> {
  const bridge = await demo();
  await bridge.call("workspace_close", {});
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

/** Where nothing is asked of the workspace before somebody does something. */
const asksNothing = new Set(["import", "appearance"]);

/** A page whose commands fail has to say so itself; a notice goes by. */
async function failureSeen(page: Page, place: string): Promise<string[]> {
  const isSeen = (await page.run(alerts)).some((words) => words.includes(busy.message));
  if (isSeen !== asksNothing.has(place)) return [];
  return [isSeen ? "a failure is seen where nothing was asked" : "its commands fail, and it shows no failure"];
}

const stays = { "dialog, move": "the demo stays where it is", start: "a workspace is open" };
const nothing = "there is nothing to compare";
const noBom = "there is no BOM";
const noPart = {
  start: "a workspace is open",
  export: "there is no part of that number",
  palette: "there is no part to be found",
  "dialog, many parts": "there is no part to be marked",
  "parts, marked": "there is no part to be marked",
  "parts, more columns": "there is no list with columns",
  "compare, list": nothing,
  "compare, side by side": nothing,
  "compare, all levels": nothing,
  ...Object.fromEntries(["exploded", "flat", "graph", "cost", "shortage"].map((way) => [`BOM, ${way}`, noBom])),
  "line, edited": noBom,
  "line, added": noBom,
  "used, all levels": "there is no part to be used",
  "used, graph": "there is no part to be used",
};

export const inDemo: State = { name: "the demo", start: demo, lacks: stays };

export const states: readonly State[] = [
  inDemo,
  { name: "an empty workspace", start: () => Bridge.start("empty.partwright"), lacks: noPart },
  {
    name: "a viewer's demo",
    start: asViewer,
    lacks: {
      ...stays,
      "dialog, many parts": "a Viewer is told so instead",
      "line, edited": "a Viewer edits none",
      "line, added": "a Viewer adds none",
    },
  },
  {
    name: "a demo whose commands fail",
    start: demo,
    prepare: (page) => page.refuse((name) => !ofTheFrame.test(name), busy),
    lacks: { ...stays, ...noPart },
    faults: failureSeen,
  },
  {
    name: "a demo that was closed",
    start: closed,
    lacks: Object.fromEntries(places.filter(({ name }) => name !== "start").map(({ name }) => [name, "no workspace is open"])),
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
