// A BOM in the window: substitutes in order, a copy, what builds cost and lack, and a part replaced everywhere.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By, Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunningApplication, byTestId, eventually } from "./application";
import { confirm, pick, press, preview, showBom, write } from "./journey";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let application: RunningApplication | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-bom-"));
});
afterEach(async () => {
  await application?.stop();
  application = null;
  await rm(folder, { recursive: true, force: true });
});

/** The parts of the BOM on the screen. */
function numbers(app: RunningApplication, testid: string): Promise<string[]> {
  return app.driver.executeScript<string[]>(
    "return [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)].map((row) => row.dataset.number)",
    testid,
  );
}

test("a BOM is worked on in all the ways the window has", async () => {
  const app = (application = await RunningApplication.start(join(folder, "lamp.partwright")));
  await preview(app, lamp);
  const board = await confirm(app);
  const [first = "", second = "", third = "", ...rest] = await numbers(app, "bom-row");

  // Substitutes: two of them, the second moved up by keyboard.
  await (await app.driver.findElement(By.css(`[data-number="${first}"] [data-testid="bom-quantity"]`))).click();
  await app.click("bom-substitutes");
  await pick(app, "substitute-part", second);
  await pick(app, "substitute-part", third);
  await eventually("both to be listed", async () => (await numbers(app, "substitute")).length === 2);
  const notes = await app.all("substitute-note");
  await notes[1]?.sendKeys("Only below 40 °C");
  await press(app, Key.ALT, Key.ARROW_UP);
  await eventually("the second to be the first", async () => (await numbers(app, "substitute")).join() === [third, second].join());
  await app.picture("bom-substitutes");
  await app.click("substitutes-save");
  await app.reads("bom-substitute-count", `or 2 othersOr ${third}, or ${second}`);
  await app.picture("bom-tree");

  // What ten lamps cost, once one part has a supplier.
  await showBom(app, "cost");
  await app.find("cost-unpriced");
  await app.driver.executeScript(`location.hash = '#/parts/${first}/manufacturers'`);
  await app.reads("part-number", first);
  await app.click("manufacturer-part-open");
  await app.click("supplier-part-add");
  await write(await app.find("supplier"), "Northwind");
  await write(await app.find("order-code"), "NW-1");
  await write(await app.find("price-from"), "1");
  await write(await app.find("price-of-one"), "0.25");
  await app.click("supplier-part-save");
  await app.find("supplier-part-row");
  await app.driver.executeScript(`location.hash = '#/parts/${board}/bom'`);
  await showBom(app, "cost");
  await write(await app.find("cost-builds"), "10");
  // Four in each of ten lamps, at 0.25: what was answered for one lamp is not read any more. The others have no price.
  await app.reads("cost-ordered", "≥ 10.00 EUR");
  await app.reads("purchase-total", "10.00");
  await app.picture("bom-cost");

  // What is short for ten lamps, with what is on hand.
  await showBom(app, "shortage");
  await write(await app.find("shortage-builds"), "10");
  // Pasted, as a person would: the driver's own keys bring no new lines into this field.
  await app.driver.executeScript(
    "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
    await app.find("shortage-on-hand"),
    `${second}\t100000\n${third}; 5\nnobody 7`,
  );
  await app.click("shortage-find");
  await app.find("shortage-rows");
  expect(await app.textOf("shortage-rows")).toContain("bom.on_hand_unknown");
  expect(await numbers(app, "shortage-row")).not.toContain(second);
  await app.picture("bom-shortage");

  // The BOM copied into a new assembly.
  await app.click("nav-parts");
  await app.driver.executeScript("document.activeElement?.blur()");
  await app.driver.actions().sendKeys("n").perform();
  const select = await app.find("new-part-subcategory");
  await (await select.findElement(By.xpath(".//option[contains(., 'EL-PCA')]"))).click();
  await write(await app.find("new-part-name"), "Lamp, small");
  await app.click("new-part-create");
  await app.click("bom-copy");
  await pick(app, "copy-part", board);
  await app.find("copy-revision");
  await app.picture("bom-copy");
  await app.click("copy-carry-out");
  await app.reads("bom-total-lines", String(3 + rest.length));
  const copy = await app.textOf("part-number");

  // A part replaced in both, after its preview.
  await app.driver.executeScript(`location.hash = '#/parts/${first}/used'`);
  await app.click("replace-everywhere");
  await pick(app, "replace-part", second);
  await app.reads("replace-counts", "2 of 2 lines would change");
  expect(await numbers(app, "replace-row")).toEqual([board, copy]);
  await app.picture("bom-replace");
  await app.click("replace-apply");
  await eventually("the dialog to close", async () => (await app.driver.findElements(byTestId("replace-dialog"))).length === 0);
  await app.driver.executeScript(`location.hash = '#/parts/${copy}/bom'`);
  await eventually("the new part in the copy", async () => {
    const there = await numbers(app, "bom-row");
    return there.includes(second) && !there.includes(first);
  });
});
