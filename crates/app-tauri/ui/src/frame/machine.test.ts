// What the machine remembers: themes and recent parts, whatever an older version or another program left there.
import { beforeEach, describe, expect, test } from "vitest";
import { ScriptedBackend, settled } from "../backend/scripted";
import { RecentParts } from "./recent_parts";
import { ThemeState } from "./theme.svelte";

beforeEach(() => {
  localStorage.clear();
});

describe("the theme", () => {
  const shown = () => document.documentElement.dataset["theme"];

  test("is the system's until somebody chooses, and stays chosen", () => {
    const theme = new ThemeState(window);
    expect([theme.theme, shown()]).toEqual(["system", "system"]);
    theme.choose("dark");
    expect(shown()).toBe("dark");
    expect(new ThemeState(window).theme).toBe("dark");
  });

  test.each(["{", '"pink"', "7"])("is the system's where nobody knows what %s means", (text) => {
    localStorage.setItem("partwright.theme", text);
    expect(new ThemeState(window).theme).toBe("system");
  });

  test("follows what another window chooses", () => {
    const theme = new ThemeState(window);
    const stop = theme.follow();
    localStorage.setItem("partwright.theme", '"light"');
    window.dispatchEvent(new StorageEvent("storage", { key: "partwright.theme" }));
    expect([theme.theme, shown()]).toEqual(["light", "light"]);
    stop();
  });
});

describe("the recent parts", () => {
  const numbers = (backend: ScriptedBackend) => backend.waiting.map(({ request }) => (request as { text: string }).text);

  test("are a workspace's own, the last one first, each once", async () => {
    const backend = new ScriptedBackend();
    const recent = new RecentParts(backend, localStorage);
    for (const number of ["EL-RES-100001", "EL-CAP-100002", "EL-RES-100001"]) recent.note("/a", number);
    recent.note("/b", "AS-PRD-100000");
    void recent.read("/a");
    await settled();
    expect(numbers(backend)).toEqual(["EL-RES-100001", "EL-CAP-100002"]);
  });

  test("are no more than one can look over, and none where something else is written", async () => {
    const backend = new ScriptedBackend();
    const recent = new RecentParts(backend, localStorage);
    for (let number = 0; number < 20; number += 1) recent.note("/a", String(number));
    void recent.read("/a");
    await settled();
    expect(numbers(backend)).toHaveLength(8);
    localStorage.setItem("partwright.recent-parts", '[{"workspace":7}]');
    expect(await recent.read("/a")).toEqual([]);
  });
});
