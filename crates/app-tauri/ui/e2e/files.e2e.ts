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
    "return [...document.querySelectorAll(`[data-testid='file-show']`)].map((name) => name.textContent.trim())",
  );
}

async function attach(path: string, expected: string[]): Promise<void> {
  await (await application.find("file-input")).sendKeys(path);
  await eventually(`the files ${expected.join(", ")}`, async () => (await names()).join() === expected.join());
}

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

/** Shows the file of that name beside the list. */
async function show(name: string): Promise<void> {
  const at = (await names()).indexOf(name);
  await (await application.all("file-show"))[at]?.click();
}

/** How many pixels of the page that is shown are no paper. */
async function drawn(): Promise<number> {
  return application.driver.executeScript<number>(`
    const canvas = document.querySelector("[data-testid='pdf-canvas']");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] < 128) dark += 1;
    return dark;
  `);
}

test("files are attached as they are, and are still there when the application comes back", async () => {
  await preview(application, lamp);
  const number = await confirm(application);
  await application.click("tab-files");
  const model = await fileOf("Maße 図面.step", 3_000_001);
  await attach(model.path, ["Maße 図面.step"]);
  const empty = await fileOf("empty.sh", 0);
  await attach(empty.path, ["empty.sh", "Maße 図面.step"]);
  expect(await readFile(model.kept)).toEqual(model.bytes);
  await application.picture("files");

  const [script] = await application.all("file-show");
  await script?.click();
  await application.click("file-open");
  await eventually("the refusal of a script", async () => (await application.textOf("files")).includes("a program or a script"));

  await restart();
  await openAssembly(application, number);
  await application.click("tab-files");
  await eventually("the files after a restart", async () => (await names()).join() === "empty.sh,Maße 図面.step");
  expect(await application.driver.executeScript("return document.querySelector(`[data-testid='file-role']`).value")).toBe("Other");
});

/** A drawing and a text that would say so in the title of the window, if anything in them ran. */
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" onload="document.title = 1"><script>document.title = 2</script><rect width="80" height="40"/></svg>';
const words = "Torque: 0.4 Nm\n<script>document.title = 3</script>";

test("a PDF, images and a text are shown beside the list, nothing in them runs, and what was removed comes back", async () => {
  await preview(application, lamp);
  const number = await confirm(application);
  await openAssembly(application, number);
  await application.click("tab-files");
  await attach(fixture("sheet.pdf"), ["sheet.pdf"]);
  await attach(fixture("photo.png"), ["photo.png", "sheet.pdf"]);
  await writeFile(join(folder, "a drawing"), drawing);
  await attach(join(folder, "a drawing"), ["a drawing", "photo.png", "sheet.pdf"]);
  await writeFile(join(folder, "b.txt"), words);
  const all = ["a drawing", "b.txt", "photo.png", "sheet.pdf"];
  await attach(join(folder, "b.txt"), all);
  const title = await application.driver.getTitle();

  await show("sheet.pdf");
  await eventually("the words of the first page", async () => (await application.textOf("pdf-words")) === "Sensor datasheet");
  await application.reads("pdf-pages", "of 3");
  await application.click("pdf-next");
  await eventually("those of the second", async () => (await application.textOf("pdf-words")) === "Electrical");
  expect(await drawn()).toBeGreaterThan(1_000);
  await application.picture("file-pdf");

  await show("photo.png");
  const width = "return document.querySelector(`[data-testid='file-image']`)?.naturalWidth ?? 0";
  await eventually("the picture", async () => (await application.driver.executeScript<number>(width)) === 64);
  await application.picture("file-image");
  await show("a drawing");
  await eventually("the drawing", async () => (await application.driver.executeScript<number>(width)) === 80);
  await show("b.txt");
  await eventually("the text", async () => (await application.textOf("file-text")) === words);
  expect(await application.driver.getTitle()).toBe(title);

  const [first] = await application.all("file-remove");
  await first?.click();
  await eventually("one file less", async () => (await names()).join() === all.slice(1).join());
  const focused = () => application.driver.executeScript<string>("return document.activeElement.textContent.trim()");
  await eventually("the focus on the file that follows", async () => (await focused()) === "b.txt");
  await application.click("toast-action");
  await eventually("all of them again", async () => (await names()).join() === all.join());
});

/** Where the last page of the sheet stands in its file. */
const lastPage = /(?<=8 0 obj\n)<<.*>>(?=\nendobj)/;

test("of a PDF with a damaged page the others are shown, and that one says which it is", async () => {
  await preview(application, lamp);
  await openAssembly(application, await confirm(application));
  await application.click("tab-files");
  const sheet = await readFile(fixture("sheet.pdf"), "latin1");
  // As long as it was, so that all else is found where it stands.
  const torn = sheet.replace(lastPage, (page) => `(${"x".repeat(page.length - 2)})`);
  expect(torn).not.toBe(sheet);
  await writeFile(join(folder, "torn.pdf"), torn, "latin1");
  await attach(join(folder, "torn.pdf"), ["torn.pdf"]);
  await show("torn.pdf");
  await application.reads("pdf-pages", "of 3");
  await application.click("pdf-next");
  await application.reads("pdf-words", "Electrical");
  await application.click("pdf-next");
  await application.find("pdf-page-failed");
  expect(await application.textOf("empty-state")).toContain("Page 3 cannot be shown");
  await application.picture("file-pdf-torn");
  await application.click("pdf-previous");
  await application.reads("pdf-words", "Electrical");
  expect(await drawn()).toBeGreaterThan(1_000);
  expect(await application.all("pdf-page-failed")).toHaveLength(0);
});
