// What foreign text cannot do, in the real window: nothing that stands in a page runs, nothing is loaded from elsewhere, and
// what a part is called is a text wherever it is shown.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApplication } from "./application";
import { startInWorkspace } from "./workspace";

let app: RunningApplication;
startInWorkspace((started) => (app = started.app), "hostile.partwright");

// A server of somebody else: whatever asks it is noticed.
let elsewhere: Server;
let asked: string[];
let address: string;
beforeEach(async () => {
  asked = [];
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*");
    response.end("");
  });
  elsewhere.on("upgrade", (request, socket) => {
    asked.push(request.url ?? "");
    socket.destroy();
  });
  await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  await app.driver.manage().setTimeouts({ script: 15_000 });
});
afterEach(async () => {
  await new Promise((closed) => elsewhere.close(closed));
});

/** Calls a command from the page, as the page's own code does. */
async function call<T>(command: string, request: unknown): Promise<T> {
  const { answer, error } = await app.driver.executeAsyncScript<{ answer?: T; error?: unknown }>(
    `
    const [command, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, { request }).then(
      (answer) => done({ answer }),
      (error) => done({ error }),
    );
  `,
    command,
    request,
  );
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return answer as T;
}

const ran = () => app.driver.executeScript<string[]>("return window.ran ?? []");

test("an injected script, a handler and anything from elsewhere neither run nor load", async () => {
  // The server is there, and would notice.
  await fetch(`${address}/control`);
  expect(asked).toEqual(["/control"]);

  const came = await app.driver.executeAsyncScript<string[]>(
    `
    const [from, done] = arguments;
    window.ran = [];
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.refused.push(event.effectiveDirective + " " + event.blockedURI);
    });
    const add = (name, attributes, text) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text ?? "";
      document.body.append(element);
      return element;
    };
    const came = [];
    const tried = [];
    const loads = (element, what) =>
      tried.push(new Promise((settle) => {
        element.onload = () => { came.push(what); settle(); };
        element.onerror = settle;
      }));
    add("script", {}, "window.ran.push('script')");
    loads(add("script", { src: from + "/script.js" }), "script");
    add("button", { onclick: "window.ran.push('handler')" }).click();
    add("a", { href: "javascript:window.ran.push('link')" }).click();
    loads(add("img", { src: from + "/picture.png", onerror: "window.ran.push('onerror')" }), "picture");
    loads(add("link", { rel: "stylesheet", href: from + "/style.css" }), "style");
    add("style", {}, "body { outline: 7px solid red !important }");
    add("iframe", { src: from + "/frame" });
    add("object", { data: from + "/object" });
    const form = add("form", { action: from + "/form", method: "post" });
    form.submit();
    tried.push(fetch(from + "/fetch").then(() => came.push("fetch"), () => undefined));
    navigator.sendBeacon?.(from + "/beacon");
    tried.push(new Promise((settle) => {
      try {
        const socket = new WebSocket(from.replace("http", "ws") + "/socket");
        socket.onopen = () => { came.push("socket"); settle(); };
        socket.onerror = socket.onclose = settle;
      } catch { settle(); }
    }));
    Promise.all(tried).then(() => done(came));
  `,
    address,
  );
  expect(came, "what was loaded").toEqual([]);
  expect(await ran(), "what ran").toEqual([]);
  const refused = await eventually("the policy to say what it refused", async () => {
    const all = await app.driver.executeScript<string[]>("return window.refused");
    const wanted = ["script-src", "style-src", "img-src", "connect-src", "form-action"];
    return wanted.every((directive) => all.some((violation) => violation.startsWith(directive))) ? all : null;
  });
  expect(refused.filter((violation) => violation.startsWith("script-src")).length).toBeGreaterThanOrEqual(3);
  const outline = "return getComputedStyle(document.body).outlineWidth";
  expect(await app.driver.executeScript(outline)).not.toBe("7px");
  expect(asked, "nobody asked elsewhere").toEqual(["/control"]);

  // What may be loaded is: the policy is no dead end that would refuse anything.
  const own = await app.driver.executeAsyncScript<boolean>(`
    const done = arguments[0];
    const picture = new Image();
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
    picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
  `);
  expect(own).toBe(true);
});

test("a part that is called like markup is a text on every page", async () => {
  const hostile = (what: string) => `<img src=x onerror="window.ran=['${what}']">`;
  await app.driver.executeScript("window.ran = []");
  type Category = { code: string; subcategories: { id: string; code: string }[] };
  const categories = await call<Category[]>("category_list", {});
  const of = (code: string) =>
    categories.flatMap((category) => category.subcategories).find((subcategory) => subcategory.code === code)?.id;
  type Made = { row: { id: string; number: string; revision: { id: string } } };
  const make = (code: string, name: string) =>
    call<Made>("part_create", {
      subcategory: of(code),
      name,
      description: hostile("description"),
      manufacturer: hostile("maker"),
      mpn: hostile("mpn"),
    });
  const name = hostile("name");
  const part = (await make("RES", name)).row;
  const board = (await make("PCA", name)).row;
  await call("property_set", {
    revision: part.revision.id,
    name: "<b>Bold</b>",
    value: { type: "text", text: hostile("property") },
  });
  await call("bom_line_add", {
    revision: board.revision.id,
    child: part.id,
    quantity: "1",
    unit: "each",
    designators: "R1",
    dnp: false,
    find_number: "",
    note: hostile("note"),
  });

  /** Goes somewhere, and sees the name there as it was typed. */
  async function seen(hash: string, what: string): Promise<void> {
    await app.driver.executeScript("location.hash = arguments[0]", hash);
    const text = () => app.driver.executeScript<string>("return document.body.innerText");
    await eventually(`the name on ${hash}`, async () => (await text()).includes(what));
    await unharmed(hash);
  }
  const made = () =>
    app.driver.executeScript<number>("return document.querySelectorAll('img[src=\"x\"], [onerror]').length");
  async function unharmed(where: string): Promise<void> {
    expect(await made(), where).toBe(0);
    expect(await ran(), where).toEqual([]);
  }

  await seen("#/parts", name);
  await seen("#/assemblies", name);
  await seen("#/dashboard", part.number);
  for (const tab of ["", "/bom", "/properties", "/manufacturers", "/files", "/used", "/approvals", "/history"]) {
    await seen(`#/parts/${board.number}${tab}`, name);
    await seen(`#/parts/${part.number}${tab}`, name);
  }
  await seen("#/activity", name);

  await app.click("nav-search");
  await (await app.find("palette-input")).sendKeys("onerror");
  await eventually("the part in the palette", async () => (await app.textOf("palette-part")).includes(name));
  await unharmed("the palette");
  await app.picture("hostile-palette");
  await (await app.find("palette-input")).sendKeys(Key.ESCAPE);

  // A dialog shows it as well, and a refusal does.
  await seen(`#/parts/${board.number}/bom`, name);
  await app.click("export");
  await unharmed("the export");

  // A page that took the name for markup would be noticed.
  await app.driver.executeScript("document.body.insertAdjacentHTML('beforeend', arguments[0])", name);
  expect(await made()).toBe(1);

  // Half a character is no text: the command is refused, and the window goes on.
  await expect(call("part_change", { part: part.id, name: "\ud800", description: "" })).rejects.toThrow();
  await expect(call("part_change", { part: part.id, name: "a\u0000b", description: "" })).rejects.toThrow();
  await call("part_show", { part: part.id });
});
