// What key pages look like, in light and dark, held against the pictures that are kept.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bridge } from "./bridge";
import { Chromium } from "./chromium";
import { Page, small } from "./page";
import { compared } from "./pictures";
import { places } from "./places";
import { inDemo } from "./states";

const update = process.env["PARTWRIGHT_UPDATE_PICTURES"] !== undefined;
const pictured = places
  .filter(({ picture }) => picture !== undefined)
  .flatMap((place) => [place.picture ?? []].flat().map((scheme) => ({ ...place, scheme })));

let browser: Chromium;
let bridge: Bridge;
let page: Page;
beforeAll(async () => {
  browser = new Chromium();
  bridge = await inDemo.start();
  page = await Page.open(browser);
});
afterAll(async () => {
  await browser.stop();
  await bridge.stop();
});

test.each(pictured)("$name looks as it did, in the $scheme", async ({ name, hash, open, scheme }) => {
  await page.look(scheme, small);
  await page.go(bridge.page(hash));
  await open?.(page);
  expect(compared(`${name} ${scheme}`, await page.picture(), update)).toBe("");
});
