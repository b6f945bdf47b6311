// A workspace that is damaged, in the real window: put back from its backup, or salvaged without one.
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunningApplication, eventually } from "./application";
import { bomLines, confirm, openAssembly, openSettings, preview, write } from "./journey";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let file: string;
let app: RunningApplication;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-damage-"));
  file = join(folder, "lamp.partwright");
  app = await RunningApplication.start(file);
});
afterEach(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Ends the application, writes over the first page of its file, and starts it again; answers the damaged bytes. The log is worked
 * into the file before: the application is ended roughly, and a first page in a log would stand for the damaged one.
 */
async function damage(): Promise<Buffer> {
  await eventually("the log to be worked off", async () => (await stat(`${file}-wal`)).size === 0);
  await app.stop();
  const bytes = await readFile(file);
  bytes.fill(0xa5, 100, 4096);
  await writeFile(file, bytes);
  app = await RunningApplication.start(file, "failed-restore");
  return bytes;
}

test("a damaged workspace is restored from its backup", async () => {
  await preview(app, lamp);
  const board = await confirm(app);
  await openSettings(app, "backups");
  const backup = (await (await app.find("back-up-path")).getAttribute("value")) ?? "";
  await app.click("back-up");
  await app.find("back-up-done");
  await damage();
  await app.picture("damaged");
  await app.click("failed-restore");
  await write(await app.find("workspace-restore-from"), backup);
  await app.click("workspace-restore-now");
  await app.reads("part-count", "9 parts");
  await openAssembly(app, board);
  expect(await bomLines(app)).toHaveLength(8);
});

test("what can be read of a damaged workspace without a backup is salvaged and opened", async () => {
  await preview(app, lamp);
  const board = await confirm(app);
  const damaged = await damage();
  await app.click("failed-restore");
  await app.click("workspace-restore-salvage");
  const made = (await (await app.find("workspace-salvage-to")).getAttribute("value")) ?? "";
  expect(made).toBe(join(folder, "lamp-salvaged.partwright"));
  await app.click("workspace-salvage-now");
  await app.find("workspace-salvaged");
  await app.picture("salvaged");
  await app.click("workspace-salvage-now");
  await app.reads("part-count", "9 parts");
  expect(await app.workspacePath()).toContain("lamp-salvaged.partwright");
  await openAssembly(app, board);
  expect(await bomLines(app)).toHaveLength(8);
  expect((await readFile(file)).equals(damaged), "the damaged one stays as it is").toBe(true);
});
