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

test("each picker searches under a name of its own, and always under the same", () => {
  const task = () => backend.asked("search_parts", backend.waiting.length - 1).task;
  void search.ask();
  const first = task();
  void search.ask();
  expect(task()).toBe(first);
  void new PartSearch(backend).ask();
  expect(task()).not.toBe(first);
});
