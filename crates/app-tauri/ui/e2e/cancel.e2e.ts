// A long task that is cancelled, in the real window: nothing of it is there, and the rest goes on.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import type { RunningApplication } from "./application";
import { startInWorkspace } from "./workspace";

let folder: string;
let app: RunningApplication;

startInWorkspace((started) => ({ folder, app } = started));

test("a long import is cancelled, and nothing of it is there", async () => {
  const long = join(folder, "long.csv");
  const rows = Array.from({ length: 8_000 }, (_, place) => `P${place},1,part ${place},MPN-${place}`);
  await writeFile(long, ["Designator,Quantity,Value,MPN", ...rows].join("\n"));
  await app.click("nav-import");
  await (await app.find("import-file")).sendKeys(long);
  const go = await app.find("import-confirm");
  await app.driver.wait(() => go.isEnabled(), 60_000);
  await go.click();
  await app.click("import-apply-cancel");
  await app.driver.wait(async () => (await app.driver.getPageSource()).includes("nothing was written"), 60_000);
  await app.click("nav-parts");
  await app.reads("part-count", "0 parts");
});
