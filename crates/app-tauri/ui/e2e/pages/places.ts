// The table of all that can be shown: each page by its route, each tab, and the dialogs. A route, a tab or a dialog that is
// missing here does not pass the check of types.
import type { Asked } from "../../src/application.svelte";
import type { PartTab, Route } from "../../src/router.svelte";
import { text } from "../../src/text";
import type { Page, Scheme } from "./page";

export type Place = {
  name: string;
  hash: string;
  /** Leads on from the page, as to a dialog. */
  open?: (page: Page) => Promise<void>;
  /** In which colours a picture of it in the demo is kept and compared. */
  picture?: Scheme | Scheme[];
};

/** The assembly that the demo is about. Of all that the tabs of a part are for it has a BOM and a history. */
const part = "AS-PRD-100000";
/** A part of it that is bought: it has properties, files, a manufacturer and suppliers. */
const bought = "EL-MOD-100004";
/** One that is used on two boards, and the board whose revision is in review. */
const shared = "EL-CAP-100010";
const reviewed = "EL-PCA-100002";

const tabs: Record<PartTab, Omit<Place, "name" | "hash">> = {
  bom: { picture: ["light", "dark"] },
  properties: {},
  manufacturers: {},
  files: { picture: "light" },
  used: {},
  approvals: {},
  history: {},
};

const pages: Record<Route["page"], Omit<Place, "name">> = {
  dashboard: { hash: "#/dashboard", picture: "light" },
  parts: { hash: "#/parts", picture: ["light", "dark"] },
  assemblies: { hash: "#/assemblies", picture: ["light", "dark"] },
  part: { hash: `#/parts/${part}` },
  reviews: { hash: "#/reviews", picture: "light" },
  review: { hash: "#/reviews/EL-PCA-100002", picture: "light" },
  import: { hash: "#/import", picture: "light" },
  activity: { hash: "#/activity" },
  settings: { hash: "#/settings", picture: "dark" },
  categories: { hash: "#/settings/categories" },
  workflows: { hash: "#/settings/workflows", picture: "light" },
  people: { hash: "#/settings/people", picture: "light" },
  kicad: { hash: "#/settings/kicad" },
  backups: { hash: "#/settings/backups" },
  appearance: { hash: "#/settings/appearance" },
  status: { hash: "#/settings/status" },
};

/** The dialogs that can be asked for from anywhere, by the words that the palette has for them. */
const dialogs: Record<Asked, { words: string; picture?: Scheme }> = {
  part: { words: text.frame.actions.newPart, picture: "light" },
  create: { words: text.workspace.createTitle },
  open: { words: text.workspace.openTitle },
  move: { words: text.workspace.moveTitle("") },
  restore: { words: text.workspace.restoreTitle },
  salvage: { words: text.workspace.salvageTitle },
  verify: { words: text.packages.verify },
  keys: { words: text.frame.actions.help },
};

/** Opens the palette and does what is called so. */
async function act(page: Page, words: string): Promise<void> {
  await page.press("k", true);
  await page.find("palette-input");
  await page.write(`>${words}`);
  await page.find("palette-action");
  await page.press("Enter");
  await page.settled();
}

/** Opens the palette and looks for parts. */
async function findSensors(page: Page): Promise<void> {
  await page.press("k", true);
  await page.find("palette-input");
  await page.write("sensor");
  await page.find("palette-part");
}

/** Marks the parts of the list. */
async function mark(page: Page): Promise<void> {
  await page.find("part-row");
  await page.press("a", true);
  await page.find("part-marks");
}

/** Adds columns until there are more than the window is wide for. */
async function addColumns(page: Page): Promise<void> {
  await page.click("part-columns");
  for (const name of ["description", "footprint", "author", "changed"] as const) await page.click(`part-column-${name}`);
  await page.press("Escape");
  await page.settled();
}

/** Presses the key of the undo where there is nothing to undo, which is told. */
async function undoNothing(page: Page): Promise<void> {
  await page.press("z", true);
  await page.find("toast");
  await page.settled();
}

/** Marks the first parts of the list and asks to change their state. */
async function askOfMarked(page: Page): Promise<void> {
  await mark(page);
  await page.click("part-act-on-all");
  await page.find("act-on-all-submit");
  await page.click("act-on-all-submit");
  await page.click("act-on-all-go");
  await page.find("on-all-told");
  await page.settled();
}

/** Compares the main board's BOM with that of the power module on it, and shows that in one of the ways. */
async function compare(page: Page, way: "compare-form-list" | "compare-form-beside" | "compare-level-amounts"): Promise<void> {
  await page.click("bom-way-compare");
  await page.find("compare-part");
  await page.run(() => document.querySelector<HTMLElement>("[data-testid=compare-part]")?.focus());
  await page.write("EL-PCA-100002");
  await page.find("compare-part-option");
  await page.press("Enter");
  await page.click(way);
  await page.find("compare-row");
  await page.settled();
}

const board = "#/parts/EL-PCA-100001/bom";

const ways = ["exploded", "flat", "graph", "cost", "shortage"] as const;

/** Shows the board's BOM in one of the ways, and what has to be asked for there. */
async function look(page: Page, way: (typeof ways)[number]): Promise<void> {
  await page.click(`bom-way-${way}`);
  if (way === "shortage") {
    await page.run(() => document.querySelector<HTMLElement>("[data-testid=shortage-builds]")?.focus());
    await page.write("10");
    await page.click("shortage-find");
  }
  await page.find(way === "graph" ? "graph-node" : `${way}-row`);
  await page.settled();
}

/** Shows of a part that is used where it ends up, in one of the ways. */
async function lookUp(page: Page, level: "used-level-all" | "used-level-graph"): Promise<void> {
  await page.click(level);
  await page.find(level === "used-level-all" ? "used-in-row" : "graph-node");
  await page.settled();
}

/** Edits the first line of a BOM. */
async function edit(page: Page): Promise<void> {
  await page.find("bom-row");
  await page.run(() => document.querySelector<HTMLElement>("[role=treegrid]")?.focus());
  await page.press("ArrowDown");
  await page.press("Enter");
  await page.find("bom-quantity-input");
  await page.settled();
}

export const places: readonly Place[] = [
  ...Object.entries(pages).map(([name, place]) => ({ name, ...place })),
  ...Object.entries(tabs).map(([tab, place]) => ({ name: `part, ${tab}`, hash: `#/parts/${part}/${tab}`, ...place })),
  ...Object.entries(dialogs).map(([name, { words, ...place }]) => ({
    name: `dialog, ${name}`,
    hash: "#/parts",
    open: (page: Page) => act(page, words),
    ...place,
  })),
  { name: "part, properties it has", hash: `#/parts/${bought}/properties` },
  { name: "part, manufacturers it has", hash: `#/parts/${bought}/manufacturers` },
  { name: "part, files it has", hash: `#/parts/${bought}/files` },
  { name: "part, where it is used", hash: `#/parts/${shared}/used` },
  { name: "used, all levels", hash: `#/parts/${shared}/used`, open: (page) => lookUp(page, "used-level-all") },
  { name: "used, graph", hash: `#/parts/${shared}/used`, open: (page) => lookUp(page, "used-level-graph") },
  { name: "part, approvals asked for", hash: `#/parts/${reviewed}/approvals` },
  ...ways.map((way) => ({ name: `BOM, ${way}`, hash: board, open: (page: Page) => look(page, way) })),
  { name: "line, edited", hash: board, open: edit },
  { name: "line, added", hash: board, open: (page) => page.click("bom-add") },
  { name: "start", hash: "#/dashboard", open: (page) => page.find("start-page") },
  { name: "assemblies, searched", hash: "#/assemblies?text=board" },
  { name: "parts, marked", hash: "#/parts", picture: ["light", "dark"], open: mark },
  { name: "notice", hash: "#/parts", picture: ["light", "dark"], open: undoNothing },
  { name: "palette", hash: "#/parts", picture: "dark", open: findSensors },
  { name: "compare, list", hash: board, picture: "light", open: (page) => compare(page, "compare-form-list") },
  {
    name: "compare, side by side",
    hash: board,
    picture: ["light", "dark"],
    open: (page) => compare(page, "compare-form-beside"),
  },
  { name: "compare, all levels", hash: board, open: (page) => compare(page, "compare-level-amounts") },
  { name: "dialog, many parts", hash: "#/parts", open: askOfMarked },
  { name: "export", hash: `#/parts/${part}/bom`, open: (page) => page.click("export") },
  // The last one: the columns are remembered.
  { name: "parts, more columns", hash: "#/parts", picture: "light", open: addColumns },
];
