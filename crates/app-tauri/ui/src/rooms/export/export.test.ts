// An export: what is offered, what is asked for, and where it goes.
import { expect, test } from "vitest";
import { ScriptedBackend, settled } from "../../backend/scripted";
import { fakeLayouts } from "../../backend/fake/export";
import { ExportState, type Offered } from "./export.svelte";

const boms: Offered[] = [
  { key: "one_level", title: "One level", what: { kind: "bom", revision: "r", shape: "one_level", builds: "1" } },
  { key: "flat", title: "Flat", what: { kind: "bom", revision: "r", shape: "flat", builds: "1" } },
];

async function started(offered = boms, revision: string | null = "r", beside: string | null = null) {
  const backend = new ScriptedBackend();
  const state = new ExportState(backend, offered, revision, beside);
  void state.start();
  await settled();
  if (revision !== null) await backend.answer("export_layouts", fakeLayouts());
  await backend.answer("export_propose", "/docs/bom.csv");
  return { backend, state };
}

test("the first document is proposed, with a path, and the layouts of others are offered below", async () => {
  const { state } = await started();
  expect([state.key, state.format, state.path]).toEqual(["one_level", "csv", "/docs/bom.csv"]);
  expect(state.layouted.map(({ key }) => key)).toEqual(["layout-assembly", "layout-jlcpcb", "layout-kicad-cli"]);
  expect(state.formats).toEqual(["csv", "xlsx", "json", "html"]);
});

test("what is proposed begins beside what was exported before", async () => {
  const backend = new ScriptedBackend();
  const state = new ExportState(backend, boms, null, "/before/x.csv");
  void state.start();
  await settled();
  expect(backend.asked("export_propose")).toMatchObject({ beside: "/before/x.csv", format: "csv" });
});

test("another format is proposed anew, and a path that was written keeps its name", async () => {
  const { backend, state } = await started();
  void state.chooseFormat("xlsx");
  await settled();
  await backend.answer("export_propose", "/docs/bom.xlsx");
  expect(state.path).toBe("/docs/bom.xlsx");
  state.path = "/mine/lamp.xlsx";
  await state.chooseFormat("json");
  expect(state.path).toBe("/mine/lamp.json");
  expect(backend.waiting).toHaveLength(0);
});

test("an answer that comes late changes nothing that was written or chosen meanwhile", async () => {
  const { backend, state } = await started();
  void state.chooseFormat("xlsx");
  void state.chooseFormat("html");
  await settled();
  await backend.answer("export_propose", "/docs/bom.xlsx");
  expect(state.path).toBe("/docs/bom.csv");
  state.path = "/mine.html";
  await backend.answer("export_propose", "/docs/bom.html");
  expect(state.path).toBe("/mine.html");
});

test("a layout is a table, and says whether it knows ranges", async () => {
  const { backend, state } = await started();
  void state.chooseFormat("html");
  await settled();
  await backend.answer("export_propose", "/docs/bom.html");
  void state.chooseDocument("layout-kicad-cli");
  await settled();
  await backend.answer("export_propose", "/docs/bom.csv");
  expect([state.format, state.formats, state.countsBuilds]).toEqual(["csv", ["csv", "xlsx"], false]);
  expect(state.what).toEqual({ kind: "layout", revision: "r", layout: "kicad-cli", ranges: true });
  void state.chooseDocument("layout-jlcpcb");
  expect(state.what).toMatchObject({ layout: "jlcpcb", ranges: null });
});

test("builds are asked for with a BOM, and it is not complete without them", async () => {
  const { state } = await started();
  state.builds = "250";
  expect(state.what).toMatchObject({ kind: "bom", builds: "250" });
  expect(state.complete).toBe(true);
  state.builds = " ";
  expect(state.complete).toBe(false);
});

test("a package has one format and no layouts", async () => {
  const { state } = await started([{ key: "package", title: "Package", what: { kind: "package", revision: "r" } }], null);
  expect([state.format, state.formats, state.layouted]).toEqual(["zip", ["zip"], []]);
});

test("a file that is there is replaced only when one says so", async () => {
  const { backend, state } = await started();
  const refused = state.write();
  await settled();
  expect(backend.asked("export_write")).toMatchObject({ path: "/docs/bom.csv", replace: false, mark: false });
  await backend.refuse("export_write", "export.path_taken");
  expect([await refused, state.replaces, state.task.error?.code]).toEqual([null, true, "export.path_taken"]);
  const written = state.write();
  await settled();
  expect(backend.asked("export_write")).toMatchObject({ replace: true });
  await backend.answer("export_write", { path: "/docs/bom.csv", count: 3 });
  expect(await written).toEqual({ path: "/docs/bom.csv", count: 3 });
  state.path = "/docs/other.csv";
  expect(state.replaces).toBe(false);
});

test("what was chosen in the system's dialog may be replaced, because the system asked", async () => {
  const { state } = await started();
  state.path = "/chosen.csv";
  state.chosen("/chosen.csv");
  expect(state.replaces).toBe(true);
});

test("options of CSV are not sent with another format", async () => {
  const { backend, state } = await started();
  state.mark = true;
  state.plain = true;
  void state.chooseFormat("json");
  void state.write();
  await settled();
  expect(backend.asked("export_write")).toMatchObject({ mark: false, plain: false, format: "json" });
});

test("a refusal of what is proposed is shown", async () => {
  const backend = new ScriptedBackend();
  const state = new ExportState(backend, boms, null, null);
  void state.start();
  await settled();
  await backend.refuse("export_propose", "revision.not_found");
  expect([state.error?.code, state.complete]).toEqual(["revision.not_found", false]);
});
