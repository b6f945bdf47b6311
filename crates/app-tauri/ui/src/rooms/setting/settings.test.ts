// The settings: one is changed with what was seen of all of them, so that another person's change of another stays.
import { expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import { SettingsState } from "./settings.svelte";

test("one setting is changed with what was seen of all, and all are shown as they are then", async () => {
  const backend = new ScriptedBackend();
  const settings = new SettingsState(backend);
  await settings.change({ labels: "letters" });
  expect(backend.waiting, "before anything is known nothing is said").toEqual([]);
  void settings.load();
  const seen = { labels: "numeric" as const, workflow: "first" };
  await backend.answer("setting_show", seen);
  void settings.change({ labels: "letters" });
  expect(backend.asked("setting_change")).toEqual({ labels: "letters", workflow: "first", seen });
  await backend.answer("setting_change", { labels: "letters", workflow: "second" });
  expect(settings.view?.workflow).toBe("second");
});
