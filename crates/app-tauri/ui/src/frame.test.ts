// The frame over the fake backend: the palette, the way one came, what is unsaved, conflicts, and other windows.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { demoWorkspace, emptyWorkspace } from "./backend/fake/sample";
import { wireError } from "./errors";
import { Router } from "./router.svelte";
import { text } from "./text";

const board = "EL-PCA-100014";

describe("the frame", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(hash: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 3 });
    application = new Application(backend, new Router(window));
    render(App, { application });
  }
  const asked = (name: string) => backend.calls.filter((call) => call.name === name).map(({ request }) => request);
  const trail = () => [...screen.getByTestId("trail").querySelectorAll("li")].map((each) => each.textContent.trim().replace(/\s+/g, " "));
  async function rename(to: string): Promise<HTMLInputElement> {
    await fireEvent.click(await screen.findByTestId("part-name"));
    const field = await screen.findByTestId<HTMLInputElement>("part-name-input");
    await fireEvent.input(field, { target: { value: to } });
    return field;
  }
  /** Renames the board, as another window would. */
  async function renameElsewhere(name: string): Promise<void> {
    const { row } = backend.store.find(board);
    await backend.call("part_change", { part: row.id, name, description: row.description });
  }

  beforeEach(() => {
    localStorage.clear();
    history.replaceState(null, "");
  });
  afterEach(() => {
    window.location.hash = "";
  });

  describe("the palette", () => {
    test("opens a part by a few letters, and knows it when it opens again", async () => {
      start("#/activity");
      await screen.findAllByTestId("audit-unit");
      await fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
      const field = await screen.findByTestId("palette-input");
      await fireEvent.input(field, { target: { value: board } });
      await fireEvent.keyDown(field, { key: "Enter" });
      await vi.waitFor(() => {
        expect(screen.getByTestId("part-number").textContent.trim()).toBe(board);
      });
      expect(screen.queryByTestId("palette")).toBeNull();
      await fireEvent.click(screen.getByTestId("nav-search"));
      expect((await screen.findByTestId("palette-part")).dataset["name"]).toBe(board);
    });

    test("keeps the room of the parts that were looked at lately until they are there", async () => {
      const numbers = [board, "EL-RES-100007", "EL-RES-100008"];
      start("#/activity");
      await screen.findAllByTestId("audit-unit");
      for (const number of numbers) application.recentParts.note(application.workspace.view?.path ?? "", number);
      const call = backend.call.bind(backend);
      let answer = () => {};
      const awaited = new Promise<void>((resolve) => (answer = resolve));
      vi.spyOn(backend, "call").mockImplementation(async (name, request, ...bytes) => {
        if (name === "search_parts") await awaited;
        return call(name, request, ...bytes);
      });
      await fireEvent.click(screen.getByTestId("nav-search"));
      const room = await screen.findByTestId("palette-room");
      expect(room.querySelector<HTMLElement>(".room")?.style.getPropertyValue("--parts")).toBe(String(numbers.length));
      answer();
      expect(await screen.findAllByTestId("palette-part")).toHaveLength(numbers.length);
      expect(screen.queryByTestId("palette-room")).toBeNull();
    });

    test("is a box with a list, and the box says which item counts", async () => {
      start("#/parts");
      await fireEvent.click(await screen.findByTestId("nav-search"));
      const field = await screen.findByRole("combobox", { name: "Find a part, or something to do" });
      const active = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      await vi.waitFor(() => {
        expect(active()?.getAttribute("aria-selected")).toBe("true");
      });
      const first = active()?.textContent;
      await fireEvent.keyDown(field, { key: "ArrowDown" });
      expect(active()?.textContent).not.toBe(first);
      expect(field.getAttribute("aria-controls")).toBe(screen.getByRole("listbox", { name: "What was found" }).id);
      await fireEvent.keyDown(field, { key: "Escape" });
      expect(screen.queryByTestId("palette")).toBeNull();
    });

    test("does what the page can do, and what the window can do", async () => {
      start(`#/parts/${board}`);
      await screen.findByTestId("part-number");
      await fireEvent.click(screen.getByTestId("nav-search"));
      const field = await screen.findByTestId("palette-input");
      await fireEvent.input(field, { target: { value: "show hist" } });
      await fireEvent.keyDown(field, { key: "Enter" });
      await screen.findAllByTestId("audit-unit");
      expect(window.location.hash).toBe(`#/parts/${board}/history`);
      await fireEvent.click(screen.getByTestId("nav-search"));
      const again = await screen.findByTestId("palette-input");
      await fireEvent.input(again, { target: { value: "theme dark" } });
      await fireEvent.keyDown(again, { key: "Enter" });
      await vi.waitFor(() => {
        expect(document.documentElement.dataset["theme"]).toBe("dark");
      });
    });

    test("offers each thing that can be done once, and what the demo's banner offers", async () => {
      start(`#/parts/${board}/bom`);
      await screen.findAllByTestId("bom-row");
      await fireEvent.click(screen.getByTestId("nav-search"));
      const field = await screen.findByTestId("palette-input");
      const answers = async (words: string) => {
        await fireEvent.input(field, { target: { value: `>${words}` } });
        return screen.getAllByTestId("palette-action").map((item) => item.querySelector(".name")?.textContent);
      };
      expect(await answers("graph")).toEqual(["Show the BOM: Graph"]);
      expect(await answers("duplicate")).toEqual([`Duplicate ${board}`]);
      expect((await answers("name of"))[0]).toBe("Edit: Name of the part");
      expect(await answers("start with an empty")).toEqual(["Start with an empty workspace"]);
      await fireEvent.keyDown(field, { key: "Enter" });
      await vi.waitFor(() => expect(asked("workspace_open")).toHaveLength(1));
    });

    test("leads to all parts that answer", async () => {
      start("#/activity");
      await fireEvent.click(await screen.findByTestId("nav-search"));
      const field = await screen.findByTestId("palette-input");
      await fireEvent.input(field, { target: { value: "meadow" } });
      await fireEvent.click(await screen.findByTestId("palette-list"));
      expect(await screen.findByTestId("part-filter")).toHaveProperty("value", "meadow");
    });
  });

  describe("the keys", () => {
    test("of lists, BOMs, drawings and fields stand in the list, beside those of actions", async () => {
      start("#/activity");
      application.ask("keys");
      const dialog = await screen.findByTestId("keys-dialog");
      const shown = [...dialog.querySelectorAll("[aria-labelledby^=keys-place] dl > div")].map((row) => [...row.querySelectorAll("kbd")].map(({ textContent }) => textContent).join(" "));
      for (const keys of ["Space", "Shift Space", "Ctrl A", "Home End", "Page Up Page Down", "→ ←", "Delete", "I", "+ −", "0"]) expect(shown).toContain(keys);
    });

    test("make a part, show themselves, and go to pages", async () => {
      start("#/activity");
      await screen.findAllByTestId("audit-unit");
      await fireEvent.keyDown(document.body, { key: "?" , shiftKey: true });
      expect((await screen.findByTestId("keys-dialog")).textContent).toContain("Go to Reviews");
      await fireEvent.click(screen.getByLabelText("Close"));
      await fireEvent.keyDown(document.body, { key: "g" });
      await fireEvent.keyDown(document.body, { key: "p" });
      await screen.findAllByTestId("part-row");
      await fireEvent.keyDown(document.body, { key: "n" });
      await screen.findByTestId("new-part");
    });
  });

  describe("where one is", () => {
    test("stands above every page, from the outside in, and in the window's title", async () => {
      start(`#/parts/${board}/history`);
      await screen.findAllByTestId("audit-unit");
      const { name } = backend.store.find(board).row;
      expect(trail()).toEqual(["Parts", `${board} ${name}`, "History"]);
      expect(document.title).toBe(`${board} ${name} – Demo: Meadow sensor – Partwright`);
      application.router.open({ page: "people" });
      await screen.findAllByTestId("person-row");
      expect(trail()).toEqual(["Settings", "People"]);
    });

    test("old addresses lead where they led", async () => {
      start("#/categories");
      await screen.findAllByTestId("subcategory");
      expect(screen.getByTestId("setting-categories").getAttribute("aria-current")).toBe("page");
      expect(screen.getByTestId("nav-settings").getAttribute("aria-current")).toBe("page");
    });

    test("back and forward say when there is nowhere to go", async () => {
      start("#/parts");
      await screen.findAllByTestId("part-row");
      expect(screen.getByTestId("go-back")).toHaveProperty("disabled", true);
      application.router.open({ page: "activity" });
      await screen.findAllByTestId("audit-unit");
      expect(screen.getByTestId("go-back")).toHaveProperty("disabled", false);
      expect(screen.getByTestId("go-forward")).toHaveProperty("disabled", true);
    });
  });

  describe("what is not saved", () => {
    test("is asked about before its page goes, and kept by whoever stays", async () => {
      start(`#/parts/${board}/properties`);
      await fireEvent.click(await screen.findByTestId("property-add"));
      await fireEvent.input(screen.getByTestId("property-name"), { target: { value: "Height" } });
      await fireEvent.input(screen.getByTestId("property-value"), { target: { value: "1.5 mm" } });
      await fireEvent.click(screen.getByTestId("nav-activity"));
      expect((await screen.findByTestId("unsaved-what")).textContent).toBe("The property Height");
      expect(asked("window_guard")).toEqual([{ unsaved: true }]);
      await fireEvent.click(screen.getByTestId("unsaved-stay"));
      expect(screen.getByTestId("property-value")).toHaveProperty("value", "1.5 mm");
      await fireEvent.click(screen.getByTestId("nav-activity"));
      await fireEvent.click(await screen.findByTestId("unsaved-go"));
      await screen.findAllByTestId("audit-unit");
      await vi.waitFor(() => {
        expect(asked("window_guard")).toEqual([{ unsaved: true }, { unsaved: false }]);
      });
    });

    test("half a BOM line waits for whoever comes back, and holds the window", async () => {
      start(`#/parts/${board}/bom`);
      const [quantity] = await screen.findAllByTestId("bom-quantity");
      if (!quantity) throw new Error("no line");
      await fireEvent.click(quantity);
      await fireEvent.input(await screen.findByTestId("bom-quantity-input"), { target: { value: "77" } });
      await fireEvent.click(screen.getByTestId("nav-activity"));
      await screen.findAllByTestId("audit-unit");
      application.close();
      expect((await screen.findByTestId("unsaved-what")).textContent).toContain("A BOM line of");
      expect(asked("window_close")).toEqual([]);
      await fireEvent.click(screen.getByTestId("unsaved-stay"));
      application.router.open({ page: "part", part: board, tab: "bom" });
      expect(await screen.findByTestId("bom-quantity-input")).toHaveProperty("value", "77");
    });
  });

  describe("a field that somebody else changes meanwhile", () => {
    test("keeps what is typed, says what it was and is, and saves mine in the knowledge of that", async () => {
      start(`#/parts/${board}`);
      const before = backend.store.find(board).row.name;
      const field = await rename("Mine");
      await renameElsewhere("Theirs");
      expect((await screen.findByTestId("conflict")).textContent).toContain(`It was “${before}” and is “Theirs” now.`);
      expect(field.value).toBe("Mine");
      await fireEvent.keyDown(field, { key: "Enter" });
      expect(backend.store.find(board).row.name, "nobody has decided").toBe("Theirs");
      await fireEvent.click(screen.getByTestId("conflict-mine"));
      await vi.waitFor(() => {
        expect(backend.store.find(board).row.name).toBe("Mine");
      });
      expect(asked("part_change").at(-1)).toMatchObject({ name: "Mine", seen: { name: "Theirs" } });
    });

    test("is theirs if one takes it, and is followed where nothing was typed", async () => {
      start(`#/parts/${board}`);
      await rename("Mine");
      await renameElsewhere("Theirs");
      await fireEvent.click(await screen.findByTestId("conflict-theirs"));
      await vi.waitFor(() => {
        expect(screen.getByTestId("part-name").textContent.trim()).toBe("Theirs");
      });
      await fireEvent.click(screen.getByTestId("part-name"));
      await renameElsewhere("Theirs again");
      await vi.waitFor(() => {
        expect(screen.getByTestId("part-name-input")).toHaveProperty("value", "Theirs again");
      });
      expect(screen.queryByTestId("conflict")).toBeNull();
    });
  });

  describe("other windows", () => {
    test("are opened at the page that is shown, and at a link with Ctrl or the middle button", async () => {
      start(`#/parts/${board}/bom`);
      await fireEvent.click(await screen.findByTestId("window-new"));
      const [link] = await screen.findAllByTestId("bom-number");
      if (!link) throw new Error("no line");
      await fireEvent.click(link, { ctrlKey: true });
      await fireEvent(link, new MouseEvent("auxclick", { button: 1, bubbles: true, cancelable: true }));
      const there = { address: link.getAttribute("href") };
      expect(asked("window_open")).toEqual([{ address: `#/parts/${board}/bom` }, there, there]);
      expect(window.location.hash).toBe(`#/parts/${board}/bom`);
    });

    test("that open another workspace take this one along", async () => {
      start(`#/parts/${board}`);
      await screen.findByTestId("part-number");
      backend.openElsewhere(emptyWorkspace("lamp", "/boards/lamp.partwright"));
      expect(await screen.findByText("Another window opened lamp.")).toBeTruthy();
      expect(await screen.findByTestId("empty-state")).toBeTruthy();
      expect(window.location.hash).toBe("#/parts");
    });
  });

  test("a damaged workspace leads to its backup in two steps", async () => {
    window.location.hash = "#/parts";
    backend = new FakeBackend({ drawers: 3 });
    const backup = demoWorkspace(3);
    backup.path = "/stick/backup.partwright";
    backend.store = backend.places.enter(backup);
    const damaged = { code: "workspace.damaged", message: "It is damaged.", fields: { path: "/boards/lamp.partwright" } };
    const call = backend.call.bind(backend);
    const refusing = vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) => {
      if (name === "workspace_restore") refusing.mockRestore();
      return name === "workspace_show" ? Promise.reject(wireError(damaged)) : call(name, request, ...bytes);
    });
    application = new Application(backend, new Router(window));
    render(App, { application });
    expect(await screen.findByTestId("failed-restore")).toBeTruthy();
    expect(screen.getByTestId("failed-salvage").textContent).toContain("Salvage what can be read");
    expect(screen.queryByTestId("error-restore"), "one way to one thing").toBeNull();
    expect(screen.queryByTestId("nav-parts"), "there is nothing to go to").toBeNull();
    expect([trail(), document.title], "nor a page of it where one is").toEqual([[], text.application]);
    await fireEvent.click(await screen.findByTestId("failed-restore"));
    expect(await screen.findByTestId("workspace-restore-path")).toHaveProperty("value", "/boards/lamp.partwright");
    await fireEvent.input(screen.getByTestId("workspace-restore-from"), { target: { value: "/stick/backup.partwright" } });
    expect((await screen.findByTestId("restore-exchange")).textContent, "what goes").toContain("cannot be read");
    await fireEvent.click(screen.getByTestId("workspace-restore-now"));
    expect((await screen.findByTestId("workspace-path")).title).toBe("/boards/lamp.partwright");
    expect(await screen.findByText(/^Restored .* from \/stick\/backup\.partwright\. What was there before is kept at/)).toBeTruthy();
    expect(application.toasts.toasts.at(-1), "the one place that tells where").toMatchObject({ seenFor: null });
  });

  test.each(["workspace.damaged", "workspace.foreign"])("what is told as %s without a backup is salvaged, and told what is lost", async (code) => {
    window.location.hash = "#/parts";
    backend = new FakeBackend({ drawers: 3 });
    const damaged = { code, message: "It is damaged.", fields: { path: "/boards/lamp.partwright" } };
    const call = backend.call.bind(backend);
    let end = () => {};
    const refusing = vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) => {
      const answer = () => call(name, request, ...bytes);
      if (name === "workspace_open_at") refusing.mockRestore();
      if (name === "workspace_salvage") return new Promise((resolve) => (end = () => resolve(answer())));
      return name === "workspace_show" ? Promise.reject(wireError(damaged)) : answer();
    });
    application = new Application(backend, new Router(window));
    render(App, { application });
    expect(await screen.findByTestId("failed-salvage")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("failed-restore"));
    await fireEvent.click(await screen.findByTestId("workspace-restore-salvage"));
    expect(await screen.findByTestId("workspace-salvage-path")).toHaveProperty("value", "/boards/lamp.partwright");
    expect(screen.getByTestId("workspace-salvage-to")).toHaveProperty("value", "/boards/lamp-salvaged.partwright");
    await fireEvent.click(screen.getByTestId("workspace-salvage-now"));
    expect(await screen.findByTestId("workspace-salvage-cancel")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "Cancel" })).toHaveLength(1);
    // A field or button that is shut while it has the keyboard loses it, and Escape with it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    end();
    expect((await screen.findByTestId("workspace-salvaged")).textContent).toContain("412 rows");
    expect(screen.getByTestId("workspace-salvage-lost").textContent).toContain("Page 7");
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("workspace-salvage-now")));
    const leave = screen.getByTestId("workspace-salvage-dialog-leave");
    expect(leave.textContent.trim()).toBe("Close");
  });
});
