// The keyboard is never left nowhere.
import { afterEach, beforeEach, expect, test } from "vitest";
import { focusReturns } from "./focus_returns";

let stop: () => void;
const focus = (id: string) => document.getElementById(id)?.focus();
const remove = (id: string) => document.getElementById(id)?.remove();
const focused = () => document.activeElement?.id || document.activeElement?.tagName;
/** Until the page has noticed what happened. */
const noticed = async () => {
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  await turn();
  await turn();
};

beforeEach(() => {
  document.body.innerHTML =
    '<nav><a id="link" href="#/">Parts</a></nav>' +
    '<main><div><button id="open">Open</button></div>' +
    '<section id="bar"><input id="field"><button id="submit">Submit</button><button id="withdraw">Withdraw</button></section>' +
    '<form id="form"><input id="written"></form></main>' +
    '<div id="asked"><button id="yes">Yes</button></div>';
  stop = focusReturns(document);
});
afterEach(() => {
  stop();
  document.body.innerHTML = "";
});

test("what closes gives it back to where one came from", async () => {
  focus("open");
  focus("yes");
  remove("asked");
  await noticed();
  expect(focused()).toBe("open");
});

test("the button in whose place a form was opened has it again when it is there again", async () => {
  const form = document.getElementById("form");
  form?.insertAdjacentHTML("beforebegin", '<div id="before"><button id="other">Other</button><div id="place"><button data-testid="add">Add</button></div></div>');
  const place = document.getElementById("place");
  place?.querySelector("button")?.focus();
  place?.replaceChildren();
  place?.insertAdjacentHTML("beforeend", '<input id="named"><input id="valued">');
  focus("named");
  focus("valued");
  place?.replaceChildren();
  place?.insertAdjacentHTML("beforeend", '<button id="beside">Beside</button><button data-testid="add" id="anew">Add</button>');
  await noticed();
  expect(focused()).toBe("anew");
});

test("where that is gone as well it goes on beside it, and not into a field", async () => {
  focus("submit");
  focus("yes");
  remove("submit");
  remove("asked");
  await noticed();
  expect(focused()).toBe("withdraw");
});

test("a button that can be pressed no more passes it on", async () => {
  focus("submit");
  // A browser takes the focus from it by itself.
  document.getElementById("submit")?.blur();
  document.getElementById("submit")?.setAttribute("disabled", "");
  await noticed();
  expect(focused()).toBe("withdraw");
});

test("another page begins with itself, and not with the link that led there", async () => {
  focus("link");
  focus("written");
  document.querySelector("main")?.replaceChildren("Another page");
  await noticed();
  expect(focused()).toBe("MAIN");
});

test("whoever goes nowhere by themselves is not called back", async () => {
  focus("written");
  document.getElementById("written")?.blur();
  await noticed();
  remove("form");
  await noticed();
  expect(focused()).toBe("BODY");
});
