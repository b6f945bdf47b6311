// What is half typed, over the fake backend: it waits, or is asked about, whichever way leads away from it.
import { fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Application } from "./application.svelte";
import type { CommandName } from "./backend/backend";
import type { FakeBackend } from "./backend/fake/fake";
import { wireError } from "./errors";
import { refuse, started } from "./test_application";

const board = "EL-PCA-100014";

/** Comes to a field and writes in it, as a person does. */
async function write(testid: string, value: string): Promise<HTMLElement> {
  const field = await screen.findByTestId(testid);
  field.focus();
  await fireEvent.input(field, { target: { value } });
  return field;
}
/** Presses Escape in a dialog, which tells it as a cancel. */
async function escapeDialog(testid: string): Promise<void> {
  await fireEvent(screen.getByTestId(testid), new Event("cancel", { cancelable: true }));
}
const what = async () => (await screen.findByTestId("unsaved-what")).textContent;
const gone = (testid: string) => vi.waitFor(() => expect(screen.queryByTestId(testid)).toBeNull());

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "");
});
afterEach(() => {
  window.location.hash = "";
});

describe("a dialog in which something is written", () => {
  test("asks before Escape closes it, and stays with what is written where somebody says so", async () => {
    const { application, backend } = started("#/parts");
    application.ask("part");
    const name = await write("new-part-name", "Half a part");
    await escapeDialog("new-part");
    expect(await what()).toBe("What is written in “New part”");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
    expect(name).toHaveProperty("value", "Half a part");
    expect(backend.calls.filter(({ name }) => name === "window_guard").map(({ request }) => request)).toEqual([{ unsaved: true }]);
    await escapeDialog("new-part");
    await fireEvent.click(await screen.findByTestId("unsaved-go"));
    await gone("new-part");
  });

  test("asks nothing about a proposal that came after somebody came to its field", async () => {
    started("#/parts");
    await fireEvent.click(await screen.findByTestId("export"));
    const path = await screen.findByTestId<HTMLInputElement>("export-path");
    path.focus();
    await vi.waitFor(() => expect(path.value).not.toBe(""));
    await escapeDialog("export-dialog");
    await gone("export-dialog");
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });

  test("is opened once, however much is written in its first field", async () => {
    const opened = vi.spyOn(HTMLDialogElement.prototype, "showModal");
    started(`#/parts/${board}`);
    await fireEvent.click(await screen.findByTestId("act-submit"));
    for (const words of ["R", "Re", "Rea"]) await write("revision-words-input", words);
    expect(opened).toHaveBeenCalledOnce();
    opened.mockRestore();
  });

  test("closes at once where nothing is written, or no more", async () => {
    const { application } = started("#/parts");
    application.ask("part");
    await write("new-part-name", "Half");
    await write("new-part-name", "");
    await escapeDialog("new-part");
    await gone("new-part");
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });

  test("asks before the page behind it is left, and goes with it", async () => {
    const { application } = started("#/parts");
    application.ask("part");
    await write("new-part-name", "Half a part");
    application.router.open({ page: "activity" });
    expect(await what()).toBe("What is written in “New part”");
    expect(application.router.route.page).toBe("parts");
    await fireEvent.click(screen.getByTestId("unsaved-go"));
    await gone("new-part");
    expect(application.router.route.page).toBe("activity");
  });

  test("does not ask about what it has saved", async () => {
    const { application } = started("#/parts");
    application.ask("part");
    const first = await vi.waitFor(() => {
      const [first] = application.categories.subcategories;
      if (!first) throw new Error("no subcategory");
      return first;
    });
    await fireEvent.change(await screen.findByTestId("new-part-subcategory"), { target: { value: first.id } });
    await write("new-part-name", "A whole part");
    await fireEvent.click(screen.getByTestId("new-part-create"));
    await gone("new-part");
    await vi.waitFor(() => expect(application.router.route.page).toBe("part"));
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });
});

describe("a dialog in which something is changed that no field says", () => {
  async function asksOnce(testid: string, title: string): Promise<void> {
    await escapeDialog(testid);
    expect(await what()).toBe(`What is written in “${title}”`);
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
  }

  test("is a conflict where somebody else changed the same substitutes, and both can be seen", async () => {
    const { backend } = started(`#/parts/${board}/bom`);
    const [quantity] = await screen.findAllByTestId("bom-quantity");
    const row = quantity?.closest<HTMLElement>("[data-testid=bom-row]");
    const line = backend.store.find(board).lines.find(({ child }) => backend.store.find(child).row.number === row?.dataset["number"]);
    if (!quantity || !line) throw new Error("no line");
    await fireEvent.click(quantity);
    await fireEvent.click(await screen.findByTestId("bom-substitutes"));
    await write("substitute-part", "10k");
    const [first] = await screen.findAllByTestId("substitute-part-option");
    if (first) await fireEvent.click(first);
    const mine = (await screen.findByTestId("substitute")).dataset["number"];
    const theirs = backend.store.parts.find(({ row: { id, number } }) => id !== line.child && number !== mine)?.row;
    if (!theirs) throw new Error("no other part");
    await backend.call("bom_line_substitute", { line: line.id, substitutes: [{ part: theirs.id, note: "" }] });
    expect((await screen.findByTestId("conflict")).textContent).toContain(`They were none and are ${theirs.number} now.`);
    expect(screen.getByTestId("substitutes-save")).toHaveProperty("disabled", true);
    await fireEvent.click(screen.getByTestId("conflict-theirs"));
    await gone("conflict");
    expect(screen.getByTestId("substitute").dataset["number"]).toBe(theirs.number);
  });

  test("asks about substitutes that are added", async () => {
    const { backend } = started(`#/parts/${board}/bom`);
    const [quantity] = await screen.findAllByTestId("bom-quantity");
    const row = quantity?.closest<HTMLElement>("[data-testid=bom-row]");
    if (!quantity || !row) throw new Error("no line");
    await fireEvent.click(quantity);
    await fireEvent.click(await screen.findByTestId("bom-substitutes"));
    const title = `What may be used instead of ${row.dataset["number"] ?? ""}`;
    expect((await screen.findByTestId("substitutes-dialog")).getAttribute("aria-label")).toBe(title);
    await write("substitute-part", "10k");
    const [first] = await screen.findAllByTestId("substitute-part-option");
    if (first) await fireEvent.click(first);
    await screen.findByTestId("substitute");
    await asksOnce("substitutes-dialog", title);
    await fireEvent.click(screen.getByTestId("substitute-remove"));
    await escapeDialog("substitutes-dialog");
    await gone("substitutes-dialog");
    expect(backend.calls.some(({ name }) => name === "bom_line_substitute")).toBe(false);
  });

  test("asks about a tick of KiCad's form, and not once it is as it was", async () => {
    started("#/settings/kicad");
    const [edit] = await screen.findAllByTestId("kicad-edit");
    if (edit) await fireEvent.click(edit);
    const title = edit?.getAttribute("aria-label") ?? "";
    const offered = await screen.findByTestId("kicad-offered");
    await fireEvent.click(offered);
    await asksOnce("kicad-mapping-form", title);
    await fireEvent.click(offered);
    await escapeDialog("kicad-mapping-form");
    await gone("kicad-mapping-form");
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });
});

describe("a BOM line that is added", () => {
  test("waits for whoever leaves the page and comes back, and is asked about when the window closes", async () => {
    const { application } = started(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("bom-add"));
    await write("bom-add-designators", "R77");
    application.router.open({ page: "activity" });
    await gone("bom-add-designators");
    application.close();
    expect(await what()).toBe("A new BOM line");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    application.router.open({ page: "part", part: board, tab: "bom" });
    expect(await screen.findByTestId("bom-add-designators")).toHaveProperty("value", "R77");
  });

  test("is not given up by a key alone", async () => {
    started(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const field = await write("bom-add-designators", "R77");
    await fireEvent.keyDown(field, { key: "Escape" });
    expect(await what()).toBe("A new BOM line");
    await fireEvent.click(screen.getByTestId("unsaved-go"));
    await gone("bom-add-form");
    await fireEvent.click(screen.getByTestId("bom-add"));
    const anew = await screen.findByTestId("bom-add-designators");
    expect(anew).toHaveProperty("value", "");
    await fireEvent.keyDown(anew, { key: "Escape" });
    await gone("bom-add-form");
  });

  test("waits with what is typed in its part field and not chosen yet", async () => {
    const { application } = started(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("bom-add"));
    await write("bom-add-part", "10k");
    application.router.open({ page: "activity" });
    await gone("bom-add-form");
    application.close();
    expect(await what()).toBe("A new BOM line");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    application.router.open({ page: "part", part: board, tab: "bom" });
    expect(await screen.findByTestId("bom-add-part")).toHaveProperty("value", "10k");
    const [first] = await screen.findAllByTestId("bom-add-part-option");
    if (first) await fireEvent.click(first);
    await fireEvent.click(await screen.findByTestId("bom-add-chosen"));
    expect(await screen.findByTestId("bom-add-part"), "what was looked for was found").toHaveProperty("value", "");
  });

  test("is asked about by the button that closes it, and stays where somebody says so", async () => {
    started(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const field = await write("bom-add-designators", "R77");
    await fireEvent.click(screen.getByTestId("bom-add-close"));
    expect(await what()).toBe("A new BOM line");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    expect(field).toHaveProperty("value", "R77");
    await write("bom-add-designators", "");
    await fireEvent.click(screen.getByTestId("bom-add-close"));
    await gone("bom-add-form");
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });

  test("is left by Escape once its list is closed, and from anywhere on the page", async () => {
    started(`#/parts/${board}/bom`);
    await fireEvent.click(await screen.findByTestId("bom-add"));
    const field = await screen.findByTestId("bom-add-part");
    await screen.findAllByTestId("bom-add-part-option");
    await fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryAllByTestId("bom-add-part-option")).toEqual([]);
    expect(screen.queryByTestId("bom-add-form")).not.toBeNull();
    await fireEvent.keyDown(document.body, { key: "Escape" });
    await gone("bom-add-form");
  });
});

describe("a text that is edited where it stands", () => {
  const name = (backend: FakeBackend) => backend.store.find(board).row.name;
  async function rename(to: string): Promise<void> {
    await fireEvent.click(await screen.findByTestId("part-name"));
    await write("part-name-input", to);
  }

  test.each([
    ["a key", (application: Application) => application.router.back()],
    ["a click", () => fireEvent.click(screen.getByTestId("nav-activity"))],
  ])("is saved by whoever leaves its page by %s, and nobody is asked", async (_, leave) => {
    const { application, backend } = started("#/activity");
    await screen.findAllByTestId("audit-unit");
    application.router.open({ page: "part", part: board, tab: null });
    await rename("A lamp");
    await leave(application);
    await vi.waitFor(() => expect([application.router.route.page, name(backend)]).toEqual(["activity", "A lamp"]));
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
  });

  test("is saved before the window closes", async () => {
    const { application, backend } = started(`#/parts/${board}`);
    await rename("A lamp");
    application.close();
    await vi.waitFor(() => expect(backend.calls.map(({ name }) => name)).toContain("window_close"));
    expect(name(backend)).toBe("A lamp");
  });

  test("is asked about where it cannot be saved, and stays with the reason", async () => {
    const { application, backend } = started(`#/parts/${board}`);
    await rename("A lamp");
    refuse(backend, "part_change", "part.name_invalid", "A part's name has 1 to 200 characters.");
    await fireEvent.click(screen.getByTestId("nav-activity"));
    expect(await what()).toBe("What is written in “Name of the part”");
    expect(application.router.route.page).toBe("part");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
    expect(screen.getByTestId("part-name-input")).toHaveProperty("value", "A lamp");
    expect(screen.getByTestId("error-code").textContent).toBe("part.name_invalid");
  });
});

test("how many backups are kept is saved by whoever leaves the page by a key", async () => {
  const { application, backend } = started("#/settings/backups");
  await write("daily-keep", "9");
  application.router.open({ page: "activity" });
  await vi.waitFor(() => expect(application.router.route.page).toBe("activity"));
  expect(backend.calls.find(({ name }) => name === "workspace_schedule")?.request).toMatchObject({ keep: 9 });
  expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
});

test("a property that is half typed is asked about by Escape, as it is by leaving the page", async () => {
  started(`#/parts/${board}/properties`);
  await fireEvent.click(await screen.findByTestId("property-add"));
  const name = await write("property-name", "Height");
  for (const where of [name, document.body]) {
    await fireEvent.keyDown(where, { key: "Escape" });
    expect(await what()).toBe("The property Height");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
  }
  await fireEvent.keyDown(name, { key: "Escape" });
  await screen.findByTestId("unsaved-dialog");
  await fireEvent.click(screen.getByTestId("unsaved-go"));
  await gone("property-name");
});

describe("what is being saved, and waits for others who write", () => {
  /** Holds a command back, until it is made or refused. */
  function hold(backend: FakeBackend, command: CommandName): { go: () => void; refuse: (code: string, message: string) => void } {
    const call = backend.call.bind(backend);
    let end: (reason: unknown) => void = () => {};
    const held = new Promise<unknown>((resolve) => (end = resolve));
    vi.spyOn(backend, "call").mockImplementation(async (name, request) => {
      const reason = name === command ? await held : null;
      if (reason !== null) throw reason;
      return call(name, request);
    });
    return {
      go: () => end(null),
      refuse: (code, message) => end(wireError({ code, message, fields: {} })),
    };
  }
  const told = () => vi.waitFor(() => expect(screen.getByTestId("unsaved-dialog").getAttribute("aria-label")).toBe("Still being saved"), 3000);

  test("is said to whoever leaves, who goes on once it is made", async () => {
    const { application, backend } = started(`#/parts/${board}`);
    await fireEvent.click(await screen.findByTestId("part-name"));
    await write("part-name-input", "A lamp");
    const held = hold(backend, "part_change");
    application.router.open({ page: "activity" });
    await told();
    expect([await what(), application.router.route.page]).toEqual(["What is written in “Name of the part”", "part"]);
    expect(screen.queryByTestId("unsaved-go"), "nobody loses it by a click").toBeNull();
    held.go();
    await vi.waitFor(() => expect([application.router.route.page, backend.store.find(board).row.name]).toEqual(["activity", "A lamp"]));
    await gone("unsaved-dialog");
  });

  test("is still there where it is refused after all: in a form of a page", async () => {
    const { application, backend } = started(`#/parts/${board}/properties`);
    await fireEvent.click(await screen.findByTestId("property-add"));
    await write("property-name", "Height");
    const value = await write("property-value", "12 mm");
    const held = hold(backend, "property_set");
    const form = value.closest("form");
    if (form) await fireEvent.submit(form);
    application.router.open({ page: "activity" });
    held.refuse("store.busy", "Another program held the workspace.");
    expect(await what()).toBe("The property Height");
    expect(application.router.route.page).toBe("part");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
    expect(screen.getByTestId("property-name")).toHaveProperty("value", "Height");
    expect(screen.getByTestId("property-name").closest("form")?.textContent).toContain("Another program held the workspace.");
  });

  test("is still there where it is refused after all: in a dialog", async () => {
    const { application, backend } = started("#/parts");
    const [first] = await vi.waitFor(() => {
      expect(application.categories.subcategories.length).toBeGreaterThan(0);
      return application.categories.subcategories;
    });
    application.ask("part");
    await fireEvent.change(await screen.findByTestId("new-part-subcategory"), { target: { value: first?.id } });
    await write("new-part-name", "Half a part");
    const held = hold(backend, "part_create");
    await fireEvent.click(screen.getByTestId("new-part-create"));
    await escapeDialog("new-part");
    held.refuse("store.busy", "Another program held the workspace.");
    expect(await what()).toBe("What is written in “New part”");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    await gone("unsaved-dialog");
    expect(screen.getByTestId("new-part-name")).toHaveProperty("value", "Half a part");
  });
});
