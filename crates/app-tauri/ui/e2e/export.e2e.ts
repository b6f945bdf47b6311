// What leaves the workspace: documents in each format, a release package, and a package that somebody changed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By } from "selenium-webdriver";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { assembly, confirm, preview, sayInDialog, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

/** Chooses in a list, as a person does. */
async function choose(testid: string, value: string): Promise<void> {
  await (await app.find(testid)).findElement(By.css(`option[value="${value}"]`)).click();
}

/** Chooses a format; the radio button itself is not seen, its label is what a person presses. */
async function inFormat(format: string): Promise<void> {
  await (await (await app.find(`export-format-${format}`)).findElement(By.xpath(".."))).click();
}

/** Writes what the dialog is about to a file of that name, and answers its text. */
async function written(name: string): Promise<string> {
  const path = join(folder, name);
  await write(await app.find("export-path"), path);
  await app.click("export-now");
  await closed();
  return readFile(path, "utf8");
}

async function closed(): Promise<void> {
  await eventually("the dialog to close", async () => (await app.all("export-dialog")).length === 0);
}

test("documents are written from the pages that show them, and a package proves what was released", async () => {
  await preview(app, lamp);
  const board = await confirm(app);
  await app.click("export");
  await eventually("a path that is proposed", async () => (await (await app.find("export-path")).getAttribute("value"))?.includes(board));
  await app.picture("export");
  const rows = (await written("bom.csv")).trimEnd().split("\r\n");
  expect(rows[0]).toContain("Part number,Revision,State,Name,Quantity,Unit,Reference designators,DNP");
  expect(rows).toHaveLength(9);

  // The same name again: it says so, and replaces it when one says so too.
  await app.click("export");
  await write(await app.find("export-path"), join(folder, "bom.csv"));
  await app.click("export-now");
  await eventually("the refusal", async () => (await app.textOf("error-code")) === "export.path_taken");
  await app.picture("export-taken");
  await app.click("export-now");
  await closed();
  await told(app, "Exported 8 rows");

  await app.click("export");
  await choose("export-document", "indented");
  await inFormat("html");
  const page = await written("bom.html");
  expect(page.startsWith("<!DOCTYPE html>")).toBe(true);
  expect(page).not.toContain("<script");

  await app.click("export");
  await choose("export-document", "layout-kicad-cli");
  await app.picture("export-layout");
  expect((await written("kicad.csv")).split("\r\n")[0]).toBe('"Refs","Value","Footprint","Qty","DNP"');

  await app.click("nav-parts");
  await app.click("export");
  await inFormat("json");
  expect(JSON.parse(await written("parts.json"))).toMatchObject({ format: "partwright-parts", version: 1, totals: { parts: 9 } });

  await app.click("nav-activity");
  await app.click("export");
  expect((await written("audit.csv")).split("\r\n")[0]).toBe("Change,When,Who,Operation,Kind,Action,What,Changes,Reason");

  // Released by an Admin alone, with a reason for each exception.
  await app.click("nav-assemblies");
  await assembly(app).then((row) => row.click());
  await app.click("act-submit");
  await sayInDialog(app, "");
  await app.click("act-override");
  await sayInDialog(app, "Nobody else is here");
  await app.click("act-release");
  await sayInDialog(app, "The parts are released with the next build");
  await app.click("export-package");
  await app.picture("export-package");
  const path = join(folder, "lamp.zip");
  await write(await app.find("export-path"), path);
  await app.click("export-now");
  await closed();
  await told(app, "Made a package");

  await app.click("workspace-switch");
  await app.click("package-verify");
  await write(await app.find("verify-path"), path);
  await app.click("verify-now");
  await eventually("the verdict", async () => (await app.textOf("verify-verdict")).includes("This package agrees with its hashes."));
  await app.picture("verify");

  const bytes = await readFile(path);
  const place = bytes.indexOf("EL-", bytes.indexOf("bom/flat.csv"));
  bytes[place] = "X".charCodeAt(0);
  const changed = join(folder, "changed.zip");
  await writeFile(changed, bytes);
  await write(await app.find("verify-path"), changed);
  await app.click("verify-now");
  await eventually("what was found", async () => (await app.textOf("verify-verdict")).includes("not what it says"));
  expect(await app.textOf("verify-findings")).toContain("bom/flat.csv");
  await app.picture("verify-changed");
});
