// The care of the file, in the real window: its status, a check, and a copy that can be opened.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { confirm, openAssembly, openSettings, preview, write } from "./journey";
import { startInWorkspace } from "./workspace";

const fixture = join(import.meta.dirname, "fixtures", "lamp-bom.csv");

let folder: string;
let application: RunningApplication;

const restart = startInWorkspace((started) => ({ folder, app: application } = started), "lamp.partwright");

test("a user checks the workspace, backs it up, and opens the copy", async () => {
  await preview(application, fixture);
  const lamp = await confirm(application);

  await openSettings(application, "status");
  // The first unit made the workspace, the second imported the lamp.
  await application.reads("status-units", "2");
  await application.click("check");
  await application.reads("check-done", "Nothing is wrong.");

  await application.picture("status");

  await openSettings(application, "backups");
  expect(await (await application.find("backups-last")).getText()).toContain("No backup is known");
  const path = await application.find("back-up-path");
  const proposed = (await path.getAttribute("value")) ?? "";
  expect(proposed).toMatch(/\/backups\/lamp-\d{4}-\d\d-\d\d\.partwright$/);
  expect(proposed.startsWith(folder)).toBe(true);
  await application.click("back-up");
  expect(await (await application.find("back-up-done")).getText()).toContain(proposed);
  expect((await stat(proposed)).size).toBeGreaterThan(0);
  expect(await (await application.find("backup-verified")).getText()).toContain("Whole on");
  await application.click("backup-verify");
  await application.reads("backup-whole", "It is whole.");
  await application.picture("backups");

  // What is there is never written over.
  await application.click("back-up");
  expect(await (await application.find("error-code")).getText()).toBe("workspace.path_taken");

  const second = join(folder, "second.partwright");
  await write(path, second);
  await application.click("back-up");
  expect(await (await application.find("back-up-done")).getText()).toContain(second);

  await restart(second);
  await openAssembly(application, lamp);
});
