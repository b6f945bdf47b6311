// Several windows: each follows what another changes, and loses nothing of its own; what both change is shown as that.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { By, Key } from "selenium-webdriver";
import { afterEach, beforeEach, describe, expect, test, type TestContext } from "vitest";
import { eventually, RunningApplication } from "./application";
import { bomLines, confirm, editLine, preview, write } from "./journey";

const lines = 120;

/** Notes when the count of designators became another. */
const noteWhenSeen = `
  const total = document.querySelector("[data-testid='bom-total-designators']");
  new MutationObserver(() => (window.seen ??= performance.timeOrigin + performance.now()))
    .observe(total, { childList: true, characterData: true, subtree: true });
`;

describe("two windows", () => {
  let folder: string;
  let application: RunningApplication | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
  });
  afterEach(async ({ task }: TestContext) => {
    if (task.result?.state === "fail") await application?.picture(task.name.replace(/\W+/g, "-"));
    await application?.stop();
    application = null;
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts with a BOM long enough to scroll, and answers its number. */
  async function start(): Promise<[RunningApplication, string]> {
    const rows = Array.from({ length: lines }, (_, at) => `R${at + 1},1,${at + 1}k,R_0402_1005Metric,Yageo,RC0402-${at + 1}K`);
    const file = join(folder, "ladder.csv");
    await writeFile(file, ["Reference,Qty,Value,Footprint,Manufacturer,MPN", ...rows].join("\n"));
    application = await RunningApplication.start(join(folder, "board.partwright"));
    await preview(application, file);
    return [application, await confirm(application)];
  }

  /** Opens another window on the page that is shown, and answers both. */
  async function second(app: RunningApplication): Promise<[string, string]> {
    const [first = ""] = await app.driver.getAllWindowHandles();
    await app.click("window-new");
    const other = await eventually("a second window", async () => {
      return (await app.driver.getAllWindowHandles()).find((handle) => handle !== first);
    });
    await app.driver.switchTo().window(other);
    await app.find("bom-total-lines");
    return [first, other];
  }

  /** What somebody at a window would lose: how far it is scrolled, what is selected, what is typed. */
  function place(app: RunningApplication): Promise<{ scrolled: number; selected: string | null; typed: string | null }> {
    return app.driver.executeScript(`
      const field = document.querySelector("[data-testid='bom-designators-input']");
      return {
        scrolled: document.querySelector("[role='treegrid']").scrollTop,
        selected: document.querySelector("[role='treegrid'] [aria-selected='true']")?.dataset.number ?? null,
        typed: field ? field.value : null,
      };
    `);
  }

  /** The number of the part that stands there, once its row is drawn. */
  function numberAt(app: RunningApplication, designator: string): Promise<string> {
    return eventually(`the line of ${designator}`, async () => {
      return (await bomLines(app)).find(({ designators }) => designators === designator)?.number;
    });
  }

  test("a change in one is seen in the other within a blink, and takes nothing from it", async () => {
    const [app] = await start();
    await app.reads("bom-total-designators", String(lines));
    const [first, other] = await second(app);
    const changed = await numberAt(app, "R1");

    await app.driver.switchTo().window(first);
    await app.driver.executeScript("document.querySelector(\"[role='treegrid']\").scrollTop = 1500");
    const edited = await numberAt(app, "R60");
    await editLine(app, edited);
    await write(await app.find("bom-designators-input"), "R60, half typed");
    await app.driver.executeScript(noteWhenSeen);
    const before = await place(app);
    expect(before).toMatchObject({ selected: edited, typed: "R60, half typed" });
    expect(before.scrolled).toBeGreaterThan(1000);

    await app.driver.switchTo().window(other);
    await write(await editLine(app, changed), "2");
    const field = await app.find("bom-designators-input");
    await write(field, "R1, R200");
    await app.driver.executeScript(`
      const hear = ({ key }) => key === "Enter" && (window.saved = performance.timeOrigin + performance.now());
      document.addEventListener("keydown", hear, { capture: true });
    `);
    await app.driver.executeScript(noteWhenSeen);
    await field.sendKeys(Key.ENTER);
    await app.reads("bom-total-designators", String(lines + 1));
    const [saved, own] = await app.driver.executeScript<[number, number]>("return [window.saved, window.seen]");

    await app.driver.switchTo().window(first);
    await app.reads("bom-total-designators", String(lines + 1));
    expect(await place(app)).toEqual(before);
    const seen = await app.driver.executeScript<number>("return window.seen");
    const after = (at: number) => `${Math.round(at - saved)} ms`;
    process.stdout.write(`    a change is shown ${after(own)} after its key in its own window, ${after(seen)} in another\n`);
    // A blink, and what a machine takes that has other work besides.
    expect(seen - saved).toBeLessThan(5_000);
    await app.picture("windows-followed");
  });

  test("what both write is shown as a conflict, and whoever decides knows what the other wrote", async () => {
    const [app] = await start();
    const [first, other] = await second(app);
    const number = await numberAt(app, "R2");
    await app.driver.switchTo().window(first);
    await write(await editLine(app, number), "2");
    await write(await app.find("bom-designators-input"), "R2, R300");

    await app.driver.switchTo().window(other);
    await write(await editLine(app, number), "2");
    await write(await app.find("bom-designators-input"), `R2, R400${Key.ENTER}`);
    await app.reads("bom-total-designators", String(lines + 1));

    await app.driver.switchTo().window(first);
    const conflict = await app.find("conflict");
    expect(await conflict.getText()).toContain("Designators: “R2” became “R2, R400”.");
    expect(await (await app.find("bom-designators-input")).getAttribute("value")).toBe("R2, R300");
    await app.picture("windows-conflict");
    await app.click("bom-save");
    expect(await app.all("conflict"), "nobody has decided").toHaveLength(1);
    await app.click("conflict-mine");
    await app.click("bom-save");
    await eventually("the edit to end", async () => (await app.all("bom-save")).length === 0);

    await app.driver.switchTo().window(other);
    await eventually("mine in the other window", async () => {
      const shown = (await bomLines(app)).map(({ designators }) => designators);
      return shown.includes("R2, R300") && !shown.includes("R2, R400");
    });
    expect(await app.driver.findElements(By.css("[data-testid='bom-designators-input']"))).toHaveLength(0);

  });

  test("a window that holds something unsaved asks before it closes, and the others stay", async () => {
    const [app, board] = await start();
    const [first, other] = await second(app);
    await app.click("bom-add");
    await (await app.find("bom-add-designators")).sendKeys("R77");
    const close = () => app.driver.executeScript("window.__TAURI_INTERNALS__.invoke('probe_close', { request: {} })");
    await close();
    expect(await (await app.find("unsaved-what")).getText()).toBe("A new BOM line");
    await app.picture("windows-unsaved");
    await app.click("unsaved-stay");
    expect(await (await app.find("bom-add-designators")).getAttribute("value")).toBe("R77");
    await close();
    await app.find("unsaved-go");
    // A moment later: a click would still be waiting for its answer from a window that is gone. Even so the window may go
    // before the driver has the answer, which says nothing then; whether it went is seen below.
    const go = "setTimeout(() => document.querySelector(`[data-testid='unsaved-go']`).click())";
    await app.driver.executeScript(go).catch(() => undefined);
    await app.driver.switchTo().window(first);
    await eventually("one window", async () => (await app.driver.getAllWindowHandles()).length === 1);
    expect(await app.driver.getAllWindowHandles()).not.toContain(other);
    await app.reads("part-number", board);
    expect(await app.all("bom-add-form")).toHaveLength(0);
  });
});
