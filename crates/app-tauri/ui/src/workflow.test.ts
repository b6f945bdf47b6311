// Workflows over the fake backend: the page as a whole, without a window.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

describe("the workflows", () => {
  let backend: FakeBackend;

  function start(hash: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 3 });
    render(App, { application: new Application(backend, new Router(window)) });
  }
  afterEach(() => {
    window.location.hash = "";
  });

  test("are found from the settings, as a picture and in words", async () => {
    start("#/settings");
    const link = await screen.findByTestId("setting-workflows");
    expect(link.getAttribute("href")).toBe("#/settings/workflows");
    window.location.hash = "#/workflows";
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    const picture = await screen.findByTestId("workflow-diagram");
    expect(picture.textContent).toContain("Designer · 1 approval");
    expect(screen.getByTestId("workflow-table").textContent).toContain("Submit for review");
    // One of them has a comma of its own.
    expect(screen.getByTestId("workflow-table").textContent).toContain("A BOM, if it is an assembly; Demanded properties");
    expect(screen.getByTestId("nav-settings").getAttribute("aria-current")).toBe("page");
  });

  test("are drawn, told what is wrong, and saved as the next version when nothing is", async () => {
    start("#/workflows");
    await fireEvent.click(await screen.findByTestId("workflow-draw"));
    expect(screen.getByTestId("workflow-save").textContent.trim()).toBe("Save as version 2");
    const [add] = screen.getAllByTestId("workflow-state-add");
    if (!add) throw new Error("no button");
    await fireEvent.click(add);
    expect((await screen.findByTestId("error-code")).textContent).toBe("workflow.unreachable");
    expect(screen.getByTestId("workflow-save")).toHaveProperty("disabled", true);
    const name = screen.getAllByTestId("workflow-state-name").at(-1);
    if (!name) throw new Error("no name");
    await fireEvent.input(name, { target: { value: "Concept" } });
    await fireEvent.click(screen.getByTestId("workflow-transition-add"));
    const to = screen.getAllByTestId<HTMLSelectElement>("workflow-transition-to").at(-1);
    const concept = [...(to?.options ?? [])].find((option) => option.text === "Concept");
    if (!to || !concept) throw new Error("no such state");
    await fireEvent.change(to, { target: { value: concept.value } });
    await vi.waitFor(() => {
      expect(screen.getByTestId("workflow-save")).toHaveProperty("disabled", false);
    });
    expect(screen.queryByTestId("error-code")).toBeNull();
    await fireEvent.click(screen.getByTestId("workflow-save"));
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("workflow-version")).toHaveLength(2);
    });
    const [newest, first] = screen.getAllByTestId("workflow-version");
    expect(newest?.textContent).toContain("New revisions follow this one");
    expect(screen.getByTestId("workflow-table").textContent).toContain("Concept");
    if (!first) throw new Error("no first version");
    await fireEvent.click(first);
    await fireEvent.click(await screen.findByTestId("workflow-take"));
    await vi.waitFor(() => {
      expect(backend.store.settings.workflow).toBe("standard");
    });
  });

  test("are asked about by the button that gives a drawing up, once something is drawn", async () => {
    start("#/workflows");
    await fireEvent.click(await screen.findByTestId("workflow-draw"));
    await fireEvent.click(screen.getByTestId("workflow-cancel"));
    expect(screen.queryByTestId("unsaved-dialog")).toBeNull();
    await fireEvent.click(await screen.findByTestId("workflow-draw"));
    await fireEvent.input(screen.getByTestId("workflow-name"), { target: { value: "Ours" } });
    await fireEvent.click(screen.getByTestId("workflow-cancel"));
    expect((await screen.findByTestId("unsaved-what")).textContent).toBe("The drawing of the workflow Ours");
    await fireEvent.click(screen.getByTestId("unsaved-stay"));
    expect(screen.getByTestId("workflow-name")).toHaveProperty("value", "Ours");
    await fireEvent.click(screen.getByTestId("workflow-cancel"));
    await fireEvent.click(await screen.findByTestId("unsaved-go"));
    expect(await screen.findByTestId("workflow-draw")).toBeTruthy();
    expect(screen.queryByTestId("workflow-name")).toBeNull();
  });

  test("are looked at by everybody, and drawn by an Admin", async () => {
    start("#/workflows");
    await screen.findByTestId("workflow-draw");
    await backend.call("person_act", { person: "grace" });
    expect(await screen.findByTestId("workflow-admins-only")).toBeTruthy();
    expect(screen.queryByTestId("workflow-draw")).toBeNull();
  });
});
