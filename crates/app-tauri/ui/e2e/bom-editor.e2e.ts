// The BOM as it is written: lines that are dragged and moved with keys, rows pasted from a spreadsheet, what is told while one types.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By, Key, type WebElement } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunningApplication, byTestId, eventually } from "./application";
import { confirm, press, preview } from "./journey";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let application: RunningApplication | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-bom-editor-"));
});
afterEach(async () => {
  await application?.stop();
  application = null;
  await rm(folder, { recursive: true, force: true });
});

/** The parts of the BOM on the screen, from the top. */
function numbers(app: RunningApplication): Promise<string[]> {
  return app.driver.executeScript<string[]>(
    "return [...document.querySelectorAll(`[data-testid='bom-row']`)].map((row) => row.dataset.number)",
  );
}

/** Waits until the lines stand so. */
async function stands(app: RunningApplication, expected: string[]): Promise<void> {
  await eventually(`${expected.join(", ")}`, async () => (await numbers(app)).join() === expected.join());
}

/** Writes rows into the field for them. A tabulator that is typed goes on to the next field, so they are put there. */
async function write(app: RunningApplication, rows: string): Promise<WebElement> {
  const field = await app.find("paste-rows");
  const put = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
  await app.driver.executeScript(put, field, rows);
  return field;
}

test("a BOM is put in order, pasted into, and says what is wrong while one types", async () => {
  const app = (application = await RunningApplication.start(join(folder, "lamp.partwright")));
  await preview(app, lamp);
  const board = await confirm(app);
  const before = await numbers(app);
  const [first = "", second = "", third = "", ...rest] = before;

  // The first line is dragged below the third: over the lower half of it.
  const row = (number: string) => app.driver.findElement(By.css(`[data-testid="bom-row"][data-number="${number}"]`));
  const grip = await (await row(first)).findElement(byTestId("bom-grip"));
  await app.driver.actions().move({ origin: grip }).press().perform();
  await app.driver.actions().move({ origin: await row(third), x: 0, y: 8 }).perform();
  await eventually("the place where it would land", async () =>
    ((await (await row(third)).getAttribute("class")) ?? "").split(" ").includes("below"),
  );
  await app.picture("bom-drag");
  await app.driver.actions().release().perform();
  await stands(app, [second, third, first, ...rest]);

  // Up again with the keys, and all of it undone, each move by itself.
  await press(app, Key.ALT, Key.ARROW_UP);
  await stands(app, [second, first, third, ...rest]);
  await press(app, Key.ALT, Key.ARROW_UP);
  await stands(app, before);
  await press(app, Key.ALT, Key.ARROW_DOWN);
  await stands(app, [second, first, third, ...rest]);
  await press(app, Key.CONTROL, "z");
  await stands(app, before);

  // A designator of another line is told of before anything is saved.
  const designators = await (await row(first)).findElement(byTestId("bom-designators"));
  const [taken = ""] = (await app.driver.executeScript<string>("return arguments[0].textContent", await (await row(second)).findElement(byTestId("bom-designators")))).split(",");
  expect(taken).not.toBe("");
  await designators.click();
  const input = await app.find("bom-designators-input");
  await input.sendKeys(Key.END, `, ${taken}`);
  await eventually("the warning", async () => (await app.textOf("bom-error")).includes(`${taken} `));
  await app.picture("bom-check");
  await input.sendKeys(Key.ESCAPE);

  // Rows from a spreadsheet: one part that is there, looked at before it is added.
  await app.click("bom-paste");
  await write(app, `Part number\tQuantity\tReference\tNote\n${first}\t2\tX901, X902\tspare`);
  await app.picture("bom-paste");
  await app.click("paste-show");
  const ready = await app.find("import-confirm");
  await eventually("the plan of what was pasted", () => ready.isEnabled());
  await app.picture("bom-paste-preview");
  expect(await confirm(app)).toBe(board);
  await stands(app, [...before, first]);

  // The same without the dialog: rows are copied, and pasted where the list has the focus.
  await app.click("bom-paste");
  const rows = await write(app, `Part number\tQuantity\tReference\n${second}\t1\tX903`);
  await rows.click();
  await press(app, Key.CONTROL, "a");
  await press(app, Key.CONTROL, "c");
  await rows.sendKeys(Key.ESCAPE);
  await app.click("unsaved-go");
  await app.driver.findElement(By.css("[role=treegrid]")).sendKeys(Key.HOME);
  await press(app, Key.CONTROL, "v");
  const again = await app.find("import-confirm");
  await eventually("the plan of what was pasted over the list", () => again.isEnabled());
  expect(await confirm(app)).toBe(board);
  await stands(app, [...before, first, second]);
});
