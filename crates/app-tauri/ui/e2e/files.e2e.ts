// Files in the real window: their bytes cross from the page to the disk as they are, and are there after a restart.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { confirm, openAssembly, preview } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let workspace: string;
let application: RunningApplication;

const restart = startInWorkspace((started) => ({ folder, workspace, app: application } = started));

/** Bytes of every value, none like its neighbour, and where the vault keeps them. */
async function fileOf(name: string, size: number): Promise<{ path: string; bytes: Buffer; kept: string }> {
  const bytes = Buffer.alloc(size);
  for (let place = 0; place < size; place += 1) bytes[place] = (place * 31 + (place >> 8)) & 0xff;
  const path = join(folder, name);
  await writeFile(path, bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { path, bytes, kept: join(`${workspace}-files`, hash.slice(0, 2), hash.slice(2)) };
}

async function names(): Promise<string[]> {
  return application.driver.executeScript<string[]>(
    "return [...document.querySelectorAll(`[data-testid='file-row'] .name`)].map((name) => name.textContent.trim())",
  );
}

async function attach(path: string, expected: string[]): Promise<void> {
  await (await application.find("file-input")).sendKeys(path);
  await eventually(`the files ${expected.join(", ")}`, async () => (await names()).join() === expected.join());
}

test("files are attached as they are, and are still there when the application comes back", async () => {
  await preview(application, lamp);
  const number = await confirm(application);
  await application.click("tab-details");
  const model = await fileOf("Maße 図面.step", 3_000_001);
  await attach(model.path, ["Maße 図面.step"]);
  const empty = await fileOf("empty.sh", 0);
  await attach(empty.path, ["empty.sh", "Maße 図面.step"]);
  expect(await readFile(model.kept)).toEqual(model.bytes);
  await application.picture("files");

  const [script] = await application.all("file-open");
  await script?.click();
  await eventually("the refusal of a script", async () => (await application.textOf("files")).includes("a program or a script"));

  await restart();
  await openAssembly(application, number);
  await application.click("tab-details");
  await eventually("the files after a restart", async () => (await names()).join() === "empty.sh,Maße 図面.step");
  expect(await application.driver.executeScript("return document.querySelector(`[data-testid='file-role']`).value")).toBe("Other");
});
