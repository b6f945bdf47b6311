// The first journey: a file becomes parts and a BOM, an edit is kept, and all of it is there after a restart.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Key } from "selenium-webdriver";
import { afterEach, beforeEach, describe, expect, test, type TestContext } from "vitest";
import { RunningApplication } from "./application";
import { accounted, bomLines, confirm, editLine, openAssembly, preview, write } from "./journey";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));

/** Files whose totals are known: our own, and public boards where PARTWRIGHT_SAMPLES names a folder with them. */
const samples = process.env["PARTWRIGHT_SAMPLES"];
const boards = [
  { file: lamp, lines: 8, designators: 14 },
  ...(samples && existsSync(samples)
    ? [
        { file: join(samples, "GlasgowEmbedded__glasgow__revC3_bom.csv"), lines: 57, designators: 234 },
        { file: join(samples, "GlasgowEmbedded__glasgow__revC2_bom.csv"), lines: 70, designators: 256 },
        { file: join(samples, "bitaxeorg__bitaxeGamma__bitaxeGamma-BOM.csv"), lines: 41, designators: 88 },
      ]
    : []),
];

describe("first light", () => {
  let folder: string;
  let workspace: string;
  let application: RunningApplication | null = null;

  async function start(): Promise<RunningApplication> {
    application = await RunningApplication.start(workspace);
    return application;
  }

  async function stop(): Promise<void> {
    const running = application;
    application = null;
    await running?.stop();
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
    workspace = join(folder, "board.partwright");
  });
  afterEach(async ({ task }: TestContext) => {
    if (task.result?.state === "fail") await application?.picture(task.name.replace(/\W+/g, "-"));
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("a file is imported, a line edited, the application closed: everything is still there", async () => {
    let app = await start();
    await app.reads("part-count", "0 parts");

    const counted = await preview(app, lamp);
    expect(counted).toEqual({
      read: 8,
      new: 8,
      matched: 0,
      updated: 0,
      merged: 0,
      not_a_part: 0,
      refused: 0,
      lines: 8,
      designators: 14,
      quantity: "14",
    });
    expect(await app.textOf("import-without-mpn")).toContain("1 row has no MPN");
    expect(await app.textOf("import-confirm")).toBe("Create 8 parts and a BOM of 8 lines");
    const assembly = await confirm(app);
    await app.picture("bom-after-import");

    const imported = await bomLines(app);
    expect(imported.map((line) => line.number)).toHaveLength(8);
    for (const line of imported) expect(line.number).toMatch(/^[A-Z]{2}-[A-Z]{3}-\d{6}$/);
    expect(new Set([assembly, ...imported.map((line) => line.number)]).size, "every number is its own").toBe(9);
    await app.reads("bom-total-lines", "8");
    await app.reads("bom-total-designators", "14");

    const resistors = imported.find((line) => line.designators === "R1, R2");
    if (!resistors) throw new Error(`no line has R1 and R2: ${JSON.stringify(imported)}`);
    // The quantity alone is refused, in place; together with the designators it is saved.
    await write(await editLine(app, resistors.number), `3${Key.ENTER}`);
    await app.reads("error-code", "bom.quantity_disagrees");
    await write(await app.find("bom-designators-input"), `R1, R2, R5${Key.ENTER}`);
    await app.reads("bom-total-designators", "15");

    await app.click("nav-parts");
    await app.reads("part-count", "9 parts");
    await stop();

    app = await start();
    await app.reads("part-count", "9 parts");
    await openAssembly(app, assembly);
    await app.reads("bom-total-lines", "8");
    await app.reads("bom-total-designators", "15");
    const after = await bomLines(app);
    expect(after).toEqual(
      imported.map((line) => {
        return line === resistors ? { ...line, quantity: "3", designators: "R1, R2, R5" } : line;
      }),
    );
  });

  test("boards with known totals are imported to the last designator", async () => {
    const app = await start();
    for (const board of boards) {
      const counted = await preview(app, board.file);
      expect(accounted(counted), `${board.file}: no row is dropped`).toBe(counted.read);
      expect({ file: board.file, lines: counted.lines, designators: counted.designators }).toEqual(board);
      await confirm(app);
      await app.reads("bom-total-lines", String(board.lines));
      await app.reads("bom-total-designators", String(board.designators));
    }
  });
});
