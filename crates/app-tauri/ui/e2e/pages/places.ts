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

/** The assembly that the demo is about. */
const part = "AS-PRD-100000";

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
  assemblies: { hash: "#/assemblies" },
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

export const places: readonly Place[] = [
  ...Object.entries(pages).map(([name, place]) => ({ name, ...place })),
  ...Object.entries(tabs).map(([tab, place]) => ({ name: `part, ${tab}`, hash: `#/parts/${part}/${tab}`, ...place })),
  ...Object.entries(dialogs).map(([name, { words, ...place }]) => ({
    name: `dialog, ${name}`,
    hash: "#/parts",
    open: (page: Page) => act(page, words),
    ...place,
  })),
  { name: "palette", hash: "#/parts", picture: "dark", open: findSensors },
  { name: "export", hash: `#/parts/${part}/bom`, open: (page) => page.click("export") },
];
