// The page of everything that happened, over the fake backend: what it is narrowed to.
import { fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { started } from "./test_application";
import { text } from "./text";

beforeEach(() => localStorage.clear());
afterEach(() => {
  window.location.hash = "";
});

test("a day that no calendar has is told below its field and narrows nothing; one that is a day does, until it is emptied", async () => {
  const { application } = started("#/activity");
  const { router } = application;
  const field = await screen.findByTestId("audit-from");
  async function write(day: string): Promise<void> {
    await fireEvent.input(field, { target: { value: day } });
    await fireEvent.change(field);
  }
  await write("2026-13-45");
  expect((await screen.findByRole("alert")).textContent).toBe(text.day.wrong("2026-13-45"));
  expect([field.getAttribute("aria-invalid"), router.route]).toEqual(["true", { page: "activity" }]);
  await write("2026-01-31");
  expect([screen.queryByRole("alert"), router.route]).toEqual([null, { page: "activity", query: "from=2026-01-31" }]);
  await write("");
  expect(router.route).toEqual({ page: "activity" });
});

test("an empty day says how a day is written, and no day that it could be taken for", async () => {
  started("#/activity");
  const from = await screen.findByTestId("audit-from");
  const to = screen.getByTestId("audit-to");
  expect([from, to].map((field) => field.getAttribute("placeholder"))).toEqual(["from YYYY-MM-DD", "to YYYY-MM-DD"]);
});

test("days that are narrowed to say which is which, and what ends before it begins says why nothing fits", async () => {
  started("#/activity?from=2026-02-02&to=2026-01-31");
  expect(await screen.findByText(text.activity.noneSwapped)).toBeTruthy();
  expect([screen.getByText("from").className, screen.getByText("to").className]).toEqual([expect.stringContaining("which"), expect.stringContaining("which")]);
});
