// An error beside a field: all that is known of it is a button away, and what was there before stays.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { refuse, started } from "../test_application";

test("what to do, the code and a way to copy it all are behind the button of an error beside its field", async () => {
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { backend } = started("#/parts/EL-PCA-100014/properties");
  await fireEvent.click(await screen.findByTestId("part-name"));
  refuse(backend, "part_change", "part.name_invalid", "A part's name has 1 to 200 characters.");
  const field = await screen.findByTestId("part-name-input");
  await fireEvent.input(field, { target: { value: "  " } });
  await fireEvent.keyDown(field, { key: "Enter" });
  const beside = within(await screen.findByRole("alert"));
  expect(beside.getByTestId("error-code").textContent).toBe("part.name_invalid");
  expect(await fireEvent.pointerDown(beside.getByTestId("error-details")), "the field keeps the focus").toBe(false);
  await fireEvent.click(beside.getByTestId("error-details"));
  const dialog = within(await screen.findByTestId("error-dialog"));
  const all = dialog.getByRole("alert").textContent;
  expect(all).toContain("A part's name has 1 to 200 characters.");
  expect(all).toContain("Correct it and try again; nothing was changed.");
  expect(dialog.getByTestId("error-code").textContent).toBe("part.name_invalid");
  await fireEvent.click(dialog.getByText("Copy details"));
  expect(copied).toHaveBeenCalledWith("part.name_invalid: A part's name has 1 to 200 characters.");
  await fireEvent.click(dialog.getByTestId("error-dialog-close"));
  await vi.waitFor(() => expect(screen.queryByTestId("error-dialog")).toBeNull());
  expect(field).toHaveProperty("value", "  ");
});

test("the way to a backup leads on from the dialog that tells of an error", async () => {
  const { application } = started("#/parts");
  await screen.findByTestId("workspace-path");
  application.explained = { code: "workspace.damaged", message: "The file is damaged.", fields: {} };
  await fireEvent.click(await screen.findByTestId("error-restore"));
  expect(await screen.findByTestId("workspace-restore-path")).toBeTruthy();
  expect(screen.queryByTestId("error-dialog")).toBeNull();
});

test("a cost that is refused leaves the last table for its own builds, and can be asked for again", async () => {
  const { backend } = started("#/parts/EL-PCA-100014/bom");
  await fireEvent.click(await screen.findByTestId("bom-way-cost"));
  const rows = (await screen.findAllByTestId("cost-row")).length;
  refuse(backend, "bom_cost", "store.busy", "The workspace is being written to.");
  await fireEvent.input(screen.getByTestId("cost-builds"), { target: { value: "25" } });
  expect((await screen.findByTestId("error-code")).textContent).toBe("store.busy");
  expect(screen.getAllByTestId("cost-row"), "the table stays").toHaveLength(rows);
  const sum = () => screen.getByTestId("cost-used").parentElement?.textContent;
  expect(sum(), "the sums are of one build").toMatch(/^All/);
  vi.restoreAllMocks();
  await fireEvent.click(screen.getByTestId("error-retry"));
  await vi.waitFor(() => expect(screen.queryByTestId("error-code")).toBeNull());
  expect(sum()).toMatch(/^25 builds/);
});

test("a sum at the foot of a BOM that failed can be asked for again", async () => {
  started("#/parts/EL-PCA-100014/bom", { drawers: 30 }, (fake) => {
    refuse(fake, "bom_roll_up", "store.busy", "The workspace is being written to.");
  });
  const retry = await screen.findByTestId("error-retry");
  vi.restoreAllMocks();
  await fireEvent.click(retry);
  expect(await screen.findByTestId("bom-worst")).toBeTruthy();
});
