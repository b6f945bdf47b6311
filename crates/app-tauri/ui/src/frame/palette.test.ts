// The palette: recent parts and actions before anything is typed, the best answers after it, and what Enter takes.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../backend/scripted";
import { FakeBackend } from "../backend/fake/fake";
import type { SearchAnswer } from "../bindings/wire";
import { Actions, type Action } from "./actions.svelte";
import { Palette } from "./palette.svelte";
import { RecentParts } from "./recent_parts";

let backend: ScriptedBackend;
let palette: Palette;
let found: SearchAnswer;
const action = (name: string, title: string, more: Partial<Action> = {}): Action => ({ name, title, group: "do", run: vi.fn(), ...more });
const shape = () => palette.sections.map(({ title, items }) => `${title}: ${items.map(({ kind }) => kind).join(" ")}`);
const chosen = () => (palette.active?.kind === "action" ? palette.active.action.name : palette.active?.kind);

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  const store = new FakeBackend({ drawers: 3 });
  const search = { task: "", category: null, state: null, has_mpn: null, ranges: [], sort: null, descending: false, after: null };
  found = await store.call("search_parts", { ...search, text: "meadow", limit: 3 });
  backend = new ScriptedBackend();
  const actions = new Actions();
  actions.add(() => [
    action("undo", "Undo"),
    action("palette", "Find or do something", { hidden: true }),
    action("part.duplicate", "Duplicate EL-1", { group: "page" }),
    action("go.parts", "Go to Parts", { group: "go" }),
    action("theme.dark", "Theme: Dark", { group: "look", hidden: true }),
  ]);
  palette = new Palette(backend, actions, new RecentParts(backend, localStorage));
});
afterEach(() => {
  vi.useRealTimers();
});

async function type(words: string): Promise<void> {
  palette.type(words);
  await vi.advanceTimersByTimeAsync(200);
}

describe("before anything is typed", () => {
  test("it has the parts that were looked at lately, and what can be done", async () => {
    const number = found.hits[0]?.row.number ?? "";
    new RecentParts(backend, localStorage).note("/a", number);
    const shown = palette.show("/a");
    await settled();
    await backend.answer("search_parts", found);
    await shown;
    expect(shape()).toEqual(["Recent parts: part", "On this page: action", "Do: action", "Go to: action"]);
    expect(palette.active).toMatchObject({ kind: "part", row: { number } });
  });

  test("the parts that are on their way have their room, and Enter waits for them", async () => {
    const recent = new RecentParts(backend, localStorage);
    const number = found.hits[0]?.row.number ?? "";
    recent.note("/a", number);
    void palette.show("/a");
    await settled();
    expect([palette.keepsRoom, palette.awaited, palette.active]).toEqual([true, 1, null]);
    const taken = palette.settle();
    await backend.answer("search_parts", found);
    expect(await taken).toMatchObject({ kind: "part", row: { number } });
    expect(palette.keepsRoom).toBe(false);
    // The last time's parts are not what stands there the next time.
    void palette.show("/a");
    expect([palette.keepsRoom, palette.items.some(({ kind }) => kind === "part")]).toEqual([true, false]);
  });

  test("Enter takes nothing where the parts could not be read, and the arrows go past them while they come", async () => {
    new RecentParts(backend, localStorage).note("/a", "EL-RES-100001");
    void palette.show("/a");
    await settled();
    const taken = palette.settle();
    await backend.refuse("search_parts", "store.failed");
    expect(await taken).toBeNull();
    void palette.show("/a");
    await settled();
    palette.move(-1);
    expect(chosen()).toBe("go.parts");
    palette.move(1);
    expect(chosen()).toBe("part.duplicate");
  });

  test("a refusal is shown, and the actions are there all the same", async () => {
    new RecentParts(backend, localStorage).note("/a", "EL-RES-100001");
    const shown = palette.show("/a");
    await settled();
    await backend.refuse("search_parts", "store.failed");
    await shown;
    expect(palette.refused?.code).toBe("store.failed");
    expect(palette.items.length).toBeGreaterThan(0);
  });
});

describe("while somebody types", () => {
  beforeEach(() => palette.show(undefined));

  test("parts answer, and after them the way to all of them", async () => {
    await type("drawer");
    await backend.answer("search_parts", found);
    expect(shape()).toEqual([`Parts: ${found.hits.map(() => "part").join(" ")} list`]);
    palette.moveTo("last");
    expect(palette.active).toEqual({ kind: "list", key: "list", words: "drawer" });
  });

  test("what is called so stands first, unless a digit is typed", async () => {
    await type("dark");
    await backend.answer("search_parts", found);
    expect([palette.sections[0]?.title, chosen()]).toEqual(["Do", "theme.dark"]);
    await type("und0");
    await backend.answer("search_parts", found);
    expect(palette.sections[0]?.title).toBe("Parts");
  });

  test("only actions answer to what begins with >", async () => {
    await type("> pa");
    expect(backend.waiting).toHaveLength(0);
    expect(chosen()).toBe("go.parts");
    await type(">zzz");
    expect(palette.nothing).toBe(true);
  });

  test("an older answer is dropped, and what was found stays until the newer one comes", async () => {
    await type("dra");
    await type("drawer");
    await backend.answer("search_parts", { hits: [], next: null }, 0);
    expect(palette.nothing).toBe(false);
    await backend.answer("search_parts", found);
    expect(palette.items).toHaveLength(found.hits.length + 1);
  });

  test("the arrows go round, and what somebody moved to stays chosen", async () => {
    await type("drawer");
    await backend.answer("search_parts", found);
    palette.move(-1);
    expect(chosen()).toBe("list");
    palette.move(1);
    expect(palette.active).toMatchObject({ kind: "part" });
  });
});

describe("Enter", () => {
  beforeEach(() => palette.show(undefined));

  test("waits for the answer to what is typed by now", async () => {
    palette.type("drawer");
    const taken = palette.settle();
    await settled();
    await backend.answer("search_parts", found);
    expect(await taken).toMatchObject({ kind: "part", row: { number: found.hits[0]?.row.number } });
  });

  test("takes nothing when more was typed meanwhile", async () => {
    palette.type("drawer");
    const taken = palette.settle();
    await settled();
    palette.type("drawer 2");
    await backend.answer("search_parts", found);
    await vi.advanceTimersByTimeAsync(200);
    await backend.answer("search_parts", found);
    expect(await taken).toBeNull();
  });

  test("takes an action at once", async () => {
    palette.type("undo");
    expect(await palette.settle()).toMatchObject({ kind: "action", action: { name: "undo" } });
  });
});

test("what stands on the page's buttons is found, once, and before what leads to another page of that name", async () => {
  const pressed = action("press Columns", "Columns", { group: "page" });
  void palette.show(undefined, [pressed, action("press Undo", "Undo", { group: "page" })]);
  await type("colu");
  expect(chosen()).toBe("press Columns");
  await type(">undo");
  const titles = palette.items.flatMap((item) => (item.kind === "action" ? item.action.name : []));
  expect(titles, "by the name that has its keys").toEqual(["undo"]);
});

test("each thing that can be done is offered once, whether a page says so, a button, or both, and the palette not in itself", async () => {
  void palette.show(undefined, [action("press Duplicate EL-1…", "Duplicate EL-1…", { group: "page" })]);
  await type(">");
  const names = palette.items.flatMap((item) => (item.kind === "action" ? item.action.name : []));
  expect(names).toEqual(["part.duplicate", "undo", "go.parts", "theme.dark"]);
});
