// KiCad in the settings: switched on, its library file used as KiCad uses it, parts shown as somebody says, switched off.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { By } from "selenium-webdriver";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { freePort } from "./free_port";
import { openSettings, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

type Library = { source: { root_url: string; token: string } };

/** Saves the library file, and answers what it says. */
async function library(name: string): Promise<Library["source"]> {
  await app.click("kicad-save");
  await write(await app.find("kicad-save-path"), join(folder, name));
  await app.picture("kicad-save");
  await app.click("kicad-save-now");
  await told(app, `${name}.kicad_httplib`);
  return (JSON.parse(await readFile(join(folder, `${name}.kicad_httplib`), "utf8")) as Library).source;
}

/** Asks as KiCad does: the status, and what came; status 0 where nobody listens. */
async function ask(url: string, token?: string): Promise<{ status: number; text: string }> {
  const headers = { "User-Agent": "KiCad/9.0.8", ...(token === undefined ? {} : { Authorization: `Token ${token}` }) };
  try {
    const answer = await fetch(url, { headers });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: "" };
  }
}

/** Scrolls to a section and takes its picture. */
async function show(testid: string, name: string): Promise<void> {
  await app.driver.executeScript("arguments[0].scrollIntoView({ block: 'start' })", await app.find(testid));
  await app.picture(name);
}

test("a workspace is served with the token of its library file, and no longer when it is switched off", async () => {
  await openSettings(app, "kicad");
  await app.find("kicad-on");
  await show("kicad", "kicad-off");
  await write(await app.find("kicad-port"), String(await freePort()));
  await app.click("kicad-on");
  await eventually("it to serve", async () => (await app.textOf("kicad-status")).includes("Serving at 127.0.0.1:"));
  const file = await library("lamp");
  const { root_url, token } = file;
  const categories = new URL("v1/categories.json", root_url).href;
  expect((await ask(categories)).status, "nothing without the token").toBe(401);
  const answer = await ask(categories, token);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("EL-RES");
  await eventually("what was asked", async () => (await app.textOf("kicad-status")).includes("Asked by KiCad/9.0.8."));
  expect(await app.textOf("kicad-status")).toContain("1 request was refused");
  await show("kicad", "kicad-on");

  await app.click("kicad-renew");
  await told(app, "There is a new token");
  expect((await ask(categories, token)).status, "a file that was saved before").toBe(401);
  const renewed = await library("lamp");
  expect((await ask(categories, renewed.token)).status).toBe(200);

  await app.click("kicad-on");
  await eventually("it to be off", async () => (await app.textOf("kicad-status")).includes("Off."));
  expect((await ask(categories, renewed.token)).status).toBe(0);
});

test("how parts are shown is changed for a category, and as usual again", async () => {
  await openSettings(app, "kicad");
  const row = By.css(`[data-testid="kicad-mapping"][data-codes="EL-DIO"]`);
  const diodes = await eventually("the diodes", async () => (await app.driver.findElements(row))[0]);
  await show("kicad-counts", "kicad-counts");
  await show("kicad-mappings", "kicad-mappings");
  expect(await diodes.getText()).toContain("named by the part");
  await diodes.findElement(By.css("button")).click();
  await write(await app.find("kicad-symbol"), "Device:D");
  await app.click("kicad-field-add");
  const fields = await app.all("kicad-field");
  await fields.at(-1)?.sendKeys("Tolerance");
  await app.picture("kicad-mapping");
  await app.click("kicad-mapping-save");
  await eventually("the symbol", async () => (await app.driver.findElement(row).getText()).includes("Device:D"));
  expect(await app.driver.findElement(row).getText()).toContain("Tolerance");

  await app.driver.findElement(row).findElement(By.css("button")).click();
  await app.picture("kicad-mapping-said");
  await app.click("kicad-usual");
  await eventually("as usual", async () => (await app.driver.findElement(row).getText()).includes("named by the part"));

  await app.driver.findElement(row).findElement(By.css("button")).click();
  await write(await app.find("kicad-symbol"), "D");
  await app.click("kicad-mapping-save");
  await app.reads("error-code", "kicad.symbol_invalid");
  await app.picture("kicad-mapping-refused");
});
