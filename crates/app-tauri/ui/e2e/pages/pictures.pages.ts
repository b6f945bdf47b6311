// What key pages look like, in light and dark, held against the pictures that are kept.
import { expect, test } from "vitest";
import type { Bridge } from "./bridge";
import { small, type Page } from "./page";
import { compared } from "./pictures";
import { places } from "./places";
import { inDemo } from "./states";
import { withPage } from "./with_page";

const update = process.env["PARTWRIGHT_UPDATE_PICTURES"] !== undefined;
const pictured = places
  .filter(({ picture }) => picture !== undefined)
  .flatMap((place) => [place.picture ?? []].flat().map((scheme) => ({ ...place, scheme })));

let bridge: Bridge;
let page: Page;
withPage(inDemo.start, (opened) => ({ bridge, page } = opened));

test.each(pictured)("$name looks as it did, in the $scheme", async ({ name, hash, open, scheme }) => {
  await page.look(scheme, small);
  await page.go(bridge.page(hash));
  await open?.(page);
  expect(compared(`${name} ${scheme}`, await page.picture(), update)).toBe("");
});
