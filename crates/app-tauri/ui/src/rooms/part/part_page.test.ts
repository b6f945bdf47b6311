// The page of a part shows the revision that was chosen, and changes that one.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { Lifecycle, PartView, RevisionView } from "../../bindings/wire";
import { PartPageState } from "./part_page.svelte";

function revision(id: string, state: Lifecycle): RevisionView {
  return { id, label: id, state, workflow_state: state, author: "Ada", created: 0, released: null };
}

const view: PartView = {
  row: {
    id: "p1",
    number: "EL-RES-100000",
    name: "10k",
    description: "",
    category: "EL-RES",
    assembly: false,
    revision: revision("2", "Draft"),
    manufacturer: null,
    mpn: null,
    value: null,
    footprint: null,
    created: 0,
  },
  revisions: [revision("2", "Draft"), revision("1", "Released")],
  properties: [],
  manufacturer_parts: [],
  where_used: [],
  missing: [],
  stays: null,
  may: { describe: null, change: null, succeed: null },
  successor: null,
  use_instead: null,
};

test("the newest revision is shown until another is chosen", async () => {
  const backend = new ScriptedBackend();
  const page = new PartPageState(backend, "EL-RES-100000");
  void page.load();
  await settled();
  expect(backend.asked("part_show")).toEqual({ part: "EL-RES-100000" });
  await backend.answer("part_show", view);
  expect([page.shown?.id, page.open]).toEqual(["2", true]);
  page.revision = "1";
  void page.load();
  await settled();
  expect(backend.asked("part_show")).toEqual({ part: "EL-RES-100000", revision: "1" });
  const text = { name: "Value", value: { type: "text" as const, text: "v1" } };
  const notDraft = { code: "revision.not_draft", message: "It is Released.", fields: {} };
  const may = { describe: null, change: notDraft, succeed: null };
  await backend.answer("part_show", { ...view, properties: [text], may });
  expect([page.shown?.id, page.open, page.barred]).toEqual(["1", false, null]);
  expect(page.frozen).toContain("Make a new revision");
  void page.setProperty("Value", { type: "text", text: "v2" }, null);
  void page.change({ name: "11k" }, {});
  await settled();
  expect(backend.asked("property_set").revision).toBe("1");
  await backend.answer("part_change", view);
  expect([page.view?.properties, page.open]).toEqual([[text], false]);
});

test("what a viewer may not do is said in the answer's words", async () => {
  const backend = new ScriptedBackend();
  const page = new PartPageState(backend, "EL-RES-100000");
  void page.load();
  await settled();
  const why = { code: "person.right_missing", message: "A Viewer may not change this workspace.", fields: {} };
  await backend.answer("part_show", { ...view, may: { describe: why, change: why, succeed: why } });
  expect([page.barred, page.frozen, page.open]).toEqual([why.message, why.message, false]);
});
