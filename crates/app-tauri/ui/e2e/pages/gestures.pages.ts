// What only a page that is laid out shows of pressing, choosing and marking.
import { beforeEach, expect, test } from "vitest";
import type { Bridge } from "./bridge";
import type { Page } from "./page";
import { inDemo } from "./states";
import { withPage } from "./with_page";

let bridge: Bridge;
let page: Page;
withPage(inDemo.start, (opened) => ({ bridge, page } = opened));
beforeEach(() => page.go(bridge.page("#/assemblies/EL-PCA-100001/bom")));

test("a choice among segments moves none of them", async () => {
  const places = () => page.run(() => [...document.querySelectorAll(".segments label")].map((label) => label.getBoundingClientRect().left));
  const before = await places();
  expect(before.length).toBeGreaterThan(4);
  await page.click("bom-way-flat");
  await page.settled();
  expect(await places()).toEqual(before);
});

test("all of its line edits a name", async () => {
  await page.run(() => {
    const heading = document.querySelector("main h1");
    const { right, top, height } = heading?.getBoundingClientRect() ?? new DOMRect();
    (document.elementFromPoint(right - 12, top + height / 2) as HTMLElement).click();
  });
  await page.find("part-name-input");
});

test("whoever marks everything marks what the page says, and nothing around it", async () => {
  const marked = await page.run(() => {
    document.execCommand("selectAll");
    return document.getSelection()?.toString() ?? "";
  });
  expect(marked).toContain("Being worked on.");
  expect(marked).not.toMatch(/Dashboard|Settings|Submit for review|Add line/);
});
