// KiCad in the settings: what is asked of the program, and what is shown of its answers.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { KicadMapping, KicadMappingView, KicadView } from "../../bindings/wire";
import { refuse, started } from "../../test_application";
import { KicadState } from "./kicad.svelte";
import { MappingEdit } from "./mapping_edit.svelte";

const off: KicadView = {
  on: false,
  port: 8791,
  address: null,
  failed: null,
  answered: 0,
  refused: 0,
  last: null,
  client: null,
  drafts: false,
};

const mapping: KicadMapping = {
  subcategory: "res",
  offered: true,
  symbol_property: "Symbol",
  symbol: "Device:R",
  reference: "R",
  footprint_property: "Footprint",
  exclude_from_bom: false,
  exclude_from_board: false,
  exclude_from_simulation: false,
  fields: [{ property: "Tolerance", visible: true }],
};
const resistors: KicadMappingView = { codes: "EL-RES", name: "Resistors", said: true, mapping };

describe("KicadState", () => {
  let backend: ScriptedBackend;
  let kicad: KicadState;
  beforeEach(() => {
    backend = new ScriptedBackend();
    kicad = new KicadState(backend);
  });

  test("shows how it stands, and how parts are shown", async () => {
    const loaded = kicad.load();
    await backend.answer("kicad_show", off);
    await backend.answer("kicad_mappings", [resistors]);
    await loaded;
    expect([kicad.view, kicad.mappings]).toEqual([off, [resistors]]);
  });

  test("says why it is not known how parts are shown, also when it is looked again how it stands", async () => {
    void kicad.load();
    await backend.answer("kicad_show", off);
    await backend.refuse("kicad_mappings", "store.busy");
    void kicad.look();
    await backend.answer("kicad_show", off);
    expect([kicad.error, kicad.mappingError?.code]).toEqual([null, "store.busy"]);
    void kicad.load();
    await backend.answer("kicad_show", off);
    await backend.answer("kicad_mappings", [resistors]);
    expect(kicad.mappingError).toBeNull();
  });

  test("sends the port as it was typed", async () => {
    void kicad.serve(true, " 9000");
    expect(backend.asked("kicad_serve")).toEqual({ on: true, port: " 9000" });
    await backend.answer("kicad_serve", { ...off, on: true, port: 9000 });
    expect(kicad.view?.port).toBe(9000);
  });

  test("saves the library file where somebody says, and tells where that is", async () => {
    const saved = kicad.save("/boards/amp");
    expect(backend.asked("kicad_save")).toEqual({ path: "/boards/amp" });
    await backend.answer("kicad_save", "/boards/amp.kicad_httplib");
    expect(await saved).toBe("/boards/amp.kicad_httplib");
  });

  test("a count in whose place another one came says nothing", async () => {
    void kicad.count();
    await backend.refuse("kicad_count", "store.cancelled");
    expect([kicad.counts, kicad.countError]).toEqual([null, null]);
    void kicad.count();
    await backend.refuse("kicad_count", "store.failed");
    expect(kicad.countError?.code).toBe("store.failed");
  });
});

describe("MappingEdit", () => {
  test("is what it was, until something is typed", () => {
    expect(new MappingEdit(resistors).written).toEqual(mapping);
  });

  test("is changed by a tick and by a row that is gone, and not by one that says nothing", () => {
    const edit = new MappingEdit(resistors);
    edit.add();
    expect(edit.changed).toBe(false);
    edit.mapping.offered = false;
    expect(edit.changed).toBe(true);
    edit.mapping.offered = true;
    expect(edit.changed).toBe(false);
    const [first] = edit.rows;
    if (first) edit.remove(first);
    expect(edit.changed).toBe(true);
  });

  test("adds and removes fields, and leaves out those without a name", () => {
    const edit = new MappingEdit(resistors);
    edit.add("Power", false);
    edit.add();
    expect(edit.written.fields.map((field) => field.property)).toEqual(["Tolerance", "Power"]);
    const [first] = edit.rows;
    if (first) edit.remove(first);
    expect(edit.written.fields).toEqual([{ property: "Power", visible: false }]);
    expect(mapping.fields.length).toBe(1);
  });
});

test("the table of how parts are shown is there once it is known, and else why not", async () => {
  started("#/settings/kicad", { drawers: 3 }, (fake) => refuse(fake, "kicad_mappings", "store.busy", "The mappings are busy."));
  const section = within(await screen.findByTestId("kicad-mappings"));
  expect((await section.findByRole("alert")).textContent).toContain("The mappings are busy.");
  expect(section.queryByRole("table")).toBeNull();
  vi.restoreAllMocks();
  await fireEvent.click(section.getByText("Try again"));
  expect((await section.findAllByTestId("kicad-mapping")).length).toBeGreaterThan(0);
  expect(section.queryByRole("alert")).toBeNull();
});
