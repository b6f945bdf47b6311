// Addresses and routes: each route's hash leads back to it, and unknown addresses lead to the parts.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseRoute, routeHash, Router, type Route, partTabs } from "./router.svelte";

describe("routes", () => {
  test.each<[string, Route]>([
    ["", { page: "parts" }],
    ["#/", { page: "parts" }],
    ["#/parts", { page: "parts" }],
    ["#/nowhere/at/all", { page: "parts" }],
    ["#/parts?state=Draft", { page: "parts", query: "state=Draft" }],
    ["#/parts?", { page: "parts" }],
    ["#/dashboard", { page: "dashboard" }],
    ["#/reviews/EL-RES-100042", { page: "review", part: "EL-RES-100042" }],
    ["#/assemblies", { page: "assemblies" }],
    ["#/assemblies?text=lamp", { page: "assemblies", query: "text=lamp" }],
    ["#/assemblies/EL-PCA-100014/bom", { page: "part", part: "EL-PCA-100014", tab: "bom", under: "assemblies" }],
    ["#/reviews", { page: "reviews" }],
    ["#/import", { page: "import" }],
    ["#/people", { page: "people" }],
    ["#/settings", { page: "settings" }],
    ["#/workflows", { page: "workflows" }],
    ["#/settings/workflows", { page: "workflows" }],
    ["#/settings/kicad", { page: "kicad" }],
    ["#/settings/nowhere", { page: "settings" }],
    ["#/kicad", { page: "kicad" }],
    ["#/activity", { page: "activity" }],
    ["#/activity?what=bom", { page: "activity", query: "what=bom" }],
    ["#/status", { page: "status" }],
    ["#/parts/EL-RES-100042", { page: "part", part: "EL-RES-100042", tab: null }],
    ["#/parts/EL-RES-100042/history", { page: "part", part: "EL-RES-100042", tab: "history" }],
    ["#/parts/EL-RES-100042/details", { page: "part", part: "EL-RES-100042", tab: "properties" }],
    ["#/parts/EL-RES-100042/elsewhere", { page: "part", part: "EL-RES-100042", tab: null }],
    ["#/parts/%E0%A4%A", { page: "part", part: "%E0%A4%A", tab: null }],
  ])("%s", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test.each<Route>([
    { page: "parts" },
    { page: "parts", query: "state=In+Review&mpn=without" },
    { page: "dashboard" },
    { page: "review", part: "a/b c" },
    { page: "assemblies", query: "text=lamp" },
    { page: "activity" },
    { page: "settings" },
    { page: "status" },
    { page: "appearance" },
    ...partTabs.map((tab): Route => ({ page: "part", part: "EL-PCA-100000", tab })),
    { page: "part", part: "a/b #c", tab: null },
    { page: "part", part: "EL-PCA-100000", tab: null, under: "assemblies" },
  ])("%o comes back from its hash", (route) => {
    expect(parseRoute(routeHash(route))).toEqual(route);
  });
});

describe("Router", () => {
  afterEach(() => {
    window.location.hash = "";
  });

  test("opens a route and follows the address", () => {
    const router = new Router(window);
    const stop = router.start();
    router.open({ page: "part", part: "EL-RES-100042", tab: null });
    expect(window.location.hash).toBe("#/parts/EL-RES-100042");
    expect(router.route).toEqual({ page: "part", part: "EL-RES-100042", tab: null });
    window.history.replaceState(null, "", "#/import");
    window.dispatchEvent(new Event("hashchange"));
    expect(router.route).toEqual({ page: "import" });
    stop();
  });

  test("opening the page one is on leaves no step to go back", () => {
    const router = new Router(window);
    router.open({ page: "import" });
    const steps = window.history.length;
    router.open({ page: "import" });
    expect(window.history.length).toBe(steps);
  });
});

describe("the way back", () => {
  beforeEach(() => {
    window.history.replaceState(null, "", "#/parts");
  });

  test("counts its steps, and a new page forgets what was forward", () => {
    const router = new Router(window);
    const stop = router.start();
    expect([router.canGoBack, router.canGoForward]).toEqual([false, false]);
    router.open({ page: "import" });
    router.open({ page: "activity" });
    expect([router.step, router.canGoBack, router.canGoForward]).toEqual([2, true, false]);
    // What the back button does to the address.
    window.history.replaceState({ step: 1 }, "", "#/import");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect([router.route, router.step, router.canGoForward]).toEqual([{ page: "import" }, 1, true]);
    router.open({ page: "reviews" });
    expect([router.step, router.canGoForward]).toEqual([2, false]);
    stop();
  });

  test("is asked before a page is left, and stays where one is until the answer", () => {
    const router = new Router(window);
    const stop = router.start();
    const waiting: (() => void)[] = [];
    router.leave = (_, go) => {
      waiting.push(go);
      return false;
    };
    router.open({ page: "import" });
    expect([router.route, window.location.hash]).toEqual([{ page: "parts" }, "#/parts"]);
    waiting[0]?.();
    expect([router.route, window.location.hash]).toEqual([{ page: "import" }, "#/import"]);
    const gone = vi.spyOn(window.history, "go").mockImplementation(() => {});
    window.history.replaceState({ step: 0 }, "", "#/parts");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(router.route, "the page that is left is shown still").toEqual({ page: "import" });
    expect(gone).toHaveBeenLastCalledWith(1);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    expect([gone.mock.calls.length, waiting.length], "the same move is told twice, and asked about once").toEqual([1, 2]);
    window.history.replaceState({ step: 1 }, "", "#/import");
    window.dispatchEvent(new PopStateEvent("popstate"));
    waiting[1]?.();
    expect(gone).toHaveBeenLastCalledWith(-1);
    stop();
  });

  test("that is answered before the window is back goes on from there", () => {
    window.history.replaceState({ step: 1 }, "", "#/import");
    const router = new Router(window);
    const stop = router.start();
    let answer = () => {};
    router.leave = (_, go) => {
      answer = go;
      return false;
    };
    const gone = vi.spyOn(window.history, "go").mockImplementation(() => {});
    window.history.replaceState({ step: 0 }, "", "#/parts");
    window.dispatchEvent(new PopStateEvent("popstate"));
    answer();
    expect(gone.mock.calls, "two moves at once would count from one place").toEqual([[1]]);
    window.history.replaceState({ step: 1 }, "", "#/import");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(gone.mock.calls).toEqual([[1], [-1]]);
    stop();
  });
});
