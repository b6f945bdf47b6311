// Files from outside: a netlist becomes a BOM, the next one changes it as a difference, and a list makes parts alone.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { By } from "selenium-webdriver";
import { expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { accounted, bomLines, confirm, pick, preview, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));
let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

/** A component of a netlist: designator, value, footprint, MPN. */
type Component = [string, string, string, string];

/** Writes a netlist as KiCad does, and answers its path. */
async function netlist(name: string, components: Component[]): Promise<string> {
  const parts = components.map(([reference, value, footprint, mpn]) => {
    const fields = mpn === "" ? "" : `<fields><field name="MPN">${mpn}</field></fields>`;
    return `<comp ref="${reference}"><value>${value}</value><footprint>${footprint}</footprint>${fields}</comp>`;
  });
  const path = join(folder, name);
  await writeFile(path, `<?xml version="1.0" encoding="UTF-8"?><export version="E"><components>${parts.join("\n")}</components></export>`);
  return path;
}

/** Chooses what the file is imported into; the radio button itself is not seen, its label is what a person presses. */
async function into(testid: string): Promise<void> {
  await (await (await app.find(testid)).findElement(By.xpath(".."))).click();
}

async function choose(testid: string, value: string): Promise<void> {
  await (await app.find(testid)).findElement(By.css(`option[value="${value}"]`)).click();
}

/** What is said below the rows, also below those that are scrolled out of sight. */
function problems(): Promise<string> {
  return app.driver.executeScript<string>(
    "return [...document.querySelectorAll(`[data-testid='import-problem']`)].map((row) => row.textContent).join()",
  );
}

const kinds = async () => Promise.all((await app.all("import-change")).map((row) => row.getAttribute("data-kind")));

test("a netlist is imported, and what changed in the next one is shown and then changed", async () => {
  const first = await netlist("lamp.xml", [
    ["R1", "4k7", "Resistor_SMD:R_0402_1005Metric", ""],
    ["R2", "4k7", "Resistor_SMD:R_0402_1005Metric", ""],
    ["C1", "100n", "Capacitor_SMD:C_0402_1005Metric", "GRM155R71C104KA88D"],
    ["U1", "ATtiny202", "Package_SO:SOIC-8_3.9x4.9mm_P1.27mm", "ATTINY202-SSN"],
  ]);
  const counted = await preview(app, first);
  expect(accounted(counted)).toBe(counted.read);
  expect(counted).toMatchObject({ read: 4, new: 3, merged: 1, lines: 3, designators: 4 });
  expect(await app.textOf("import-format")).toBe("KiCad netlist");
  await app.picture("import-netlist");
  const board = await confirm(app);
  const before = await bomLines(app);

  // R2 goes to a value that is only written otherwise, C2 joins C1, U1 goes and J1 comes.
  const second = await netlist("lamp-2.xml", [
    ["R1", "4k7", "Resistor_SMD:R_0402_1005Metric", ""],
    ["R2", "4.7k", "Resistor_SMD:R_0402_1005Metric", ""],
    ["C1", "100n", "Capacitor_SMD:C_0402_1005Metric", "GRM155R71C104KA88D"],
    ["C2", "100n", "Capacitor_SMD:C_0402_1005Metric", "GRM155R71C104KA88D"],
    ["J1", "USB_C", "Connector_USB:USB_C_Receptacle", "USB4105-GF-A"],
  ]);
  await preview(app, second);
  await into("import-target-existing");
  await pick(app, "import-target-part", board);
  await eventually("the changes", async () => (await kinds()).length > 0);
  expect(await app.textOf("import-difference-removed")).toBe("1");
  await app.picture("import-difference");

  // The value that is written otherwise means the part that is there, if somebody says so.
  await app.click("import-show-suggested");
  await app.picture("import-suggestion");
  const resistor = before.find((line) => line.designators === "R1, R2")?.number ?? "none";
  const option = By.xpath(`//*[@data-testid="import-choice"]/option[contains(., "${resistor}")]`);
  await (await app.driver.findElement(option)).click();
  await eventually("the resistor as it is", async () => (await app.textOf("import-count-new")) === "1");
  await into("import-view-changes");
  await eventually("all changes", async () => (await kinds()).join() === "changed,changed,removed,added,added");
  await app.picture("import-difference-chosen");
  expect(await app.textOf("import-confirm")).toBe("Create 1 part, add 2 lines, change 2 and remove 1");
  await app.click("import-confirm");
  await told(app, "2 lines added, 2 changed, 1 removed");
  await eventually("the BOM", async () => (await bomLines(app)).length === 4);
  const after = await bomLines(app);
  expect(after.map((line) => line.designators).sort()).toEqual(["C1, C2", "J1", "R1", "R2"]);
  // The rows are written otherwise, so that each keeps its line; the part is one.
  expect(after.filter((line) => line.number === resistor)).toHaveLength(2);

  // The same file again says nothing new.
  await app.click("nav-import");
  await (await app.find("import-file")).sendKeys(second);
  await into("import-target-existing");
  await pick(app, "import-target-part", board);
  await app.reads("import-confirm", "Nothing to import");
  await app.picture("import-nothing");
});

test("a file is read as somebody says, and a list makes parts and no lines", async () => {
  const list = join(folder, "stock.csv");
  await writeFile(list, Buffer.from("MPN;Manufacturer;Beschreibung\nRC0402FR-0710KL;Yageo;Widerstand 10 kOhm \xb1 1 %\nUSB4105-GF-A;GCT;USB-C\n", "latin1"));
  await preview(app, list);
  await into("import-target-parts_list");
  await app.reads("import-confirm", "Create 2 parts");
  await app.picture("import-list");
  await choose("import-encoding", "Windows-1250");
  await eventually("the file in another encoding", async () => (await app.textOf("import-confirm")) === "Create 2 parts");
  await choose("import-header", "2");
  await app.reads("import-confirm", "Nothing to import");
  await app.picture("import-other-header");
  await choose("import-header", "");
  await app.reads("import-confirm", "Create 2 parts");
  await app.picture("import-encoding");
  await eventually("the plan", async () => (await app.find("import-confirm")).isEnabled());
  await app.click("import-confirm");
  await told(app, "Imported stock.csv: 2 new parts, 0 there already.");
  await app.reads("part-count", "2 parts");
});

test("a file as people keep it says in words why a row is no part, and what is chosen for its columns is remembered", async () => {
  const messy = join(folder, "lamp rev B.csv");
  const rows = [
    "Lamp rev B;;;;",
    "Printed 2026-11-20;;;;",
    "Refs;Count;Val;Stock code;Remark",
    "R1, R2;2;10k;RC0402FR-0710KL;",
    "C1;some;100n;GRM155R71C104KA88D;see page 2",
    ";a few;Glue;;",
    "R1-R3;3;4k7;RC0402FR-074K7L;",
    "Total;8;;;",
    ";;;;",
    "MPN;Manufacturer;Qty;Description;",
    "RC0402FR-0710KL;Yageo;2;10 kOhm;",
  ];
  await writeFile(messy, rows.join("\r\n"));
  const counted = await preview(app, messy);
  expect(accounted(counted)).toBe(counted.read);
  await app.picture("import-messy");
  const said = await problems();
  for (const words of ["stands above the one that names the columns", "\"a few\" is not a quantity", "another table of the file"]) {
    expect(said).toContain(words);
  }
  await app.driver.findElement(By.css(".import-chip.refused")).click();
  await app.picture("import-messy-refused");

  // A stock code is an MPN here. Somebody says so once, and the next file knows; until it is forgotten.
  await choose("import-role-3", "mpn");
  await app.find("import-will-remember");
  await app.picture("import-will-remember");
  await eventually("the plan", async () => (await app.find("import-confirm")).isEnabled());
  await confirm(app);
  await preview(app, messy);
  await app.find("import-remembered");
  await app.picture("import-remembered");
  await app.click("import-forget");
  await eventually("the roles as found", async () => (await app.all("import-remembered")).length === 0);
  expect(await (await app.find("import-role-3")).getAttribute("value")).toBe("property");
  await app.picture("import-forgotten");
});

test("of a workbook with several sheets another one is read when somebody says so", async () => {
  await preview(app, lamp);
  await confirm(app);
  const book = join(folder, "lamp.xlsx");
  await app.click("export");
  await (await (await app.find("export-format-xlsx")).findElement(By.xpath(".."))).click();
  await write(await app.find("export-path"), book);
  await app.click("export-now");
  await told(app, "Exported 8 rows");
  const counted = await preview(app, book);
  expect([counted.matched, counted.designators]).toEqual([8, 14]);
  expect(await app.textOf("import-format")).toBe("Excel workbook");
  await app.picture("import-workbook");
  const sheets = await (await app.find("import-sheet")).findElements(By.css("option"));
  const other = await sheets.at(-1)?.getAttribute("value");
  await choose("import-sheet", other ?? "none");
  await app.reads("error-code", "import.header_not_found");
  await app.picture("import-other-sheet");
  await choose("import-sheet", "");
  await eventually("the sheet that was found", async () => (await app.textOf("import-count-matched")) === "8");
});
