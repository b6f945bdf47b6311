// The picker's search: Enter takes a result of what was typed, never one of an older text.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { PartRow, SearchAnswer } from "../../bindings/wire";
import { PartSearch } from "./part_search.svelte";

const page = (...numbers: string[]): SearchAnswer => ({
  hits: numbers.map((number) => ({ row: { id: number, number } as PartRow, rank: "words", found: [] })),
  next: null,
});

let backend: ScriptedBackend;
let search: PartSearch;
beforeEach(async () => {
  vi.useFakeTimers();
  backend = new ScriptedBackend();
  search = new PartSearch(backend);
  void search.ask();
  await backend.answer("search_parts", page("old"));
});
afterEach(() => {
  vi.useRealTimers();
});

test("Enter in one burst with the typing waits for what was typed", async () => {
  search.type("new");
  const taken = search.settle();
  expect(backend.asked("search_parts").text).toBe("new");
  await backend.answer("search_parts", page("new"));
  expect((await taken)?.number).toBe("new");
  expect(backend.waiting).toHaveLength(0);
});

test("Enter takes what is there when nothing is on its way", async () => {
  expect((await search.settle())?.number).toBe("old");
});

test.each(["typing on", "leaving"])("Enter takes nothing after %s", async (how) => {
  search.type("new");
  const taken = search.settle();
  if (how === "leaving") search.stop();
  else search.type("newer");
  await backend.answer("search_parts", page("new"));
  expect(await taken).toBeNull();
});

test("Enter takes nothing where the question was refused", async () => {
  search.type("new");
  const taken = search.settle();
  await backend.refuse("search_parts", "store.busy");
  expect(await taken).toBeNull();
});

test("each search has a name of its own, and comes in the place of the one before it in the same picker", () => {
  void search.ask();
  void search.ask();
  void new PartSearch(backend).ask();
  const [first, second, elsewhere] = [0, 1, 2].map((place) => backend.asked("search_parts", place));
  expect(new Set([first?.task, second?.task, elsewhere?.task]).size).toBe(3);
  expect([second?.instead_of, elsewhere?.instead_of]).toEqual([first?.task, null]);
});

test("a field that stays says which part was taken, and what was still on its way for it is dropped", async () => {
  search.type("new");
  void search.ask();
  search.name({ number: "EL-RES-1", name: "a resistor" } as PartRow);
  await backend.answer("search_parts", page("new"));
  expect([search.text, search.results, search.answered]).toEqual(["EL-RES-1 a resistor", [], false]);
});
