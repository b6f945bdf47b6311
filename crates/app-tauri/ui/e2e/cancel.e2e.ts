// Long work in the real window: seen from every page, cancelled so that nothing of it is there, undone as it was done; and a
// plan of many rows, every one of which can be looked at before it is imported.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { count } from "../src/format";
import { eventually, type RunningApplication } from "./application";
import { startInWorkspace } from "./workspace";

const many = 3_000;
let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

/** Chooses the long file and waits for its plan. */
async function plan(): Promise<void> {
  const long = join(folder, "long.csv");
  const rows = Array.from({ length: many }, (_, place) => `P${place},1,part ${place},MPN-${place}`);
  await writeFile(long, ["Designator,Quantity,Value,MPN", ...rows].join("\n"));
  await app.click("nav-import");
  await (await app.find("import-file")).sendKeys(long);
  await eventually("the plan of a long file", async () => (await app.all("import-confirm")).length > 0, 60_000);
  const go = await app.find("import-confirm");
  await app.driver.wait(() => go.isEnabled(), 60_000);
}

/** Waits until something runs that is called so. */
async function runs(title: string): Promise<void> {
  await app.find("running");
  await eventually(`what runs to be ${title}`, async () => (await app.textOf("running-task")).startsWith(title), 60_000);
}

async function nothingRuns(): Promise<void> {
  await eventually("nothing to run any more", async () => (await app.all("running")).length === 0, 120_000);
}

const told = (sentence: string) =>
  eventually(`the notice "${sentence}"`, async () => (await app.driver.getPageSource()).includes(sentence), 60_000);

test("each row of a long plan can be looked at before it is imported", async () => {
  await plan();
  const last = () => app.driver.executeScript<string>("return [...document.querySelectorAll('[data-testid=import-item]')].at(-1).textContent");
  await app.driver.executeScript("document.querySelector('[aria-rowcount]').scrollTop = 1e9");
  await eventually("the last row to say what stands in it", async () => (await last()).includes(`MPN-${many - 1}`));
  await app.driver.executeScript("document.querySelector('[aria-rowcount]').scrollTop = 2000 * 30");
  await eventually("rows in the middle", async () => (await last()).includes("MPN-20"));
  await app.picture("import-row-2000");
});

test("a long import is cancelled, and nothing of it is there", async () => {
  await plan();
  await app.click("import-confirm");
  await app.click("import-apply-cancel");
  await app.driver.wait(async () => (await app.driver.getPageSource()).includes("nothing was written"), 60_000);
  await app.click("nav-parts");
  await app.reads("part-count", "0 parts");
});

test("an import that one has left is seen, and cancelled, from another page", async () => {
  await plan();
  await app.click("import-confirm");
  await app.click("nav-parts");
  await runs("Importing long.csv");
  await eventually("how far it is", async () => /[1-9]\d? %/.test(await app.textOf("running-task")), 60_000);
  await app.picture("running");
  await app.click("running-show");
  await app.find("import-apply-running");
  await app.click("nav-parts");
  await app.click("running-cancel");
  await told("Cancelled: Importing long.csv. Nothing was changed by it.");
  await nothingRuns();
  await app.reads("part-count", "0 parts");
});

test("its undo shows how far it is and can be ended; then all stays, and the next one goes through", async () => {
  await plan();
  await app.click("import-confirm");
  await app.click("nav-parts");
  await runs("Importing long.csv");
  await nothingRuns();
  await app.click("toast-action");
  await runs("Undoing");
  await app.picture("undoing");
  await app.click("running-cancel");
  await told("The undo was cancelled; everything stays as it was.");
  await app.reads("part-count", `${count(many + 1)} parts`);
  await app.driver.executeScript("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))");
  await runs("Undoing: imported a BOM");
  await nothingRuns();
  await app.reads("part-count", "0 parts");
  expect(await app.textOf("toast")).toContain("Undone: imported a BOM");
});
