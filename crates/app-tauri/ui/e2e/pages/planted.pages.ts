// What the checks of pages are worth: each finds the fault that is planted for it.
import { beforeEach, expect, test } from "vitest";
import type { Bridge } from "./bridge";
import { faults } from "./checks";
import type { Page } from "./page";
import { compared } from "./pictures";
import { places } from "./places";
import { inDemo } from "./states";
import { withPage } from "./with_page";

let bridge: Bridge;
let page: Page;
withPage(inDemo.start, (opened) => ({ bridge, page } = opened));
beforeEach(() => page.go(bridge.page("#/settings/appearance")));

/** Puts something at the end of the page. */
function plant(words: string, style: Partial<CSSStyleDeclaration>, tag: string): void {
  const element = document.createElement(tag);
  element.textContent = words;
  Object.assign(element.style, style);
  document.querySelector("main")?.append(element);
}

test("text that is hard to read is found", async () => {
  await page.run(plant, "grey on grey", { color: "#999", background: "#aaa" }, "p");
  expect((await faults(page)).join("\n")).toMatch(/axe color-contrast.*grey on grey/);
});

test("a button that does not show the focus is found", async () => {
  await page.run(plant, "unseen", { outline: "none" }, "button");
  expect(await faults(page)).toContainEqual(expect.stringMatching(/focus is not seen: .*unseen/));
});

test("what can be clicked and no key leads to is found", async () => {
  await page.run(() => {
    const element = document.createElement("div");
    element.textContent = "mouse only";
    // As Svelte does for `onclick`.
    Object.defineProperty(element, Symbol("events"), { value: { click: () => undefined } });
    document.querySelector("main")?.append(element);
  });
  expect(await faults(page)).toEqual([expect.stringMatching(/no key leads to .*mouse only/)]);
});

test("a row that does not say which of all it is is found", async () => {
  await page.run(() => {
    const table = document.createElement("div");
    table.innerHTML = `<div role="row" aria-rowindex="1"></div><div role="row" class="unnumbered"></div>`;
    table.setAttribute("aria-rowcount", "300000");
    document.querySelector("main")?.append(table);
  });
  expect((await faults(page)).filter((fault) => fault.startsWith("a row"))).toEqual([expect.stringMatching(/class="unnumbered"/)]);
});

test("what is too wide is found", async () => {
  await page.run(plant, "wide", { width: "3000px", flex: "none" }, "p");
  expect(await faults(page)).toContainEqual(expect.stringMatching(/main is 3000 wide/));
});

test("what the smallest window cuts off is found, and what can be scrolled to is not", async () => {
  await page.run(() => {
    for (const overflow of ["hidden", "auto"]) {
      const around = document.createElement("div");
      Object.assign(around.style, { overflow, flex: "none", width: "calc(100vw - 700px)", whiteSpace: "nowrap" });
      for (const place of ["first", "last"]) {
        const button = document.createElement("button");
        button.textContent = `${overflow} ${place}`;
        button.style.width = "90px";
        around.append(button);
      }
      document.querySelector("main")?.append(around);
    }
  });
  const found = (await faults(page)).filter((fault) => fault.includes("out of reach"));
  expect(found).toEqual([expect.stringMatching(/^least: .*hidden last/)]);
});

test("what moves although nothing should is found", async () => {
  await page.run(() => {
    const turn = [{ transform: "rotate(0)" }, { transform: "rotate(1turn)" }];
    document.querySelector("h1")?.animate(turn, { duration: 1000, iterations: Infinity });
  });
  expect(await faults(page)).toEqual([expect.stringMatching(/^moves: <h1/)]);
});

test("what the page complains about is found", async () => {
  await page.run(() => {
    queueMicrotask(() => reportError(new Error("on purpose")));
  });
  expect((await faults(page)).join("\n")).toContain("thrown: Error: on purpose");
});

test("a button that moved by a little is found", async () => {
  const parts = places.find(({ name }) => name === "parts");
  await page.go(bridge.page(parts?.hash ?? ""));
  await page.run(() => {
    const button = document.querySelector<HTMLElement>("[data-testid=part-new]");
    if (button) button.style.translate = "3px";
  });
  expect(compared("parts light", await page.picture(), false)).toMatch(/pixels are others/);
});
