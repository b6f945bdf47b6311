// Addresses and routes: each route's hash leads back to it, and unknown addresses lead to the parts.
import { afterEach, describe, expect, test } from "vitest";
import { parseRoute, routeHash, Router, type Route } from "./router.svelte";

describe("routes", () => {
  test.each<[string, Route]>([
    ["", { page: "parts" }],
    ["#/", { page: "parts" }],
    ["#/parts", { page: "parts" }],
    ["#/nowhere/at/all", { page: "parts" }],
    ["#/assemblies", { page: "assemblies" }],
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
    ["#/status", { page: "status" }],
    ["#/parts/EL-RES-100042", { page: "part", part: "EL-RES-100042", tab: null }],
    ["#/parts/EL-RES-100042/history", { page: "part", part: "EL-RES-100042", tab: "history" }],
    ["#/parts/EL-RES-100042/elsewhere", { page: "part", part: "EL-RES-100042", tab: null }],
    ["#/parts/%E0%A4%A", { page: "part", part: "%E0%A4%A", tab: null }],
  ])("%s", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test.each<Route>([
    { page: "parts" },
    { page: "activity" },
    { page: "settings" },
    { page: "status" },
    { page: "appearance" },
    { page: "part", part: "EL-PCA-100000", tab: "bom" },
    { page: "part", part: "a/b #c", tab: null },
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
