// What pages keep: found again, ended with its workspace, and not without end.
import { expect, test } from "vitest";
import { Application } from "./application.svelte";
import { ScriptedBackend } from "./backend/scripted";
import { Router } from "./router.svelte";

function made(application: Application, name: string, what: string | null = null): boolean {
  let isNew = false;
  application.keep(name, () => {
    isNew = true;
    return { unsaved: () => what };
  });
  return isNew;
}

test("what a page kept is found again in the same workspace, and in no other", () => {
  const application = new Application(new ScriptedBackend(), new Router(window));
  expect([made(application, "parts"), made(application, "parts")]).toEqual([true, false]);
  application.workspace.opened += 1;
  expect(made(application, "parts")).toBe(true);
});

test("of a kind that is many the oldest goes, but never what is unsaved, nor another page's", () => {
  const application = new Application(new ScriptedBackend(), new Router(window));
  made(application, "import");
  made(application, "bom half", "Half a line");
  for (let number = 0; number < 40; number += 1) made(application, `bom ${number}`);
  expect(application.unsaved.what).toEqual(["Half a line"]);
  expect(["import", "bom half", "bom 39", "bom 0"].map((name) => made(application, name))).toEqual([false, false, false, true]);
});
