// Every page and dialog in every state of a workspace, in Chromium over the real commands.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bridge } from "./bridge";
import { faults } from "./checks";
import { Chromium } from "./chromium";
import { Page } from "./page";
import { places } from "./places";
import { states } from "./states";

let browser: Chromium;
beforeAll(() => {
  browser = new Chromium();
});
afterAll(() => browser.stop());

describe.each(states)("in $name", ({ start, prepare, lacks = {}, faults: more }) => {
  let bridge: Bridge;
  let page: Page;
  beforeAll(async () => {
    bridge = await start();
    page = await Page.open(browser);
    await prepare?.(page);
  });
  afterAll(() => bridge.stop());

  test.each(places.filter(({ name }) => !lacks[name]))("$name has no faults", async ({ name, hash, open }) => {
    await page.go(bridge.page(hash));
    await open?.(page);
    const found = [...((await more?.(page, name)) ?? []), ...(await faults(page))];
    expect(found.join("\n")).toBe("");
  });
});
