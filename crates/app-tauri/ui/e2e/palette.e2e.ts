// The palette and the way back, in the real window: by the keyboard alone.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test, type TestContext } from "vitest";
import { eventually, RunningApplication } from "./application";
import { confirm, preview } from "./journey";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let application: RunningApplication | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
});
afterEach(async ({ task }: TestContext) => {
  if (task.result?.state === "fail") await application?.picture(task.name.replace(/\W+/g, "-"));
  await application?.stop();
  application = null;
  await rm(folder, { recursive: true, force: true });
});

/** Presses keys for whatever has the focus. */
async function press(app: RunningApplication, ...keys: string[]): Promise<void> {
  await (await app.driver.switchTo().activeElement()).sendKeys(...keys);
}

test("a part is opened by typing, and the way leads back and forward", async () => {
  const app = (application = await RunningApplication.start(join(folder, "board.partwright")));
  await preview(app, lamp);
  const board = await confirm(app);
  await app.click("nav-activity");
  await app.find("audit-unit");

  await app.click("nav-search");
  await app.find("palette-part");
  await app.picture("palette-empty");
  await press(app, "usb");
  await eventually("the connector", async () => (await app.textOf("palette-part")).includes("USB_C"));
  await app.picture("palette-part");
  await press(app, Key.ENTER);
  await eventually("the connector's page", async () => (await app.textOf("part-name")).startsWith("USB_C"));
  const connector = await app.textOf("part-number");
  expect(await app.textOf("trail")).toContain(connector);
  expect(await app.driver.getTitle()).toContain(connector);

  await app.click("go-back");
  await app.find("audit-unit");
  await app.click("go-back");
  await app.reads("part-number", board);
  await app.click("go-forward");
  await app.find("audit-unit");

  // What can be done here, and an action of the window.
  await app.click("nav-search");
  await press(app, ">");
  await app.find("palette-action");
  await app.picture("palette-actions");
  await press(app, "theme dark");
  await eventually("the theme", async () => (await app.textOf("palette-action")).includes("Dark"));
  await press(app, Key.ENTER);
  const ground = () => app.driver.executeScript<string>("return getComputedStyle(document.body).backgroundColor");
  await eventually("the dark", async () => (await ground()) === "rgb(20, 24, 26)");
  await app.picture("activity-dark");
  await app.click("keys-open");
  await app.find("keys-dialog");
  await app.picture("keys-dark");
});
