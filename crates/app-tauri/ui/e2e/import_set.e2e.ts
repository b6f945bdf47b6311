// A folder of lists and BOMs: shown file by file, imported as one change, taken back by one undo, imported again as nothing new.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By } from "selenium-webdriver";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { bomLines, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-set", import.meta.url));
let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

/** Opens the folder at this path. */
async function open(path: string): Promise<void> {
  await app.click("nav-import");
  await app.click("import-set");
  await write(await app.find("import-set-path"), path);
  await app.click("import-set-open");
}

/** What each file was taken for. */
function roles(): Promise<Record<string, string>> {
  return app.driver.executeScript<Record<string, string>>(`
    return Object.fromEntries(
      [...document.querySelectorAll("[data-testid='import-set-file']")].map((row) => [row.dataset.path, row.dataset.role]),
    );
  `);
}

/** Looks at the rows of a file. */
async function look(path: string): Promise<void> {
  await app.driver.findElement(By.css(`[data-testid="import-set-file"][data-path="${path}"] button`)).click();
  await app.reads("import-set-shown", path);
}

test("a folder becomes assemblies of assemblies as one change, and one undo takes it back", async () => {
  await app.click("nav-import");
  await app.picture("import-choose");
  await app.click("import-set");
  await app.picture("import-set-open");
  await app.driver.findElement(By.css(`[data-testid="import-set-dialog"] [aria-label="Close"]`)).click();
  await open(lamp);
  await eventually("the plan", async () => (await app.find("import-confirm")).isEnabled());
  expect(await roles()).toEqual({
    "LMP-001-0001/LMP-001-0001-all.csv": "result",
    "LMP-001.csv": "bom",
    "boards/PCA-002.csv": "bom",
    "parts.csv": "parts",
  });
  expect(await (await app.find("import-set-not-read")).getAttribute("data-path")).toBe("README.txt");
  expect(await app.textOf("import-set-summary")).toBe("6 files, 2 BOMs 11 rows read, 1 refused");
  await app.picture("import-set");

  // The row that cannot be imported is found, and says why.
  await look("boards/PCA-002.csv");
  expect(await app.textOf("import-count-refused")).toBe("1");
  const problems = await Promise.all((await app.all("import-problem")).map((row) => row.getText()));
  expect(problems.some((words) => words.includes("\"some\" is not a quantity"))).toBe(true);
  await app.picture("import-set-refused");
  await look("LMP-001-0001/LMP-001-0001-all.csv");
  await app.picture("import-set-result");

  expect(await app.textOf("import-confirm")).toBe("Create 5 parts and add 4 lines");
  await app.click("import-confirm");
  await told(app, "Imported lamp-set: 2 BOMs, 5 new parts, 0 there already.");
  // The lamp stands in no other assembly, so that is what is shown: two boards, four screws.
  await eventually("the lamp's BOM", async () => (await bomLines(app)).length === 2);
  expect((await bomLines(app)).map((line) => line.quantity)).toEqual(["2", "4"]);
  await app.picture("import-set-done");

  // The same folder again has nothing to do.
  await open(lamp);
  await app.reads("import-confirm", "Nothing to import");
  await app.picture("import-set-again");
  await app.click("nav-parts");
  await app.reads("part-count", "5 parts");
  await app.click("toast-action");
  await app.reads("part-count", "0 parts");
});

test("a folder that is not there is told, and what is none too", async () => {
  await open(join(folder, "nowhere"));
  await app.reads("error-code", "import.file_unreadable");
  await app.picture("import-set-nowhere");
  await app.driver.findElement(By.css(`[aria-label="Cancel"]`)).click();
  await app.find("import-choose");
});
