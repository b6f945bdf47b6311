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

/** A document of two pages, each with a black bar at another height. */
function pdf(): string {
  const bar = (y: number) => `0 0 0 rg 20 ${y} 100 20 re f`;
  const stream = (text: string) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R >>",
    stream(bar(20)),
    stream(bar(150)),
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, place) => {
    const at = text.length;
    text += `${place + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  const entries = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  return `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" onload="document.title = 1"><script>document.title = "2"</script><rect width="80" height="40" fill="#0d5c75"/></svg>';

test("a picture, a document and a text are looked at without another program, and nothing in them is run", async () => {
  await preview(application, lamp);
  await confirm(application);
  await application.click("tab-details");
  const made = { "a.svg": drawing, "b.pdf": pdf(), "c.txt": "Torque: 0.4 Nm\n<script>document.title = 3</script>" };
  const attached: string[] = [];
  for (const [name, content] of Object.entries(made)) {
    const path = join(folder, name);
    await writeFile(path, content);
    attached.push(name);
    await attach(path, attached);
  }
  const title = await application.driver.getTitle();
  const look = async (place: number, kind: string) => {
    await (await application.all("file-show"))[place]?.click();
    await eventually(`a ${kind}`, async () => (await application.driver.executeScript("return document.querySelector(`[data-testid='file-look']`)?.dataset.kind")) === kind);
  };
  const leave = () => application.driver.executeScript("document.querySelector(`[data-testid='file-preview']`).dispatchEvent(new Event('cancel', { cancelable: true }))");
  await look(0, "image");
  await eventually("the drawing", () => application.driver.executeScript("return document.querySelector(`[data-testid='file-look'] img`)?.naturalWidth === 80"));
  await application.picture("file-image");
  await leave();
  await look(1, "pdf");
  await application.reads("pdf-page", "Page 1 of 2");
  // The bar of the first page is drawn: something in it is black.
  const dark = "const c = document.querySelector(`[data-testid='pdf']`); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; for (let i = 0; i < d.length; i += 4) if (d[i] < 50 && d[i + 3] > 200) return Math.floor(i / 4 / c.width) / c.height; return null";
  const first = await eventually("the first page", () => application.driver.executeScript<number | null>(dark));
  expect(first).toBeGreaterThan(0.6);
  await application.picture("file-pdf");
  await application.driver.executeScript("document.querySelector(`[aria-label='The next page']`).click()");
  await application.reads("pdf-page", "Page 2 of 2");
  await eventually("the second page", async () => ((await application.driver.executeScript<number | null>(dark)) ?? 1) < 0.4);
  await leave();
  await look(2, "text");
  expect(await application.textOf("file-look")).toContain("<script>document.title = 3</script>");
  await leave();
  expect(await application.driver.getTitle()).toBe(title);
});
