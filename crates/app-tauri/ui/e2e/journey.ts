// The steps of a journey through the application, each waiting for what the user would wait for.
import { By, type WebElement } from "selenium-webdriver";
import { text } from "../src/text";
import { byTestId, eventually, type RunningApplication } from "./application";

/** What the preview of an import says it would do. */
export type Counted = {
  read: number;
  new: number;
  matched: number;
  updated: number;
  merged: number;
  not_a_part: number;
  refused: number;
  lines: number;
  designators: number;
  quantity: string;
};

const outcomes = ["new", "matched", "updated", "merged", "not_a_part", "refused"] as const;

/** Chooses a file for import and answers what the preview shows, once the plan stands. */
export async function preview(application: RunningApplication, file: string): Promise<Counted> {
  await application.click("nav-import");
  await (await application.find("import-file")).sendKeys(file);
  const confirm = await application.find("import-confirm");
  await eventually("the plan of the import", () => confirm.isEnabled());
  const number = async (testid: string) => Number((await application.textOf(testid)).replaceAll(",", ""));
  const counted = {} as Counted;
  counted.read = await number("import-read");
  for (const outcome of outcomes) counted[outcome] = await number(`import-count-${outcome}`);
  counted.lines = await number("import-lines");
  counted.designators = await number("import-designators");
  counted.quantity = await application.textOf("import-quantity");
  return counted;
}

export function accounted(counted: Counted): number {
  return outcomes.reduce((sum, outcome) => sum + counted[outcome], 0);
}

/** Confirms the import that is previewed and answers the assembly's number, once its BOM is drawn. */
export async function confirm(application: RunningApplication): Promise<string> {
  await application.click("import-confirm");
  await application.find("bom-total-lines");
  return application.textOf("part-number");
}

/** The lines of the BOM on the screen, as far as they are drawn. */
export async function bomLines(application: RunningApplication): Promise<BomLine[]> {
  return application.driver.executeScript<BomLine[]>(`
    return [...document.querySelectorAll("[data-testid='bom-row']")].map((row) => ({
      number: row.dataset.number,
      level: row.dataset.level,
      quantity: row.querySelector("[data-testid='bom-quantity']")?.textContent.trim() ?? "",
      designators: row.querySelector("[data-testid='bom-designators']")?.textContent.trim() ?? "",
    }));
  `);
}
export type BomLine = { number: string; level: string; quantity: string; designators: string };

/** Puts the caret into the quantity of the line with this part. */
export async function editLine(application: RunningApplication, number: string): Promise<WebElement> {
  const row = await lineOf(application, number);
  await (await row.findElement(byTestId("bom-quantity"))).click();
  return application.find("bom-quantity-input");
}

export function lineOf(application: RunningApplication, number: string): Promise<WebElement> {
  return eventually(`a line with ${number}`, async () => {
    for (const row of await application.all("bom-row")) {
      if ((await row.getAttribute("data-number")) === number) return row;
    }
    return null;
  });
}

/** Presses a key while another one is held, which is let go by itself: the driver of WebKitGTK holds it down after a chord. */
export async function press(application: RunningApplication, held: string, key: string): Promise<void> {
  await application.driver.actions().keyDown(held).sendKeys(key).keyUp(held).perform();
}

/** Replaces what stands in a field. */
export async function write(field: WebElement, text: string): Promise<void> {
  await field.clear();
  await field.sendKeys(text);
}

/** The row of an assembly on their page, or of whichever is the first. */
export function assembly(application: RunningApplication, number?: string): Promise<WebElement> {
  const row = `[data-testid="part-row"]${number === undefined ? "" : `[data-number="${number}"]`}`;
  const rows = By.css(`[aria-label="${text.assemblies.label}"] ${row}`);
  return eventually(`the assembly ${number ?? ""}`, async () => (await application.driver.findElements(rows))[0] ?? null);
}

/** Opens an assembly from the page of assemblies. */
export async function openAssembly(application: RunningApplication, number: string): Promise<void> {
  await application.click("nav-assemblies");
  await assembly(application, number).then((row) => row.click());
  await application.find("bom-total-lines");
}

/** Goes to a page of the settings. */
export async function openSettings(application: RunningApplication, page: string): Promise<void> {
  await application.click("nav-settings");
  await application.click(`setting-${page}`);
}

/** Types a part into a picker and takes the one that is found. */
export async function pick(application: RunningApplication, testid: string, part: string): Promise<void> {
  await (await application.find(testid)).sendKeys(part);
  const option = By.css(`[data-testid="${testid}-option"][data-number="${part}"]`);
  await eventually(`${part} to be found`, async () => (await application.driver.findElements(option)).length > 0);
  await application.driver.findElement(option).click();
}

/** Chooses how the BOM is shown. The radio button itself is not seen; its label is what a person presses. */
export async function showBom(application: RunningApplication, way: "cost" | "shortage" | "compare"): Promise<void> {
  await (await (await application.find(`bom-way-${way}`)).findElement(By.xpath(".."))).click();
}

/** Does what a dialog about a revision asks about, with words where it takes some. */
export async function sayInDialog(application: RunningApplication, words: string): Promise<void> {
  if (words !== "") await write(await application.find("revision-words-input"), words);
  await application.click("revision-carry-out");
  await eventually("the dialog to close", async () => (await application.all("revision-dialog")).length === 0);
}

/** The sentence of a notice that has these words, once there is one. */
export function told(application: RunningApplication, words: string): Promise<string> {
  return eventually(`a notice with "${words}"`, async () => {
    const texts = await application.driver.executeScript<string[]>(
      "return [...document.querySelectorAll(`[data-testid='toast']`)].map((toast) => toast.textContent)",
    );
    return texts.find((text) => text.includes(words)) ?? "";
  });
}

/** Hands over to somebody else. */
export async function actAs(application: RunningApplication, name: string): Promise<void> {
  await application.click("person-switch");
  const choice = await eventually(`${name} in the list`, async () => {
    for (const each of await application.all("person-choice")) if ((await each.getText()).includes(name)) return each;
    return null;
  });
  await choice.click();
  await application.reads("person-name", name);
}
