// Long work over the fake backend: begun on one page, seen and ended from every other, and left by the dialog that asked for it.
import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandName } from "./backend/backend";
import type { FakeBackend } from "./backend/fake/fake";
import { wireError } from "./errors";
import { started } from "./test_application";

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "");
});
afterEach(() => {
  window.location.hash = "";
});

/** Has a command wait until its end is called: done, or refused. */
function hold(backend: FakeBackend, command: CommandName): { done: () => void; refused: (code: string) => void } {
  const itself = backend.call.bind(backend);
  const spy = vi.spyOn(backend, "call");
  // Another command may be held already.
  const call = spy.getMockImplementation()?.bind(backend) ?? itself;
  const end: { done: () => void; refused: (code: string) => void } = { done: () => {}, refused: () => {} };
  spy.mockImplementation((name, ...rest) => {
    if (name !== command) return call(name, ...rest);
    return new Promise((resolve, reject) => {
      end.done = () => resolve(call(name, ...rest));
      end.refused = (code) => reject(wireError({ code, message: code, fields: {} }) as unknown as Error);
    });
  });
  return { done: () => end.done(), refused: (code) => end.refused(code) };
}

test("a check that one has left shows at the foot of the sidebar, leads back, and says how it ended", async () => {
  const { backend, application } = started("#/settings/status");
  const check = hold(backend, "workspace_check");
  await fireEvent.click(await screen.findByTestId("check"));
  await fireEvent.click(screen.getByTestId("nav-activity"));
  application.router.open({ page: "activity" });
  const shown = await screen.findByTestId("running-show");
  expect(shown.textContent).toBe("Checking the workspace");
  expect(screen.getByTestId("running-said").textContent, "who does not see it is told once").toBe("Checking the workspace");
  expect(shown.getAttribute("href")).toBe("#/settings/status");
  expect(screen.getByTestId("running").querySelector("progress")?.getAttribute("aria-label")).toBe("Checking the workspace");
  check.done();
  await waitFor(() => expect(screen.queryByTestId("running")).toBeNull());
  expect((await screen.findByTestId("toast")).textContent).toContain("The workspace was checked; nothing is wrong.");
  await fireEvent.click(screen.getByTestId("toast-action"));
  await screen.findByTestId("check-done");
});

test("it is cancelled from there and from the palette, and that is said", async () => {
  const { backend, application } = started("#/settings/status");
  const check = hold(backend, "workspace_check");
  await fireEvent.click(await screen.findByTestId("check"));
  application.router.open({ page: "activity" });
  await fireEvent.click(await screen.findByTestId("running-cancel"));
  expect(backend.calls.some(({ name }) => name === "task_cancel")).toBe(true);
  expect(screen.getByTestId<HTMLButtonElement>("running-cancel").disabled).toBe(true);
  expect(application.actions.all.map(({ title }) => title)).toContain("Cancel: Checking the workspace");
  check.refused("store.cancelled");
  expect((await screen.findByTestId("toast")).textContent).toContain("Cancelled: Checking the workspace.");
  expect(application.actions.all.map(({ title }) => title)).not.toContain("Cancel: Checking the workspace");
});

test("the dialog of an export can be left while it is written; how that ends is said all the same", async () => {
  const { backend } = started("#/parts");
  const write = hold(backend, "export_write");
  const begin = async () => {
    await fireEvent.click(await screen.findByTestId("export"));
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("export-path").value).not.toBe(""));
    await fireEvent.click(screen.getByTestId("export-now"));
    const leave = await screen.findByText("Go on meanwhile");
    await fireEvent.click(leave);
    expect(screen.queryByTestId("export-dialog")).toBeNull();
    expect((await screen.findByTestId("running")).textContent).toContain("Exporting ");
  };
  await begin();
  write.refused("store.full");
  expect((await screen.findByTestId("toast")).textContent).toContain("store.full");
  await waitFor(() => expect(screen.queryByTestId("running")).toBeNull());
  await begin();
  write.done();
  await waitFor(() => expect(screen.getAllByTestId("toast").at(-1)?.textContent).toContain("Exported"));
});

test("what is done with many parts and cancelled says that nothing was changed", async () => {
  const { backend, application } = started("#/parts");
  const set = hold(backend, "property_set_on_all");
  const [mark] = await screen.findAllByTestId("part-mark");
  await fireEvent.click(mark as HTMLElement);
  await fireEvent.click(screen.getByTestId("part-set-on-all"));
  await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Shelf" } });
  await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "A 3" } });
  await fireEvent.click(screen.getByTestId("set-on-all-go"));
  await screen.findByTestId("on-all-running");
  set.refused("store.cancelled");
  expect((await screen.findByTestId("on-all-cancelled")).textContent).toBe("Cancelled; nothing was changed.");
  const [notice] = application.toasts.toasts;
  expect(notice?.sentence).toMatch(/^Cancelled: .*1 part.*\. Nothing was changed by it\.$/);
});

test("a change that waits for long work says so on the page and in a dialog, and the work can be ended from there", async () => {
  const { backend, application } = started("#/parts");
  const undo = hold(backend, "audit_undo");
  const rename = hold(backend, "person_rename");
  void application.undo.undo({ sequence: 1, operation: "import.apply" });
  await screen.findByTestId("running");
  const renamed = application.workspace.renamePerson("Grace");
  const page = within(document.querySelector<HTMLElement>("[data-region=notices]") ?? document.body);
  const said = await page.findByTestId("waits", undefined, { timeout: 4_000 });
  expect(said.textContent).toContain("Your change is made when this is done: Undoing: imported a BOM");
  application.ask("part");
  const dialog = within(await screen.findByTestId("new-part"));
  await fireEvent.click(await dialog.findByTestId("waits-cancel"));
  expect(backend.calls.some(({ name }) => name === "task_cancel")).toBe(true);
  undo.refused("store.cancelled");
  await waitFor(() => expect(screen.queryByTestId("waits")).toBeNull());
  rename.done();
  await renamed;
  expect((await screen.findByTestId("person-name")).textContent).toBe("Grace");
});
