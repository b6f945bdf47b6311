// The part list's paging: pages in turn, stale answers dropped, reloads that keep the place.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { PartPage, PartRow, SearchAnswer } from "../../bindings/wire";
import { pageSize, PartListState } from "./part_list.svelte";

function row(place: number, name = `part ${place}`): PartRow {
  const revision = { id: `r${place}`, label: "1", state: "Draft" as const, workflow_state: "Draft", author: "Ada", created: 0, released: null };
  return {
    id: `p${place}`,
    number: `EL-RES-${100_000 + place}`,
    name,
    description: "",
    category: "EL-RES",
    assembly: false,
    revision,
    manufacturer: null,
    mpn: null,
    value: null,
    footprint: null,
    created: 0,
  };
}

function page(from: number, count: number, total: number, next: string | null, name?: string): PartPage {
  return { rows: Array.from({ length: count }, (_, step) => row(from + step, name)), next, total };
}

function hits(count: number, next: string | null, name?: string): SearchAnswer {
  const { rows } = page(0, count, count, next, name);
  return { hits: rows.map((each) => ({ row: each, rank: "words", found: [] })), next };
}

describe("PartListState", () => {
  let backend: ScriptedBackend;
  let list: PartListState;
  beforeEach(() => {
    vi.useFakeTimers();
    backend = new ScriptedBackend();
    localStorage.clear();
    list = new PartListState(backend, localStorage, "parts");
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function started(total = 1000): Promise<void> {
    void list.start();
    await backend.answer("part_list", page(0, pageSize, total, "after 199"));
  }

  test("asks for the first page and knows the total", async () => {
    void list.start();
    expect(backend.asked("part_list")).toMatchObject({ after: null, limit: pageSize, sort: "number" });
    await backend.answer("part_list", page(0, pageSize, 1000, "after 199"));
    expect(list.rows).toHaveLength(pageSize);
    expect(list.total).toBe(1000);
    expect(list.loading).toBe(false);
  });

  test("reads the pages up to a far row in turn, and no further", async () => {
    await started();
    void list.show(0, 550);
    expect(backend.asked("part_list").after).toBe("after 199");
    await backend.answer("part_list", page(200, 200, 1000, "after 399"));
    expect(backend.waiting).toHaveLength(1);
    expect(backend.asked("part_list").after).toBe("after 399");
    await backend.answer("part_list", page(400, 200, 1000, "after 599"));
    expect(backend.waiting).toHaveLength(0);
    expect(list.rows.map((each) => each.id)).toEqual(Array.from({ length: 600 }, (_, place) => `p${place}`));
  });

  test("goes to the middle at once, and on from there by its cursor", async () => {
    await started(100_000);
    void list.show(50_010, 50_040);
    expect(backend.asked("part_list")).toMatchObject({ after: null, skip: 50_000 });
    await backend.answer("part_list", page(50_000, 200, 100_000, "after 50199"));
    expect(list.parts[50_010]?.row.id).toBe("p50010");
    expect(list.parts[300]).toBeUndefined();
    void list.show(50_190, 50_230);
    expect(backend.asked("part_list")).toMatchObject({ after: "after 50199", skip: 0 });
    await backend.answer("part_list", page(50_200, 200, 100_000, "after 50399"));
    expect(list.rows).toHaveLength(600);
    list.select(50_020);
    void list.reload();
    expect(backend.asked("part_list")).toMatchObject({ after: null, skip: 50_000 });
    await backend.answer("part_list", page(50_000, 200, 100_000, "after 50199"));
    await backend.answer("part_list", page(50_200, 200, 100_000, "after 50399"));
    expect([list.rows.length, list.selected, backend.waiting.length]).toEqual([400, 50_020, 0]);
  });

  test("waits for a pause in the typing before it asks", async () => {
    list.type("1");
    vi.advanceTimersByTime(79);
    list.type("10k");
    vi.advanceTimersByTime(79);
    expect(backend.waiting).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(backend.waiting).toHaveLength(1);
    expect(backend.asked("search_parts").text).toBe("10k");
  });

  test("settling asks at once for what was typed and waits for it", async () => {
    await started();
    list.type("10k");
    const settled = list.settle();
    expect(backend.asked("search_parts").text).toBe("10k");
    await backend.answer("search_parts", hits(1, null, "10k"));
    expect(await settled).toBe(true);
    expect(list.rows[0]?.name).toBe("10k");
    vi.advanceTimersByTime(1000);
    expect(backend.waiting).toHaveLength(0);
  });

  test("settling with a reload under way waits for the reload", async () => {
    await started();
    list.type("10k");
    const settled = list.settle();
    void list.reload();
    await backend.answer("search_parts", hits(1, null, "early"));
    await backend.answer("search_parts", hits(1, null, "late"));
    expect(await settled).toBe(true);
    expect(list.rows[0]?.name).toBe("late");
  });

  test.each(["typing on", "leaving", "a refusal"])("there is nothing to open after %s", async (how) => {
    await started();
    list.type("10k");
    const settled = list.settle();
    if (how === "leaving") list.stop();
    if (how === "typing on") list.type("10k 04");
    if (how === "a refusal") await backend.refuse("search_parts", "store.busy");
    else await backend.answer("search_parts", hits(1, null));
    expect(await settled).toBe(false);
  });

  test("drops an answer to an older question that comes late", async () => {
    list.text = "old";
    void list.start();
    list.text = "new";
    void list.start();
    await backend.answer("search_parts", hits(1, null, "new"), 1);
    await backend.answer("search_parts", hits(9, "more", "old"), 0);
    expect(list.rows[0]?.name).toBe("new");
    expect(list.total).toBe(1);
    expect(list.loading).toBe(false);
  });

  test("drops an error of an older question", async () => {
    void list.start();
    void list.start();
    await backend.answer("part_list", page(0, 1, 1, null), 1);
    await backend.refuse("part_list", "store.failed", "late", 0);
    expect(list.error).toBeNull();
  });

  test("does not append a page of the old order after the order changed", async () => {
    await started();
    void list.show(0, 300);
    void list.sortBy("name");
    await backend.answer("part_list", page(0, 3, 3, null, "sorted"), 1);
    await backend.answer("part_list", page(200, 200, 1000, "after 399"), 0);
    expect(list.rows.map((each) => each.name)).toEqual(["sorted", "sorted", "sorted"]);
    expect(backend.waiting).toHaveLength(0);
  });

  test("does not continue the old list while the new one is on its way", async () => {
    await started();
    void list.sortBy("name");
    void list.show(0, 300);
    expect(backend.waiting).toHaveLength(1);
    expect(backend.asked("part_list")).toMatchObject({ sort: "name", after: null });
  });

  test("turns the order round when the same column is chosen again", async () => {
    void list.sortBy("mpn");
    expect(backend.asked("part_list", 0)).toMatchObject({ sort: "mpn", descending: false });
    void list.sortBy("mpn");
    expect(backend.asked("part_list", 1)).toMatchObject({ sort: "mpn", descending: true });
    void list.sortBy("name");
    expect(backend.asked("part_list", 2)).toMatchObject({ sort: "name", descending: false });
  });

  test("begins in the order in which it was left, and in the usual one where that was chosen", () => {
    void list.sortBy("name");
    void list.sortBy("name");
    const again = new PartListState(new ScriptedBackend(), localStorage, "parts");
    expect([again.order, again.descending]).toEqual(["name", true]);
    void again.sortBy("number");
    const usual = new PartListState(new ScriptedBackend(), localStorage, "parts");
    expect([usual.sort, usual.order, usual.descending]).toEqual([null, "number", false]);
  });

  test("takes the filters off and keeps the words", async () => {
    list.text = "100nf mura";
    void list.addRange({ property: "Value", low: "1k", high: "6k" });
    await backend.answer("search_parts", hits(0, null));
    expect([list.total, list.hasFilters]).toEqual([0, true]);
    void list.clearFilters();
    expect(backend.asked("search_parts")).toMatchObject({ text: "100nf mura", ranges: [] });
    expect([list.hasFilters, list.filtered]).toEqual([false, true]);
  });

  test("keeps the rows on an error while paging, and goes on after a retry", async () => {
    await started();
    void list.show(0, 300);
    await backend.refuse("part_list", "store.busy", "Another program held the workspace.");
    expect(list.error?.code).toBe("store.busy");
    expect(list.rows).toHaveLength(200);
    void list.retry();
    await backend.answer("part_list", page(200, 200, 1000, "after 399"));
    expect(list.error).toBeNull();
    expect(list.rows).toHaveLength(400);
  });

  test("reloads as far as is shown and keeps the selected part selected", async () => {
    await started();
    list.select(150);
    void list.show(0, 180);
    void list.reload();
    expect(list.rows).toHaveLength(200);
    const changed = page(0, 200, 1001, "after 199");
    changed.rows.unshift(row(5000, "newcomer"));
    changed.rows.pop();
    await backend.answer("part_list", changed);
    expect(list.rows[0]?.name).toBe("newcomer");
    expect(list.selected).toBe(151);
    expect(list.selectedRow?.id).toBe("p150");
    expect(list.total).toBe(1001);
  });

  test("many changes during a reload lead to one more reload", async () => {
    await started(200);
    void list.reload();
    void list.reload();
    void list.reload();
    expect(backend.waiting).toHaveLength(1);
    await backend.answer("part_list", page(0, 200, 200, null));
    expect(backend.waiting).toHaveLength(1);
    await backend.answer("part_list", page(0, 200, 200, null));
    await settled();
    expect(backend.waiting).toHaveLength(0);
  });

  test("the selection stays inside the list", async () => {
    await started();
    list.select(-5);
    expect(list.selected).toBe(0);
    list.select(5000);
    expect(list.selected).toBe(999);
    void list.chooseState("Draft");
    await backend.answer("search_parts", hits(3, "more"));
    list.select(5000);
    expect(list.selected).toBe(2);
  });

  test("asks the search once something is typed or filtered, and the list when all of it is taken back", async () => {
    await started();
    void list.chooseState("Released");
    expect(backend.asked("search_parts")).toMatchObject({ text: "", state: "Released", sort: "number" });
    await backend.answer("search_parts", hits(1, null));
    void list.chooseHasMpn(false);
    expect(backend.asked("search_parts")).toMatchObject({ state: "Released", has_mpn: false });
    await backend.answer("search_parts", hits(1, null));
    void list.addRange({ property: "Resistance", low: "1k", high: "" });
    expect(backend.asked("search_parts").ranges).toEqual([{ property: "Resistance", low: "1k", high: "" }]);
    await backend.answer("search_parts", hits(1, null));
    void list.clear();
    expect(backend.asked("part_list")).toMatchObject({ category: null, sort: "number" });
  });

  test("what is typed is answered with the best first, until a column is chosen", async () => {
    list.text = "lm358";
    void list.start();
    expect(backend.asked("search_parts").sort).toBeNull();
    await backend.answer("search_parts", hits(1, null));
    void list.sortBy("name");
    expect(backend.asked("search_parts")).toMatchObject({ sort: "name", descending: false });
    await backend.answer("search_parts", hits(1, null));
    void list.sortBy("name");
    expect(backend.asked("search_parts")).toMatchObject({ sort: "name", descending: true });
    await backend.answer("search_parts", hits(1, null));
    void list.sortByRank();
    expect(backend.asked("search_parts")).toMatchObject({ sort: null, descending: false });
  });

  test("shows one row more than were read while there are more, and reads on when it is looked at", async () => {
    list.text = "resistor";
    void list.start();
    await backend.answer("search_parts", hits(pageSize, "0:7"));
    expect([list.total, list.more]).toEqual([pageSize + 1, true]);
    void list.show(0, pageSize + 1);
    expect(backend.asked("search_parts").after).toBe("0:7");
    await backend.answer("search_parts", hits(3, null));
    expect([list.total, list.more]).toEqual([pageSize + 3, false]);
  });

  test("keeps where each part was found", async () => {
    list.text = "glue";
    void list.start();
    const note = { field: "note" as const, label: "", text: "glue only" };
    await backend.answer("search_parts", { hits: [{ row: row(1), rank: "inside", found: [note] }], next: null });
    expect(list.parts[0]?.found).toEqual([note]);
  });

  test("a range that is taken back is asked for no more", async () => {
    void list.addRange({ property: "A", low: "1", high: "" });
    void list.addRange({ property: "B", low: "1", high: "" });
    const [first] = list.ranges;
    if (first) void list.removeRange(first);
    expect(backend.asked("search_parts", 2).ranges.map((range) => range.property)).toEqual(["B"]);
  });
});
