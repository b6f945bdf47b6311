// Names of properties: which are offered, and when one is another written otherwise.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import { NamesInUse } from "./names_in_use.svelte";

describe("NamesInUse", () => {
  let names: NamesInUse;
  let backend: ScriptedBackend;
  beforeEach(async () => {
    backend = new ScriptedBackend();
    names = new NamesInUse(backend);
    void names.load();
    const used = ["Value", "Tolerance", "Mass", "Max. voltage", "Ambient mass"].map((name, place) => ({ name, parts: 50 - place }));
    await backend.answer("property_names", { names: used, among: 5000 });
  });
  const offered = (typed: string) => names.offered(typed).map(({ name }) => name);

  test("offers what begins with what is typed before what only has it inside", () => {
    expect(offered("MA")).toEqual(["Mass", "Max. voltage", "Ambient mass"]);
    expect(offered("")).toEqual(["Value", "Tolerance", "Mass", "Max. voltage", "Ambient mass"]);
    expect(offered("shelf")).toEqual([]);
  });

  test("tells a name that is in use but for its capitals", () => {
    expect(names.meant(" mass ")?.name).toBe("Mass");
    expect([names.meant("Mass"), names.meant("Masse"), names.meant("")]).toEqual([null, null, null]);
  });

  test("tells what went wrong, and keeps what it knew", async () => {
    void names.load();
    await backend.refuse("property_names", "store.busy");
    expect([names.error?.code, names.names.length]).toEqual(["store.busy", 5]);
  });
});
