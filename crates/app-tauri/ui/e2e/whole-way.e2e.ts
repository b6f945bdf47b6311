// The whole way of a product: a category of its own, parts, a BOM, review by two people, release, the next revision, what
// became another, and back again.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { By, Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test, type TestContext } from "vitest";
import { byTestId, eventually, RunningApplication } from "./application";
import { actAs, bomLines, editLine, openSettings, pick, press, sayInDialog, showBom, told, write } from "./journey";

let folder: string;
let workspace: string;
let app: RunningApplication;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-way-"));
  workspace = join(folder, "lens.partwright");
  app = await RunningApplication.start(workspace);
});
afterEach(async ({ task }: TestContext) => {
  if (task.result?.state === "fail") await app.picture(task.name.replace(/\W+/g, "-"));
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Adds a category with a subcategory, as the page of categories offers it. */
async function addCategory(category: string, subcategory: string, assembly: boolean): Promise<void> {
  await openSettings(app, "categories");
  await app.click("category-add");
  await fill(category, "Optics");
  const section = await eventually("the category", async () => (await app.driver.findElements(By.css(`section[data-code="${category}"]`)))[0]);
  await (await section.findElement(byTestId("subcategory-add"))).click();
  await fill(subcategory, "Lenses");
  const row = By.css(`[data-testid="subcategory"][data-code="${category}-${subcategory}"]`);
  await eventually("the subcategory", async () => (await app.driver.findElements(row)).length > 0);
  if (assembly) await (await app.driver.findElement(row).findElement(By.css("input[type=checkbox]"))).click();
}

async function fill(code: string, name: string): Promise<void> {
  await write(await app.find("category-code"), code);
  await write(await app.find("category-name"), name);
  await app.click("category-save");
  await eventually("the form to close", async () => (await app.all("category-code")).length === 0);
}

/** Makes a part and answers its number, on its page. */
async function createPart(codes: string, name: string): Promise<string> {
  await app.click("nav-parts");
  await app.click("part-new");
  const select = await app.find("new-part-subcategory");
  const option = await eventually(`${codes} to be offered`, async () => (await select.findElements(By.xpath(`.//option[contains(., '${codes}')]`)))[0]);
  await option.click();
  await write(await app.find("new-part-name"), name);
  await app.click("new-part-create");
  return eventually("the number of the new part", async () => {
    const number = await app.textOf("part-number");
    return number.startsWith(codes) && (await app.textOf("part-name")).includes(name) ? number : null;
  });
}

async function addLine(part: string, designators: string): Promise<void> {
  const before = (await bomLines(app)).length;
  if ((await app.all("bom-add-form")).length === 0) await app.click("bom-add");
  await pick(app, "bom-add-part", part);
  await write(await app.find("bom-add-designators"), designators);
  await app.click("bom-add-save");
  await eventually(`the line of ${part}`, async () => (await bomLines(app)).length === before + 1);
}

async function openTab(number: string, tab: string): Promise<void> {
  await app.driver.executeScript(`location.hash = '#/parts/${number}/${tab}'`);
  await app.reads("part-number", number);
}

test("a product goes its whole way: category, parts, BOM, review, release, next revision, comparison, undo", async () => {
  await openSettings(app, "people");
  await write(await app.find("person-add-name"), `Grace Hopper${Key.ENTER}`);
  await told(app, "Added Grace Hopper");

  await addCategory("OP", "LEN", true);
  const glass = await createPart("ME-FAS", "Ring");
  const screw = await createPart("ME-FAS", "Screw");
  const lens = await createPart("OP-LEN", "Zoom lens");

  // An assembly without a BOM is not even asked for.
  await app.click("act-submit");
  await told(app, "BOM of revision 1 is empty");
  await openTab(lens, "bom");
  await addLine(glass, "G1 G2");
  await addLine(screw, "S1");

  // Its author asks, and may not answer.
  await app.click("act-submit");
  await sayInDialog(app, "First glass");
  await app.reads("review-progress", "0 of 1 approval");
  await app.click("act-approve");
  await told(app, "Nobody gives a verdict on what is their own");

  await actAs(app, "Grace Hopper");
  await app.click("act-approve");
  await sayInDialog(app, "Clear");
  await app.reads("review-progress", "1 of 1 approval");
  await app.click("act-release");
  await sayInDialog(app, "Rings and screws are bought");
  await app.click("release-verify");
  await app.reads("release-verified", "The content is what was released.");

  // What is released has nothing to edit, whoever asks the shell.
  expect(await app.all("bom-add")).toHaveLength(0);
  expect(await app.all("bom-add-form")).toHaveLength(0);
  await app.picture("whole-way-released");

  // The next revision begins as a copy, and differs once somebody changes it.
  await app.click("act-revise");
  await app.reads("revision-words", "Being worked on.");
  expect((await bomLines(app)).map((line) => line.designators)).toEqual(["G1, G2", "S1"]);
  await write(await editLine(app, screw), "2");
  await write(await app.find("bom-designators-input"), `S1 S2${Key.ENTER}`);
  await eventually("the line to be saved", async () => (await bomLines(app))[1]?.designators === "S1, S2");
  await compareWithFirst();
  expect(await app.textOf("compare-row")).toContain("+S2");
  await app.picture("whole-way-compare");

  // Back, by the keys that everybody knows; and it stays so after a restart.
  await press(app, Key.CONTROL, "z");
  await told(app, "Undone: ");
  await eventually("nothing to differ", async () => (await app.textOf("empty-state")).includes("same lines"));
  await app.picture("whole-way-undone");
  await app.stop();
  app = await RunningApplication.start(workspace);
  await openTab(lens, "history");
  await app.find("audit-undone");
  await app.picture("whole-way-history");
  await openTab(lens, "bom");
  await eventually("the BOM as it was copied", async () => {
    const lines = await bomLines(app);
    return lines.length === 2 && lines[1]?.designators === "S1";
  });
});

async function compareWithFirst(): Promise<void> {
  await showBom(app, "compare");
  const select = await app.find("compare-revision");
  await (await select.findElement(By.xpath(".//option[contains(., '1')]"))).click();
  await app.find("compare-row");
}
