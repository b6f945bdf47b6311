// The dashboard's cost: reckoned once, and again when something changed that may count.
import { beforeEach, expect, test } from "vitest";
import { Application } from "../../application.svelte";
import { ScriptedBackend, settled } from "../../backend/scripted";
import type { BomCostView, PartRow } from "../../bindings/wire";
import { Router } from "../../router.svelte";
import { DashboardState } from "./dashboard.svelte";

const assemblies = ["1", "2"].map((id) => ({ number: `AS-PCB-10000${id}`, revision: { id } }) as PartRow);
const cost = (each: string) => ({ each }) as BomCostView;

let backend: ScriptedBackend;
let dashboard: DashboardState;
beforeEach(async () => {
  localStorage.clear();
  backend = new ScriptedBackend();
  const application = new Application(backend, new Router(window));
  const make = () => new DashboardState(backend, () => ["AS-PCB"], localStorage, () => "/lamp.partwright");
  dashboard = application.keep("dashboard", make);
  // It follows the changes from a moment later on.
  await settled();
});

/** Looks at the dashboard, and answers of which revisions the cost is asked for. */
async function look(rows = assemblies): Promise<string[]> {
  void dashboard.load();
  await backend.answer("part_tally", {} as never);
  await backend.answer("audit_list", { units: [] } as never);
  await backend.answer("part_list", { rows } as never);
  return backend.waiting.filter(({ name }) => name === "bom_cost").map(({ request }) => (request as { revision: string }).revision);
}

test("it is reckoned at the first look, and not again as long as nothing changes", async () => {
  expect(await look()).toEqual(["1"]);
  await backend.answer("bom_cost", cost("4.20"));
  expect(await look()).toEqual([]);
  backend.change("property", "file");
  expect(await look(), "nothing of that costs anything").toEqual([]);
  expect(dashboard.cost?.each).toBe("4.20");
});

test("it is reckoned again when prices, BOMs or what nobody knows changed, also while nobody looked or it was on its way", async () => {
  await look();
  await backend.answer("bom_cost", cost("4.20"));
  for (const rooms of [["supplier_part"], ["property", "bom"], []]) {
    backend.change(...rooms);
    expect(await look()).toEqual(["1"]);
    expect(dashboard.cost?.each, "what is known stays until more is").toBe("4.20");
    backend.change("revision");
    await backend.answer("bom_cost", cost("4.20"));
    expect(await look()).toEqual(["1"]);
    await backend.answer("bom_cost", cost("4.20"));
  }
});

test("another assembly, another revision of it and a failure are reckoned", async () => {
  await look();
  await backend.answer("bom_cost", cost("4.20"));
  void dashboard.choose("AS-PCB-100002");
  await settled();
  expect(backend.asked("bom_cost").revision).toBe("2");
  expect(dashboard.cost, "what the one before costs is not said of it").toBeNull();
  await backend.refuse("bom_cost", "store.too_old");
  expect(dashboard.error?.code).toBe("store.too_old");
  expect(await look()).toEqual(["2"]);
  await backend.answer("bom_cost", cost("7"));
  const revised = assemblies.map((row) => ({ ...row, revision: { ...row.revision, id: `${row.revision.id}b` } }));
  expect(await look(revised)).toEqual(["2b"]);
});
