// The way of the guide "A first board": from no workspace of one's own to a release and its KiCad library. Its pictures are
// those of the guide.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By, Key } from "selenium-webdriver";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { freePort } from "./free_port";
import { actAs, bomLines, confirm, editLine, openSettings, preview, sayInDialog, showBom, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

/** Takes a picture of the page without the notices on it, which have been read. */
async function picture(name: string): Promise<void> {
  // In the page, because a dialog may lie above them.
  await app.driver.executeScript("for (const close of document.querySelectorAll(`[data-testid='toast'] [aria-label='Close']`)) close.click()");
  await app.picture(name);
}

/** Makes a workspace as the menu of workspaces offers it. */
async function create(): Promise<void> {
  await app.click("workspace-switch");
  await app.click("workspace-create");
  await write(await app.find("workspace-create-name"), "Night lamp");
  await write(await app.find("workspace-create-folder"), folder);
  await write(await app.find("workspace-create-person"), "Ada Lovelace");
  await picture("create");
  await app.click("workspace-create-now");
  await eventually("the new workspace", async () => (await app.workspacePath()) === join(folder, "Night lamp.partwright"));
}

/** Submits the part that is open, lets Grace approve it, and releases it. */
async function release(reason: string, pictures: boolean): Promise<void> {
  await app.click("act-submit");
  await sayInDialog(app, "For the first build");
  await actAs(app, "Grace Hopper");
  if (pictures) {
    await app.click("nav-reviews");
    const waiting = await app.find("review-for-me");
    await picture("reviews");
    await waiting.click();
    await app.find("act-approve");
    await picture("review");
  }
  await app.click("act-approve");
  await sayInDialog(app, "Looks good");
  await app.click("act-release");
  if (pictures) {
    await app.find("release-unreleased");
    await picture("release");
  }
  if ((await app.all("revision-words-input")).length > 0) await sayInDialog(app, reason);
  else await app.click("revision-carry-out");
  await eventually("the release", async () => (await app.textOf("revision-words")).includes("Released by Grace Hopper"));
}

test("an empty workspace becomes a released board and a library for KiCad", async () => {
  await create();
  await openSettings(app, "people");
  await write(await app.find("person-add-name"), `Grace Hopper${Key.ENTER}`);
  await told(app, "Added Grace Hopper");
  await picture("people");

  await preview(app, lamp);
  await picture("import");
  const board = await confirm(app);
  await picture("bom");

  // What disagrees is refused where it is typed, and saved once it agrees.
  const lines = await bomLines(app);
  const [first] = lines;
  const resistor = lines.find((line) => line.number.startsWith("EL-RES"))?.number ?? "";
  await write(await editLine(app, first?.number ?? ""), `5${Key.ENTER}`);
  await app.reads("error-code", "bom.quantity_disagrees");
  await picture("bom-edit");
  await write(await app.find("bom-designators-input"), `C1, C2, C3, C10, C11${Key.ENTER}`);
  await app.reads("bom-total-designators", "15");

  await release("The parts are bought as they are", true);
  await app.driver.executeScript(`location.hash = '#/parts/${board}/bom'`);
  await app.find("release-verify");
  await picture("released");

  await app.click("export-package");
  await write(await app.find("export-path"), join(folder, "Night lamp.zip"));
  await picture("package");
  await app.click("export-now");
  await told(app, "Made a package");

  await app.click("act-revise");
  await app.reads("revision-words", "Being worked on.");
  await write(await editLine(app, first?.number ?? ""), "4");
  await write(await app.find("bom-designators-input"), `C1, C2, C3, C10${Key.ENTER}`);
  await app.reads("bom-total-designators", "14");
  await showBom(app, "compare");
  await (await (await app.find("compare-revision")).findElement(By.xpath(".//option[contains(., '1')]"))).click();
  await app.find("compare-row");
  await picture("compare");

  // One of the parts is released too: KiCad is offered what is.
  await actAs(app, "Ada Lovelace");
  await app.driver.executeScript(`location.hash = '#/parts/${resistor}/properties'`);
  await app.reads("part-number", resistor);
  await release("", false);
  await actAs(app, "Ada Lovelace");
  await openSettings(app, "kicad");
  await write(await app.find("kicad-port"), String(await freePort()));
  await app.click("kicad-on");
  await eventually("it to serve", async () => (await app.textOf("kicad-status")).includes("Serving at 127.0.0.1:"));
  await picture("kicad");
  await app.click("kicad-save");
  await write(await app.find("kicad-save-path"), join(folder, "Night lamp"));
  await app.click("kicad-save-now");
  await told(app, "Night lamp.kicad_httplib");
  const { source } = JSON.parse(await readFile(join(folder, "Night lamp.kicad_httplib"), "utf8")) as {
    source: { root_url: string; token: string };
  };
  const answer = await fetch(new URL("v1/categories.json", source.root_url).href, { headers: { Authorization: `Token ${source.token}` } });
  expect(await answer.text()).toContain("EL-RES");

  await app.driver.executeScript(`location.hash = '#/parts/${board}/history'`);
  await app.find("audit-unit");
  await picture("history");
});
