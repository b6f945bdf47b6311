// The categories could not be read: that is said where they are needed, and they are read again from there.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { Application } from "./application.svelte";
import { refuse, started } from "./test_application";

const why = "The workspace is being written to; try again in a moment.";

function startedWithout(hash: string): Application {
  const { application } = started(hash, { drawers: 30 }, (backend) => refuse(backend, "category_list", "store.busy", why));
  return application;
}
const offered = (testid: string) => screen.getByTestId<HTMLSelectElement>(testid).options.length;

/** Reads them again from a notice, which goes by that. */
async function again(notice: HTMLElement): Promise<void> {
  expect(notice.textContent).toContain(why);
  vi.restoreAllMocks();
  await fireEvent.click(within(notice).getByText("Try again"));
  await vi.waitFor(() => expect(notice.isConnected).toBe(false));
}

test("the list of parts says so above its rows", async () => {
  startedWithout("#/parts");
  await screen.findAllByTestId("part-row");
  const filters = offered("part-category");
  await again(screen.getByRole("alert"));
  expect(offered("part-category")).toBeGreaterThan(filters);
});

test("the dialog for a new part says so above its fields", async () => {
  const application = startedWithout("#/activity");
  await screen.findByTestId("workspace-path");
  application.ask("part");
  const dialog = await screen.findByTestId("new-part");
  expect(offered("new-part-subcategory"), "the choice that none is made yet").toBe(1);
  await again(within(dialog).getByRole("alert"));
  expect(offered("new-part-subcategory")).toBeGreaterThan(1);
});

test("an import says so where it asks for them, and goes on once they are read", async () => {
  startedWithout("#/import");
  const files = [new File(["Reference,MPN\nR1,A"], "lamp.csv")];
  await fireEvent.change(await screen.findByTestId("import-file"), { target: { files } });
  const notice = await screen.findByRole("alert");
  await fireEvent.click(await screen.findByTestId("import-target-existing"));
  await vi.waitFor(() => expect(notice.isConnected, "a draft has its category").toBe(false));
  await fireEvent.click(screen.getByTestId("import-target-new"));
  await again(await screen.findByRole("alert"));
  expect(await screen.findByTestId("import-confirm")).toBeTruthy();
});

test("the dashboard says so, tells the rest, and costs assemblies once they are read", async () => {
  startedWithout("#/dashboard");
  expect(await screen.findByTestId("dashboard-parts")).toBeTruthy();
  expect(screen.queryByTestId("dashboard-assembly")).toBeNull();
  await again(screen.getByRole("alert"));
  expect(await screen.findByTestId("dashboard-assembly")).toBeTruthy();
});
