// The first start on a new machine: a demo is offered and not forced, and an empty workspace of one's own is a click away.
import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, RunningApplication } from "./application";
import { bomLines, openAssembly } from "./journey";

let application: RunningApplication | null = null;

async function start(): Promise<RunningApplication> {
  application = await RunningApplication.start();
  return application;
}

beforeEach(async () => {
  // What windows keep at this machine; others ran before, and their workspaces are gone.
  for (const kept of ["XDG_DATA_HOME", "XDG_CONFIG_HOME"]) {
    const folder = process.env[kept];
    if (folder === undefined) throw new Error(`${kept} is not set; start this with \`cargo xtask e2e\``);
    await rm(folder, { recursive: true, force: true });
  }
});

afterEach(async () => {
  await application?.stop();
});

test("a new user sees the demo, starts empty with one click, and finds their own workspace again", async () => {
  let app = await start();
  expect(await app.workspacePath()).toContain("demo.partwright");
  await app.reads("part-count", "25 parts");
  await openAssembly(app, "AS-PRD-100000");
  expect(await bomLines(app)).toHaveLength(7);
  await app.click("bom-expand-all");
  await eventually("the third level of the BOM", async () => (await bomLines(app)).some((line) => line.level === "3"));
  await app.picture("demo-bom");

  await app.click("start-empty");
  await app.click("nav-parts");
  await app.reads("part-count", "0 parts");
  await app.picture("empty");
  await app.stop();

  app = await start();
  expect(await app.workspacePath()).toContain("workspace.partwright");
  await app.reads("part-count", "0 parts");
});
