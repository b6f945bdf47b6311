// The care of the file, in the real window: its status, a check, and a copy that can be opened.
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunningApplication } from "./application";
import { confirm, openAssembly, openSettings, preview, write } from "./journey";

const fixture = join(import.meta.dirname, "fixtures", "lamp-bom.csv");

let folder: string;
let application: RunningApplication;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
  application = await RunningApplication.start(join(folder, "lamp.partwright"));
});
afterEach(async () => {
  await application.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a user checks the workspace, backs it up, and opens the copy", async () => {
  await preview(application, fixture);
  const lamp = await confirm(application);

  await openSettings(application, "status");
  // The first unit made the workspace, the second imported the lamp.
  await application.reads("status-units", "2");
  await application.click("check");
  await application.reads("check-done", "Nothing is wrong.");

  const path = await application.find("back-up-path");
  const proposed = (await path.getAttribute("value")) ?? "";
  expect(proposed).toMatch(/\/backups\/lamp-\d{4}-\d\d-\d\d\.partwright$/);
  expect(proposed.startsWith(folder)).toBe(true);
  await application.click("back-up");
  expect(await (await application.find("back-up-done")).getText()).toContain(proposed);
  expect((await stat(proposed)).size).toBeGreaterThan(0);
  await application.picture("status");

  // What is there is never written over.
  await application.click("back-up");
  expect(await (await application.find("error-code")).getText()).toBe("workspace.path_taken");

  const second = join(folder, "second.partwright");
  await write(path, second);
  await application.click("back-up");
  expect(await (await application.find("back-up-done")).getText()).toContain(second);

  await application.stop();
  application = await RunningApplication.start(second);
  await openAssembly(application, lamp);
});
