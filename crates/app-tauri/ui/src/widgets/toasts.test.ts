// The notices: what is hidden behind the newest is counted and waits, and an offer that is not meant any more goes.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { finished } from "../rooms/import/finished";
import { started } from "../test_application";
import { ToastState } from "./toast.svelte";

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

describe("how long a notice stays", () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  const error = (message: string) => ({ code: "store.failed", message, fields: {} });
  const told = (toasts: ToastState) => toasts.toasts.map(({ sentence }) => sentence);

  test("of many errors none is dropped, and each has its time once it is seen", () => {
    vi.useFakeTimers();
    const toasts = new ToastState();
    toasts.keep("It is kept.");
    for (const message of ["1", "2", "3", "4", "5"]) toasts.error(error(message));
    expect(told(toasts)).toEqual(["It is kept.", "1", "2", "3", "4", "5"]);
    vi.advanceTimersByTime(29_999);
    expect(told(toasts).at(-1)).toBe("5");
    vi.advanceTimersByTime(1);
    expect(told(toasts), "one at a time").toEqual(["It is kept.", "1", "2", "3", "4"]);
    vi.advanceTimersByTime(29_999);
    expect(told(toasts).at(-1), "all of its time").toBe("4");
    vi.advanceTimersByTime(600_000);
    expect(told(toasts)).toEqual(["It is kept."]);
  });

  test("what an error stands for comes back, held by nothing that held it before", () => {
    vi.useFakeTimers();
    const toasts = new ToastState();
    toasts.done("Made.", offer);
    toasts.hold(1, "pointer", true);
    toasts.error(error("It failed."));
    vi.advanceTimersByTime(30_000);
    expect(told(toasts)).toEqual(["Made."]);
    vi.advanceTimersByTime(15_000);
    expect(told(toasts)).toEqual([]);
  });

  test("an offer that is taken back lets go of the focus that was on its button", async () => {
    vi.useFakeTimers();
    const toasts = new ToastState();
    toasts.done("Made.", { ...offer, holds: () => Promise.resolve(false) });
    toasts.hold(1, "focus", true);
    await toasts.review();
    vi.advanceTimersByTime(15_000);
    expect(told(toasts)).toEqual([]);
  });

  test("it stays under the pointer, and as long as the focus is in it", async () => {
    const { application } = started("#/parts");
    await screen.findByTestId("workspace-path");
    vi.useFakeTimers();
    application.toasts.done("Made EL-RES-100015.", offer);
    await tick();
    const notice = screen.getByTestId("toast");
    await fireEvent.pointerEnter(notice);
    vi.advanceTimersByTime(600_000);
    await fireEvent.focusIn(within(notice).getByTestId("toast-action"));
    await fireEvent.pointerLeave(notice);
    vi.advanceTimersByTime(600_000);
    expect(told(application.toasts)).toEqual(["Made EL-RES-100015."]);
    await fireEvent.focusOut(within(notice).getByTestId("toast-action"));
    vi.advanceTimersByTime(15_000);
    expect(told(application.toasts)).toEqual([]);
  });

  test("it stays while what a change waits for stands in its place", async () => {
    const { application, backend } = started("#/parts");
    await screen.findByTestId("workspace-path");
    const call = backend.call.bind(backend);
    let written: () => void = () => {};
    vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) =>
      name === "person_rename" ? new Promise((resolve) => (written = () => resolve(call("person_rename", { name: "Ada L." })))) : call(name, request, ...bytes),
    );
    vi.useFakeTimers();
    application.toasts.say("It can be seen in the list.");
    void application.backend.call("person_rename", { name: "Ada L." });
    vi.advanceTimersByTime(5_000);
    await tick();
    expect(screen.getByTestId("waits")).toBeTruthy();
    vi.advanceTimersByTime(600_000);
    expect(told(application.toasts)).toHaveLength(1);
    written();
    await vi.waitFor(() => expect(screen.queryByTestId("waits")).toBeNull());
    vi.advanceTimersByTime(6_000);
    expect(told(application.toasts)).toEqual([]);
  });
});
