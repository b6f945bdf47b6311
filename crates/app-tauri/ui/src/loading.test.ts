// A page that waits for its first answer says so, and says no longer that it waits once that is refused.
import { screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { CommandName } from "./backend/backend";
import { wireError } from "./errors";
import { started } from "./test_application";

test.each<[string, CommandName]>([
  ["#/reviews", "approval_list"],
  ["#/settings", "setting_show"],
  ["#/settings/workflows", "workflow_list"],
])("%s", async (hash, command) => {
  let refuse: () => void = () => {};
  started(hash, { drawers: 3 }, (backend) => {
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) => {
      if (name !== command) return call(name, request, ...bytes);
      return new Promise((_, reject) => {
        refuse = () => reject(wireError({ code: "store.busy", message: "Busy.", fields: {} }) as unknown as Error);
      });
    });
  });
  expect((await screen.findByTestId("waiting")).textContent).toBe("Loading…");
  vi.restoreAllMocks();
  refuse();
  expect((await screen.findByRole("alert")).textContent).toContain("Busy.");
  expect(screen.queryByTestId("waiting")).toBeNull();
});
