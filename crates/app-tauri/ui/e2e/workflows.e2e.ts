// A workflow with a second review: drawn, told what is wrong, saved, and followed by what is made after it.
import { fileURLToPath } from "node:url";
import type { WebElement } from "selenium-webdriver";
import { describe, expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { confirm, openAssembly, preview, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));

describe("a workflow", () => {
  let app: RunningApplication;

  const restart = startInWorkspace((started) => ({ app } = started));

  async function last(testid: string): Promise<WebElement> {
    const found = (await app.all(testid)).at(-1);
    if (!found) throw new Error(`nothing is a ${testid}`);
    return found;
  }

  /** Chooses an option by its text, as the list of the system would. */
  async function choose(testid: string, option: string): Promise<void> {
    await app.driver.executeScript(
      `const [select, text] = arguments;
       select.value = [...select.options].find((option) => option.text === text).value;
       select.dispatchEvent(new Event("change", { bubbles: true }));`,
      await last(testid),
      option,
    );
  }

  async function addTransition(name: string, from: string, to: string): Promise<void> {
    await app.click("workflow-transition-add");
    await write(await last("workflow-transition-name"), name);
    await choose("workflow-transition-from", from);
    await choose("workflow-transition-to", to);
  }

  test("with a second review is drawn, saved as the next version, and followed by what is made after it", async () => {
    await app.click("nav-settings");
    await app.click("setting-workflows");
    await app.find("workflow-diagram");
    await app.picture("workflow-standard");

    await app.click("workflow-draw");
    const add = await app.all("workflow-state-add");
    await add[1]?.click();
    await write(await last("workflow-state-name"), "Purchasing review");
    await eventually("what is wrong with it", async () => (await app.all("error-code")).length >= 3);
    expect(await (await app.find("workflow-save")).isEnabled()).toBe(false);
    await app.picture("workflow-defects");
    await addTransition("Pass on", "In Review", "Purchasing review");
    await addTransition("Buy", "Purchasing review", "Released");
    await addTransition("Not to be had", "Purchasing review", "Draft");
    await eventually("that nothing is wrong with it", async () => (await app.find("workflow-save")).isEnabled());
    await app.picture("workflow-drawn");
    await app.click("workflow-save");
    await eventually("the next version", async () => (await app.all("workflow-version")).length === 2);
    await app.picture("workflow-saved");

    await preview(app, lamp);
    const board = await confirm(app);
    await app.click("act-submit");
    await app.click("revision-carry-out");
    await app.reads("review-progress", "0 of 1 approval");
    expect(await (await app.find("act-advance")).getText()).toBe("Pass on");
    await app.click("act-override");
    await write(await app.find("revision-words-input"), "alone here");
    await app.click("revision-carry-out");
    await eventually("the dialog to close", async () => (await app.all("revision-dialog")).length === 0);
    await app.click("act-advance");
    await app.click("revision-carry-out");
    await eventually("the second review", async () => (await app.textOf("revision-state")) === "Purchasing review");
    await app.reads("review-progress", "0 of 1 approval");
    await app.picture("workflow-second-review");

    await restart();
    await openAssembly(app, board);
    await eventually("the state after a restart", async () => (await app.textOf("revision-state")) === "Purchasing review");
  });
});
