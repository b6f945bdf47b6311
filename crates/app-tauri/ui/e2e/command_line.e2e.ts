// The command line beside the window: what it changes in the open workspace is seen without anybody asking for it.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { needed } from "./application";
import { openAssembly } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let workspace: string;
let app: RunningApplication;

startInWorkspace((started) => ({ workspace, app } = started));

/** Runs a command of `partwright` on the open workspace, and answers what it wrote. */
async function partwright(...words: string[]): Promise<unknown> {
  const all = ["--workspace", workspace, "--format", "json", ...words];
  const { stdout } = await promisify(execFile)(needed("PARTWRIGHT_COMMAND_LINE"), all);
  return JSON.parse(stdout);
}

test("the window follows what the command line does to the workspace it has open", async () => {
  await app.click("nav-parts");
  await app.reads("part-count", "0 parts");
  // Would not be there any more if the page were loaded anew.
  await app.driver.executeScript("window.isTheSame = true");

  await partwright("part", "new", "EL-RES", "10k 0402", "--manufacturer", "Yageo", "--mpn", "RC0402FR-0710KL");
  await app.reads("part-count", "1 part");

  const { imported } = (await partwright("import", lamp, "--new", "Lamp", "--category", "EL-PCA")) as { imported: { number: string } };
  // The resistor is one of the lamp's, which has seven others.
  await app.reads("part-count", "9 parts");

  // An open BOM changes under the eyes of whoever looks at it.
  await openAssembly(app, imported.number);
  await app.reads("bom-total-designators", "14");
  await partwright("bom", "remove", imported.number, "1");
  await app.reads("bom-total-lines", "7");
  await app.picture("command-line-bom");
  await partwright("undo");
  await app.reads("bom-total-lines", "8");

  await app.click("nav-parts");
  await app.reads("part-count", "9 parts");
  expect(await app.driver.executeScript("return window.isTheSame")).toBe(true);
});
