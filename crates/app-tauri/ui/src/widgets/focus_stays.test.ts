// Where the focus is after something with the focus was removed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { focusStays } from "./focus_stays";

let list: HTMLElement;
let stop: ReturnType<ReturnType<typeof focusStays>>;

/** A list with these items, each with two buttons, below a heading. */
function show(...names: string[]): void {
  const item = (name: string) => `<li><button id="show-${name}">${name}</button><button id="remove-${name}">Remove</button></li>`;
  document.body.innerHTML = `<section><h2>Items</h2><ul>${names.map(item).join("")}</ul></section><button id="elsewhere"></button>`;
  list = document.querySelector("section") as HTMLElement;
  stop = focusStays("li")(list);
}

const focus = (id: string) => document.getElementById(id)?.focus();
const focused = () => document.activeElement?.id || document.activeElement?.tagName;

/** Until the page has noticed what happened. */
const noticed = () => new Promise((resolve) => setTimeout(resolve));

/** Removes an item, as an answer of the backend does. */
async function remove(name: string): Promise<void> {
  document.getElementById(`remove-${name}`)?.closest("li")?.remove();
  await noticed();
}

beforeEach(() => show("a", "b", "c"));
afterEach(() => {
  stop?.();
  document.body.innerHTML = "";
});

test("the item that takes the place gets the focus, the one before it at the end, and the heading when all are gone", async () => {
  focus("remove-a");
  await remove("a");
  expect(focused()).toBe("show-b");
  focus("remove-c");
  await remove("c");
  expect(focused()).toBe("show-b");
  await remove("b");
  expect(focused()).toBe("H2");
});

test("what stands before it may go without the focus, which counts from where it is then", async () => {
  focus("remove-b");
  await remove("a");
  expect(focused()).toBe("remove-b");
  await remove("b");
  expect(focused()).toBe("show-c");
});

test("without a heading the first control gets it", async () => {
  show("a");
  list.querySelector("h2")?.remove();
  list.append(Object.assign(document.createElement("button"), { id: "add" }));
  focus("remove-a");
  await remove("a");
  expect(focused()).toBe("add");
});

test("nobody is called back from elsewhere", async () => {
  focus("remove-a");
  focus("elsewhere");
  await remove("a");
  expect(focused()).toBe("elsewhere");
  focus("remove-b");
  (document.activeElement as HTMLElement).blur();
  await noticed();
  await remove("b");
  expect(focused()).toBe("BODY");
});

test("what only changes within an item is none of its business", async () => {
  focus("remove-b");
  document.getElementById("remove-b")?.remove();
  await noticed();
  expect(focused()).toBe("BODY");
});
