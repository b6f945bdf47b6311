// The journey to a release: submitted, refused to its author, approved by somebody else, released, and begun anew.
import { fileURLToPath } from "node:url";
import { Key } from "selenium-webdriver";
import { describe, expect, test } from "vitest";
import type { RunningApplication } from "./application";
import { eventually } from "./application";
import { actAs, bomLines, confirm, openAssembly, openSettings, preview, sayInDialog, told, write } from "./journey";
import { startInWorkspace } from "./workspace";

const lamp = fileURLToPath(new URL("./fixtures/lamp-bom.csv", import.meta.url));

describe("a review", () => {
  let app: RunningApplication;

  const restart = startInWorkspace((started) => ({ app } = started));

  test("somebody else approves what its author may not, and what is released is frozen and begun anew", async () => {
    await openSettings(app, "people");
    await write(await app.find("person-add-name"), `Grace Hopper${Key.ENTER}`);
    await told(app, "Added Grace Hopper");
    await app.picture("people");

    await preview(app, lamp);
    const board = await confirm(app);
    const imported = await bomLines(app);

    await app.click("act-submit");
    await sayInDialog(app, "Ready for the first build");
    await app.reads("review-progress", "0 of 1 approval");
    await app.picture("in-review");
    await app.click("act-approve");
    await told(app, "Nobody gives a verdict on what is their own");
    expect(await app.all("revision-dialog")).toHaveLength(0);

    await actAs(app, "Grace Hopper");
    await app.click("nav-reviews");
    const waiting = await app.find("review-for-me");
    await app.picture("reviews");
    await waiting.click();
    // What somebody approves is all there to be seen.
    expect(await (await app.find("review-changes")).getText()).toContain("all of it is new");
    await app.picture("review");
    await app.click("act-approve");
    await sayInDialog(app, "Looks good");
    await app.reads("review-progress", "1 of 1 approval");
    // Its eight parts are Drafts: the release asks why that is right.
    await app.click("act-release");
    expect(await (await app.find("release-unreleased")).getText()).toContain("8 parts it is made of have no released revision");
    await app.picture("release-dialog");
    await sayInDialog(app, "The parts are released with the next build");
    await eventually("the release", async () => (await app.textOf("revision-words")).includes("Released by Grace Hopper"));
    await app.click("release-verify");
    await app.reads("release-verified", "The content is what was released.");
    await app.picture("released");

    // What is released has nothing to edit.
    await openAssembly(app, board);
    expect(await app.all("bom-add")).toHaveLength(0);
    expect(await bomLines(app)).toEqual(imported);
    await app.click("act-revise");
    await app.reads("revision-words", "Being worked on.");
    expect(await bomLines(app)).toEqual(imported);
    await app.find("bom-add");
    await app.picture("new-revision");

    await restart();
    await app.reads("person-name", "Grace Hopper");
    await openAssembly(app, board);
    await app.reads("revision-words", "Being worked on.");
    expect(await bomLines(app)).toEqual(imported);
    await app.click("nav-settings");
    await app.find("settings-admins-only");
    await app.picture("settings");
    await app.click("nav-activity");
    const acts = await eventually("the history", async () => {
      const units = await app.all("audit-unit");
      return units.length > 6 ? Promise.all(units.map((unit) => unit.getText())) : null;
    });
    for (const act of ["released a revision", "approved a revision", "made a new revision", "handed over to another person"]) {
      expect(acts.some((words) => words.includes(act)), act).toBe(true);
    }
    await app.picture("activity");

    // Narrowed to the releases, which the address says.
    await app.driver.executeScript(`
      const select = document.querySelector('[data-testid="audit-what"]');
      select.value = "release";
      select.dispatchEvent(new Event("change", { bubbles: true }));`);
    await eventually("only what was released", async () => {
      const units = await Promise.all((await app.all("audit-unit")).map((unit) => unit.getText()));
      return units.length > 0 && units.every((words) => words.includes("released a revision")) ? units : null;
    });
    expect(await app.driver.executeScript("return location.hash")).toBe("#/activity?what=release");
    await app.picture("activity-narrowed");
    await app.click("filter-clear");
    await eventually("everything again", async () => ((await app.all("audit-unit")).length > 6 ? true : null));

    // When a part was changed last is a column, read beside the rows.
    await app.click("nav-parts");
    await app.click("part-columns");
    await app.click("part-column-changed");
    const changed = `return [...document.querySelectorAll('[data-testid="part-changed"]')].map((cell) => cell.textContent).join()`;
    await eventually("when the parts were changed", async () => /\d{4}-\d\d-\d\d/.test(await app.driver.executeScript<string>(changed)));
    await app.picture("part-columns");
  });

  test("many parts are submitted at once, but for one that cannot be, and withdrawn; and a property of many is undone", async () => {
    await preview(app, lamp);
    await confirm(app);
    await app.click("nav-parts");
    await app.reads("part-count", "9 parts");

    // One of them is in review already.
    await app.click("part-mark");
    await change("submit", "1 part will change.");
    await told(app, "Submit for review: 1 part.");
    await app.click("part-mark");
    await app.click("part-mark-all");
    await eventually("all to be marked", async () => (await app.textOf("part-marks")).includes("9 parts marked"));
    await change("submit", "8 parts will change, 1 cannot.");
    await told(app, "Submit for review: 8 parts; 1 stayed as they were.");
    await app.click("toast-action");
    await told(app, "Withdraw: 8 parts.");

    await app.click("part-mark");
    await app.click("part-mark-all");
    await app.click("part-set-on-all");
    await write(await app.find("property-name"), "Shelf");
    await write(await app.find("property-value"), "A 3");
    await app.click("set-on-all-go");
    await app.reads("set-on-all-go", "Change 8 parts");
    await app.click("set-on-all-go");
    await told(app, "Set Shelf of 8 parts; 1 stayed as they were.");
    await app.click("toast-action");
    await told(app, "Undone: set a property of many parts");
  });

  /** Takes what is marked to another state, after it was told what becomes of it. */
  async function change(act: string, becomes: string): Promise<void> {
    await app.click("part-act-on-all");
    await app.click(`act-on-all-${act}`);
    await app.click("act-on-all-go");
    await eventually("what becomes of them", async () => (await app.textOf("on-all-told")).includes(becomes));
    await app.picture("many-parts");
    await app.click("act-on-all-go");
    await eventually("the dialog to close", async () => (await app.all("act-on-all")).length === 0);
  }
});
