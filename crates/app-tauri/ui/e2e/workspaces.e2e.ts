// Workspaces in the real window: made, closed, opened again, found among the recent ones, moved, and there after a restart.
import { access, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { By, Key, type WebElement } from "selenium-webdriver";
import { afterEach, beforeEach, describe, expect, test, type TestContext } from "vitest";
import { byTestId, eventually, RunningApplication } from "./application";
import { write } from "./journey";

describe("workspaces", () => {
  let folder: string;
  let app: RunningApplication;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
    await Promise.all(["boards", "elsewhere"].map((name) => mkdir(join(folder, name))));
    app = await RunningApplication.start(join(folder, "first.partwright"));
  });
  afterEach(async ({ task }: TestContext) => {
    if (task.result?.state === "fail") await app.picture(task.name.replace(/\W+/g, "-"));
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function choose(testid: string): Promise<void> {
    await app.click("workspace-switch");
    await app.click(testid);
  }
  async function at(path: string): Promise<void> {
    await eventually(`the workspace ${path}`, async () => (await app.workspacePath()) === path);
  }
  function recent(path: string): Promise<WebElement> {
    return eventually(`${path} among the recent ones`, async () => {
      for (const row of await app.all("recent")) if ((await row.getAttribute("data-path")) === path) return row;
      return null;
    });
  }
  async function parts(n: number): Promise<void> {
    await eventually(`${n} parts`, async () => (await app.textOf("nav-parts")).endsWith(String(n)));
  }
  async function isThere(path: string): Promise<boolean> {
    return access(path).then(
      () => true,
      () => false,
    );
  }

  test("a workspace is made, closed, found again and moved, and all of it is there afterwards", async () => {
    await app.click("workspace-switch");
    await app.picture("workspace-menu");
    await app.click("workspace-create");
    await write(await app.find("workspace-create-name"), "Lamp");
    await write(await app.find("workspace-create-folder"), join(folder, "boards"));
    await write(await app.find("workspace-create-person"), "Grace Hopper");
    await app.picture("workspace-create");
    await app.click("workspace-create-now");
    const lamp = join(folder, "boards", "Lamp.partwright");
    await at(lamp);
    await app.reads("person-name", "Grace Hopper");
    await app.reads("person-role", "Admin");

    await app.click("part-new");
    const select = await app.find("new-part-subcategory");
    await (await select.findElement(By.xpath(".//option[contains(., 'EL-RES')]"))).click();
    await write(await app.find("new-part-name"), "10k");
    await app.click("new-part-create");
    await app.find("part-number");
    await parts(1);

    // What is no workspace says so, and the open one stays.
    await choose("workspace-open");
    await write(await app.find("workspace-open-path"), `${join(folder, "nowhere.partwright")}${Key.ENTER}`);
    await app.reads("error-code", "workspace.not_there");
    await app.picture("workspace-open-refused");
    await (await app.find("workspace-open-path")).sendKeys(Key.ESCAPE);
    await app.click("unsaved-go");
    expect(await app.workspacePath()).toBe(lamp);

    await choose("workspace-close");
    await app.find("start-page");
    await recent(lamp);
    await app.picture("start-page");
    await (await (await recent(lamp)).findElement(byTestId("recent-open"))).click();
    await at(lamp);
    await parts(1);

    await choose("workspace-move");
    await write(await app.find("workspace-move-folder"), join(folder, "elsewhere"));
    await app.picture("workspace-move");
    await app.click("workspace-move-now");
    const moved = join(folder, "elsewhere", "Lamp.partwright");
    await at(moved);
    await parts(1);
    expect(await readdir(join(folder, "boards"))).toEqual([]);
    expect(await isThere(moved)).toBe(true);

    await app.stop();
    app = await RunningApplication.start(moved);
    await parts(1);
    await app.reads("person-name", "Grace Hopper");
    await choose("workspace-close");
    const gone = await recent(join(folder, "first.partwright"));
    expect(await gone.findElements(byTestId("recent-missing"))).toHaveLength(0);
    await (await recent(moved)).findElement(byTestId("recent-open")).click();
    await at(moved);
  });
});
