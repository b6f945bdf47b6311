// Whatever somebody wrote is a text, on every page and in every dialog: in a workspace where all that has a name is called
// like markup.
import { expect, test } from "vitest";
import type { Bridge } from "./bridge";
import type { Page } from "./page";
import { places } from "./places";
import { inDemo } from "./states";
import { withPage } from "./with_page";

const markup = "<img src=x onerror=alert(1)>";
const called = (name: string) => `${name} ${markup}`;

/** Where nothing stands that anybody wrote. */
const silent = new Set([
  ...["import", "settings", "backups", "appearance", "status", "export"],
  ...["create", "open", "restore", "salvage", "verify", "keys"].map((name) => `dialog, ${name}`),
]);

let bridge: Bridge;
let page: Page;
withPage(start, (opened) => ({ bridge, page } = opened));

/** The demo in which everything has another name, and the assembly that the pages are about whatever else can be written. */
async function start(): Promise<Bridge> {
  const bridge = await inDemo.start();
  const list = { category: null, sort: "number", descending: false, after: null, limit: 200 } as const;
  const { rows } = await bridge.call("part_list", list);
  for (const { id, name, description } of rows) {
    await bridge.call("part_change", { part: id, name: called(name), description: called(description) });
  }
  for (const { id, name, role } of await bridge.call("person_list", {})) {
    await bridge.call("person_change", { person: id, name: called(name), role });
  }
  for (const { id, name, subcategories } of await bridge.call("category_list", {})) {
    await bridge.call("category_rename", { category: id, name: called(name) });
    for (const { id: subcategory, name, assembly, demands } of subcategories) {
      await bridge.call("category_subcategory_change", { subcategory, name: called(name), assembly, demands });
    }
  }
  for (const { design } of await bridge.call("workflow_list", {})) {
    await bridge.call("workflow_save", { ...design, name: called(design.name) });
  }
  for (const part of rows.filter(({ revision }) => revision.state === "Draft")) {
    await callAround(bridge, part.id, part.revision.id);
  }
  return bridge;
}

/** Writes into a draft what can be written beside its name. */
async function callAround(bridge: Bridge, part: string, revision: string): Promise<void> {
  await bridge.call("property_set", { revision, name: called("Colour"), value: { type: "text", text: markup } });
  const made = { part, manufacturer: markup, mpn: called("M"), status: "Active" } as const;
  const [manufacturerPart] = (await bridge.call("manufacturer_part_add", made)).slice(-1);
  if (!manufacturerPart) throw new Error("there is no manufacturer part");
  const { lines } = await bridge.call("bom_show", { revision });
  for (const { id, quantity, unit, designators, dnp } of lines.slice(0, 2)) {
    const says = { quantity, unit, designators: designators.join(" "), dnp, find_number: "", note: markup };
    await bridge.call("bom_line_change", { line: id, quantity_intended: true, ...says });
  }
}

/** What was made of a name anywhere, and whether one is read in the page or the dialog; the frame has one always. */
function looked(markup: string): { made: number; isShown: boolean } {
  const shown = [...document.querySelectorAll<HTMLElement>("main, dialog[open]")].at(-1);
  const fields = [...(shown?.querySelectorAll<HTMLInputElement>("input, textarea, select") ?? [])];
  const texts = [shown?.textContent ?? "", ...fields.map(({ value }) => value)];
  return {
    made: document.querySelectorAll('img[src="x"], [onerror]').length,
    isShown: texts.some((text) => text.includes(markup)),
  };
}

test.each(places.filter(({ name }) => !inDemo.lacks?.[name]))("$name takes no name for markup", async ({ name, hash, open }) => {
  await page.go(bridge.page(hash));
  await open?.(page);
  expect(await page.run(looked, markup)).toEqual({ made: 0, isShown: !silent.has(name) });
  expect(page.complaints()).toEqual([]);
});

test("a page that takes a name for markup is noticed", async () => {
  await page.go(bridge.page("#/settings/appearance"));
  await page.run((name) => document.querySelector("main")?.insertAdjacentHTML("beforeend", name), markup);
  expect((await page.run(looked, markup)).made).toBe(1);
});
