// The notices: what is hidden behind the newest is counted, and an offer that is not meant any more goes.
import { screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { finished } from "../rooms/import/finished";
import { started } from "../test_application";

const offer = { label: "Undo", run: () => undefined };

test("a notice that another one hides is counted, and a part number in it is one word", async () => {
  const { application } = started("#/parts");
  application.toasts.done("Made EL-RES-100015.", offer);
  await vi.waitFor(() => expect(screen.getByText("EL-RES-100015", { selector: ".whole" })).toBeTruthy());
  expect(screen.queryByTestId("toasts-behind")).toBeNull();
  application.toasts.say("It can be seen in the list.");
  expect((await screen.findByTestId("toasts-behind")).textContent).toBe("1 more notice behind it");
});

test("a revision in a notice is kept together with its label", async () => {
  const { application } = started("#/parts");
  application.toasts.done("Submitted EL-PCA-100003 revision 1. Revision 2b and a revision of it stay.");
  const notice = await screen.findByTestId("toast");
  const kept = [...notice.querySelectorAll(".whole")].map((each) => each.textContent);
  expect(kept).toEqual(["EL-PCA-100003", "revision 1.", "Revision 2b"]);
  expect(notice.textContent).toContain("Submitted EL-PCA-100003 revision 1. Revision 2b and a revision of it stay.");
});

test("an offer to undo what a newer change stands on is not there any more when it is told; what was done is", async () => {
  const { application } = started("#/parts");
  const newest = await application.backend.call("audit_next", {});
  expect(newest.undo?.sequence).not.toBe(1);
  finished(application, { unit: 1, number: null }, "Imported lamp.csv.", "lamp.csv", "import.apply");
  expect(application.toasts.toasts).toHaveLength(1);
  await vi.waitFor(() => expect(application.toasts.toasts).toMatchObject([{ sentence: "Imported lamp.csv.", action: null }]));
});

test("what is told nowhere else stays until it is closed, and its path breaks after its slashes", async () => {
  vi.useFakeTimers();
  const { application } = started("#/parts");
  const { toasts } = application;
  const sentence = "What was there before is kept at /boards/lamp.partwright.";
  toasts.keep(sentence);
  toasts.say("One of its files could not be brought back.");
  vi.advanceTimersByTime(600_000);
  expect(toasts.toasts.map((toast) => toast.sentence)).toEqual([sentence]);
  vi.useRealTimers();
  const shown = await screen.findByTestId("toast");
  expect(shown.querySelector("p")?.innerHTML.replaceAll("<!---->", "")).toContain("kept at /<wbr>boards/<wbr>lamp.partwright.");
  expect(shown.textContent).toContain(sentence);
  toasts.close(toasts.toasts[0]?.id ?? 0);
  await vi.waitFor(() => expect(screen.queryByTestId("toast")).toBeNull());
});
