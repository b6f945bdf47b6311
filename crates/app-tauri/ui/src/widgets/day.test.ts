// Which texts are days, where a day begins and ends, and which comes next; and the field that takes one.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { day } from "../format";
import { text } from "../text";
import DayField from "./DayField.svelte";
import { endOfDay, isDay, nextDay, startOfDay } from "./day";

test("a day ends one millisecond before the next begins, here", () => {
  expect(startOfDay("2026-02-01")).toBe(new Date(2026, 1, 1).getTime());
  expect(endOfDay("2026-01-31")).toBe(new Date(2026, 1, 1).getTime() - 1);
  expect(endOfDay("2024-02-29")).toBe(new Date(2024, 2, 1).getTime() - 1);
});

test.each(["", "2026", "31.1.2026", "2026-1-3", "2026-02-30", "2025-02-29", "2026-13-01"])("%j is no day", (written) => {
  expect([isDay(written), endOfDay(written)]).toEqual([false, null]);
});

test("the day after the last of a month is the first of the next", () => {
  expect([nextDay("2026-12-31", 1), nextDay("2024-03-01", -1), nextDay("", 1)]).toEqual(["2027-01-01", "2024-02-29", day(Date.now())]);
});

test("a day is told once when it is finished, and what is none is marked and told to nobody", async () => {
  const onday = vi.fn();
  render(DayField, { label: "Day", testid: "day", value: "", onday });
  const field = screen.getByTestId<HTMLInputElement>("day");
  await fireEvent.input(field, { target: { value: "11/28/2026" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  expect([field.getAttribute("aria-invalid"), screen.getByRole("alert").textContent, onday.mock.calls]).toEqual(["true", text.day.wrong("11/28/2026"), []]);
  await fireEvent.input(field, { target: { value: "2026-11-28" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  await fireEvent.change(field);
  expect([field.getAttribute("aria-invalid"), screen.queryByRole("alert"), onday.mock.calls]).toEqual(["false", null, [["2026-11-28"]]]);
  await fireEvent.keyDown(field, { key: "ArrowUp" });
  expect(field.value).toBe("2026-11-29");
  for (const value of ["", "2026-11-28"]) {
    await fireEvent.input(field, { target: { value } });
    await fireEvent.keyDown(field, { key: "Enter" });
  }
  expect(onday.mock.calls.flat(), "the same again, once it was another").toEqual(["2026-11-28", "", "2026-11-28"]);
});
