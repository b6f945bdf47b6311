// The classification is configured, a part of it gets a supplier with prices, and all of it is there after a restart.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { By, Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunningApplication, byTestId, eventually } from "./application";
import { openSettings, write } from "./journey";

let folder: string;
let application: RunningApplication | null = null;

async function start(): Promise<RunningApplication> {
  application = await RunningApplication.start(join(folder, "optics.partwright"));
  return application;
}

async function stop(): Promise<void> {
  const running = application;
  application = null;
  await running?.stop();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-categories-"));
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** Writes a code and a name into the form that is open, and adds what they name. */
async function add(app: RunningApplication, code: string, name: string): Promise<void> {
  await write(await app.find("category-code"), code);
  await write(await app.find("category-name"), name);
  await app.click("category-save");
  await eventually("the form to close", async () => (await app.all("category-code")).length === 0);
}

/** Something within the row of a subcategory. */
async function within(app: RunningApplication, code: string, testid: string) {
  return app.driver.findElement(By.css(`[data-code="${code}"] [data-testid="${testid}"]`));
}

test("categories, demands, suppliers and prices are kept", async () => {
  let app = await start();
  await openSettings(app, "categories");
  await app.find("subcategory");
  await app.click("category-add");
  await add(app, "op", "Optics");
  await (await within(app, "OP", "subcategory-add")).click();
  await add(app, "len", "Lenses");
  await (await within(app, "OP-LEN", "demand-add")).click();
  await (await app.find("demand-name")).sendKeys("Focal length", Key.ENTER);
  await eventually("the demand to stand there", async () =>
    (await (await within(app, "OP-LEN", "demands")).getText()).includes("Focal length"),
  );
  await app.picture("categories");

  await app.click("nav-parts");
  await app.driver.executeScript("document.activeElement?.blur()");
  await app.driver.actions().sendKeys("n").perform();
  const select = await app.find("new-part-subcategory");
  await (await select.findElement(By.xpath(".//option[contains(., 'OP-LEN')]"))).click();
  await write(await app.find("new-part-name"), "Lens 12 mm");
  await write(await app.find("new-part-manufacturer"), "Optikwerk");
  await write(await app.find("new-part-mpn"), "OW-12");
  await app.click("new-part-create");
  await app.reads("part-number", "OP-LEN-100000");
  expect(await app.textOf("property-missing")).toContain("Focal length");

  await app.click("tab-manufacturers");
  await app.click("manufacturer-part-open");
  await app.click("supplier-part-add");
  await write(await app.find("supplier"), "Northwind");
  await write(await app.find("order-code"), "NW-OW12");
  await write(await app.find("price-from"), "10");
  await write(await app.find("price-of-one"), "3.0125");
  await app.click("supplier-part-save");
  await app.find("supplier-part-row");
  await write(await app.find("price-quantity"), "40");
  await eventually("the price of forty", async () => (await app.textOf("supplier-part-answer")).includes("120.5 EUR in all"));
  await app.picture("supplier-part");
  await app.click("supplier-part-edit");
  await app.find("supplier-part-form");
  await app.picture("supplier-part-form");
  await stop();

  app = await start();
  await openSettings(app, "categories");
  await eventually("the part to be counted", async () => {
    const [row] = await app.driver.findElements(By.css('[data-code="OP-LEN"]'));
    return row !== undefined && /\b1$/.test((await row.getText()).trim());
  });
  expect(await (await within(app, "OP-LEN", "demands")).getText()).toContain("Focal length");
  expect(await app.driver.findElements(By.css('[data-code="OP-LEN"] [data-testid="subcategory-remove"]'))).toEqual([]);
  await app.driver.executeScript("location.hash = '#/parts/OP-LEN-100000/manufacturers'");
  await write(await app.find("price-quantity"), "9");
  await eventually("no price for nine", async () => (await app.textOf("supplier-part-answer")).includes("Prices from 10 on"));
  expect((await app.driver.findElements(byTestId("supplier-part-row"))).length).toBe(1);
});
