// One page over one bridge, for all tests of a file.
import { afterAll, beforeAll } from "vitest";
import type { Bridge } from "./bridge";
import { Chromium } from "./chromium";
import { Page } from "./page";

/** Opens it before the tests, hands it over, and closes all of it after them. */
export function withPage(start: () => Promise<Bridge>, take: (opened: { bridge: Bridge; page: Page }) => void): void {
  let browser: Chromium;
  let bridge: Bridge;
  beforeAll(async () => {
    browser = new Chromium();
    bridge = await start();
    take({ bridge, page: await Page.open(browser) });
  });
  afterAll(async () => {
    await browser.stop();
    await bridge.stop();
  });
}
