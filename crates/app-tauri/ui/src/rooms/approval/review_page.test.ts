// A review: what is compared with what, and what is said where there is nothing to compare with, or nothing to be had.
import { beforeEach, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { PartView, RevisionChanges, RevisionView } from "../../bindings/wire";
import { text } from "../../text";
import { bom, line } from "../bom/bom_example";
import { ReviewPageState } from "./review_page.svelte";

const revision = (id: string, state: RevisionView["state"]): RevisionView => {
  return { id, label: id, state, workflow_state: state, author: "Ada", created: 0, released: null };
};
const [waiting, released] = [revision("2", "In Review"), revision("1", "Released")];
const side = { number: "EL-PCA-1", name: "it", revision: waiting };

let backend: ScriptedBackend;
let page: ReviewPageState;

/** Opens the review of a part, of which this revision was released before. */
async function open(base: RevisionView | null): Promise<void> {
  void page.load();
  await backend.answer("part_show", { row: { revision: waiting }, revisions: [waiting, released] } as unknown as PartView);
  await backend.answer("revision_changes", { base, properties: [], files: [] } as RevisionChanges);
}

beforeEach(() => {
  localStorage.clear();
  backend = new ScriptedBackend();
  page = new ReviewPageState(backend, "EL-PCA-1");
});

test("the lines that differ from the release before are those in view, in one list whatever is remembered elsewhere", async () => {
  localStorage.setItem("partwright.bom_compare", '{"form":"beside","alike":true}');
  page = new ReviewPageState(backend, "EL-PCA-1");
  await open(released);
  expect(backend.asked("bom_beside")).toMatchObject({ before: "1", after: "2" });
  await backend.answer("bom_beside", { before: side, after: side, rows: ["alike", { kind: "added", before: null, after: "new", aspects: [] }] });
  expect([page.seen?.bom, page.lines.length, page.lines.row(0)?.kind]).toEqual([null, 1, "added"]);
  void page.lines.want(0, 1);
  expect(backend.asked("bom_lines_say").lines).toEqual(["new"]);
});

test("of a first release the BOM is shown whole, and nothing is compared", async () => {
  await open(null);
  await backend.answer("bom_show", bom("2", [line("a", true), line("b")], "In Review"));
  const tree = page.seen?.bom;
  expect([tree?.rows.map(({ key }) => key), page.lines.view, backend.waiting.length]).toEqual([["/a", "/b"], null, 0]);
});

test("what was open in the BOM of a first release stays open when the review is read again", async () => {
  await open(null);
  await backend.answer("bom_show", bom("2", [line("a", true)], "In Review"));
  const tree = page.seen?.bom;
  const [row] = tree?.rows ?? [];
  if (row?.kind !== "line") throw new Error("there is no line");
  void tree?.toggle(row.key, row.line);
  await backend.answer("bom_show", bom("rev-a", [line("c")]));
  await open(null);
  await backend.answer("bom_show", bom("2", [line("a", true)], "In Review"));
  expect([page.seen?.bom === tree, tree?.rows.length]).toEqual([true, 2]);
});

test("no line is written in a review, not even in that of a Draft, which is changed on its part's page", async () => {
  void page.load();
  const draft = revision("2", "Draft");
  await backend.answer("part_show", { row: { revision: draft }, revisions: [draft] } as unknown as PartView);
  await backend.answer("revision_changes", { base: null, properties: [], files: [] } as unknown as RevisionChanges);
  await backend.answer("bom_show", bom("2", [line("a")], "Draft"));
  expect([page.seen?.bom?.barred, page.seen?.bom?.editable]).toEqual([text.approval.onlyLooked, false]);
});

test("what is released is not said to be changed on its part's page: it is changed nowhere", async () => {
  void page.load();
  const shown = { row: { revision: released }, revisions: [released] } as unknown as PartView;
  await backend.answer("part_show", shown);
  await backend.answer("revision_changes", { base: null, properties: [], files: [] } as unknown as RevisionChanges);
  await backend.answer("bom_show", bom("1", [line("a")], "Released"));
  expect([page.seen?.bom?.barred, page.seen?.bom?.editable]).toEqual([null, false]);
});

test("a comparison that is refused is told, and the rest is there", async () => {
  await open(released);
  await backend.refuse("bom_beside", "store.failed");
  expect([page.error?.code, page.seen?.revision.id]).toEqual(["store.failed", "2"]);
});

test("whoever leaves ends the comparison", async () => {
  await open(released);
  const { task } = backend.asked("bom_beside");
  void page.leave();
  await settled();
  expect(backend.asked("task_cancel").task).toBe(task);
});
