// A revision on its way to a release, over the fake backend: the pages together, without a window.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

describe("a review", () => {
  let backend: FakeBackend;

  function start(hash: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 30 });
    render(App, { application: new Application(backend, new Router(window)) });
  }
  async function act(name: string): Promise<void> {
    await fireEvent.click(await screen.findByTestId(`act-${name}`));
  }
  async function say(words: string | null): Promise<void> {
    const dialog = await screen.findByTestId("revision-dialog");
    if (words !== null) await fireEvent.input(within(dialog).getByTestId("revision-words-input"), { target: { value: words } });
    await fireEvent.click(within(dialog).getByTestId("revision-carry-out"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("revision-dialog")).toBeNull();
    });
  }
  async function actAs(name: string): Promise<void> {
    await fireEvent.click(await screen.findByTestId("person-switch"));
    const choices = await screen.findAllByTestId("person-choice");
    const choice = choices.find((each) => each.textContent.includes(name));
    if (!choice) throw new Error(`nobody called ${name}`);
    await fireEvent.click(choice);
    await vi.waitFor(() => {
      expect(screen.getByTestId("person-name").textContent).toContain(name);
    });
  }
  afterEach(() => {
    window.location.hash = "";
  });

  test("goes from submission over another person's approval to a release and a new revision", async () => {
    start("#/parts/EL-PCA-100014");
    const { row } = backend.store.find("EL-RES-100007");
    row.revision = { ...row.revision, state: "Draft", workflow_state: "Draft" };
    await act("submit");
    await say("please");
    expect((await screen.findByTestId("review-progress")).textContent).toBe("0 of 1 approval");
    expect((await screen.findAllByTestId("toast")).at(-1)?.textContent).toContain("Submitted for review: EL-PCA-100014 revision 1.");
    expect(document.activeElement, "nothing that Enter would open").toBe(screen.getByTestId("revision-bar"));
    await act("approve");
    expect((await screen.findAllByTestId("toast")).at(-1)?.textContent).toContain("Nobody gives a verdict on what is their own");
    expect(screen.queryByTestId("revision-dialog")).toBeNull();
    await actAs("Grace");
    await fireEvent.click(await screen.findByTestId("nav-reviews"));
    await fireEvent.click(await screen.findByTestId("review-for-me"));
    await act("approve");
    await say("");
    expect(document.activeElement, "nothing that Enter would open").toBe(screen.getByTestId("revision-bar"));
    expect(screen.getByTestId("review-since").textContent).toBe("Nothing of this part was released before: all of it is new.");
    await act("release");
    expect((await screen.findByTestId("release-unreleased")).textContent).toContain("no released revision");
    expect(screen.getByTestId("revision-carry-out")).toHaveProperty("disabled", true);
    await say("they are of long standing");
    expect((await screen.findByTestId("revision-words")).textContent).toContain("Released by Grace");
    expect(document.activeElement, "nothing that Enter would make").toBe(screen.getByTestId("revision-bar"));
    await vi.waitFor(() => expect(screen.getByTestId("review-since").textContent).toBe("This was the first release of the part: all of it was new."));
    expect(screen.getByTestId("review-bom-page")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("release-verify"));
    expect((await screen.findByTestId("release-verified")).textContent).toContain("is what was released");
    await act("revise");
    await vi.waitFor(() => {
      expect(screen.getByTestId("revision-words").textContent).toContain("Being worked on");
    });
    expect((await screen.findAllByTestId("bom-row")).length).toBeGreaterThan(5);
    await fireEvent.click(screen.getByTestId("toast-action"));
    await vi.waitFor(() => expect(screen.getByTestId("revision-words").textContent).toContain("Released by Grace"));
  });

  test("that was asked for last is not undone but withdrawn, by one press", async () => {
    start("#/parts/EL-PCA-100014");
    await act("submit");
    await say("please");
    await screen.findByTestId("review-progress");
    await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    await vi.waitFor(() => expect(screen.getAllByTestId("toast").at(-1)?.textContent).toContain("Not undone: EL-PCA-100014 revision 1 is in review."));
    const notice = screen.getAllByTestId("toast").at(-1);
    expect(screen.getByTestId("toast-action").textContent.trim()).toBe("Withdraw");
    await fireEvent.click(screen.getByTestId("toast-action"));
    await vi.waitFor(() => expect(screen.getByTestId("revision-words").textContent).toContain("Being worked on"));
    expect(notice?.isConnected).toBe(false);
  });

  test("is asked for from its note by Ctrl+Enter, and rejected so once there is a reason", async () => {
    start("#/parts/EL-PCA-100014");
    await act("submit");
    const note = await screen.findByTestId("revision-words-input");
    await fireEvent.input(note, { target: { value: "please" } });
    await fireEvent.keyDown(note, { key: "Enter" });
    expect(screen.queryByTestId("revision-dialog"), "the next line of the note").not.toBeNull();
    await fireEvent.keyDown(note, { key: "Enter", ctrlKey: true });
    expect((await screen.findByText("“please”")).className).toContain("said");
    await actAs("Grace");
    await act("reject");
    const reason = await screen.findByTestId("revision-words-input");
    await fireEvent.keyDown(reason, { key: "Enter", ctrlKey: true });
    expect(screen.queryByTestId("revision-dialog"), "a reason is missing").not.toBeNull();
    await fireEvent.input(reason, { target: { value: "not yet" } });
    await fireEvent.keyDown(reason, { key: "Enter", metaKey: true });
    expect((await screen.findByTestId("revision-words")).textContent).toContain("not yet");
  });

  test("of a first release the BOM is there to be looked at, and each file, without leaving the page", async () => {
    start("#/parts/EL-PCA-100014");
    const { row } = backend.store.find("EL-PCA-100014");
    await backend.call("file_attach", { revision: row.revision.id, name: "notes.txt", role: "Document" }, new TextEncoder().encode("Solder it last."));
    await act("submit");
    await say("please");
    await fireEvent.click(await screen.findByTestId("nav-reviews"));
    await fireEvent.click(await screen.findByTestId("review-mine"));
    const whole = await screen.findByTestId("review-bom");
    expect((await within(whole).findAllByTestId("bom-row")).length).toBeGreaterThan(1);
    expect(within(whole).queryByTestId("bom-add")).toBeNull();
    const file = await screen.findByTestId("review-file-show");
    await fireEvent.click(file);
    expect((await screen.findByTestId("file-text")).textContent).toBe("Solder it last.");
    await fireEvent.click(screen.getByTestId("file-preview-close"));
    expect([screen.queryByTestId("file-preview"), document.activeElement]).toEqual([null, file]);
  });

  test("a part below that is approved too is released together, and an obsolete one says what is used instead", async () => {
    start("#/parts/EL-PCA-100014");
    const board = backend.store.find("EL-PCA-100014");
    // Of its parts one is a Draft, and the others are released.
    const [first, ...rest] = [...new Set(board.lines.map((line) => backend.store.find(line.child)))];
    if (!first) throw new Error("a board without lines");
    for (const part of rest) part.row.revision = { ...part.row.revision, state: "Released" };
    first.row.revision = { ...first.row.revision, state: "Draft" };
    const { number } = first.row;
    for (const each of [number, "EL-PCA-100014"]) {
      window.location.hash = `#/parts/${each}`;
      await vi.waitFor(() => {
        expect(screen.getByTestId("part-number").textContent.trim()).toBe(each);
      });
      await act("submit");
      await say(null);
    }
    await actAs("Grace");
    for (const each of [number, "EL-PCA-100014"]) {
      window.location.hash = `#/parts/${each}`;
      await vi.waitFor(() => {
        expect(screen.getByTestId("part-number").textContent.trim()).toBe(each);
      });
      await act("approve");
      await say(null);
    }
    await act("release");
    const together = await screen.findByTestId("release-together");
    expect(document.activeElement, "the field").toBe(screen.getByTestId("revision-words-input"));
    expect(within(together).getByTestId("release-member").dataset["number"]).toBe(number);
    await fireEvent.click(screen.getByTestId("release-all"));
    await vi.waitFor(() => {
      expect(screen.getByTestId("revision-words").textContent).toContain("Released by Grace");
    });
    expect(first.row.revision.state).toBe("Released");
    await vi.waitFor(() => expect(screen.getAllByTestId("toast").at(-1)?.textContent).toContain("Released: EL-PCA-100014 revision 1 and 1 part below it."));

    await act("obsolete");
    const field = await screen.findByTestId("successor");
    await fireEvent.focus(field);
    await fireEvent.input(field, { target: { value: number } });
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("successor-option")[0]?.dataset["number"]).toBe(number);
    });
    await fireEvent.click(screen.getAllByTestId("successor-option")[0] as HTMLElement);
    expect((await screen.findByTestId("successor-chosen")).textContent).toContain(number);
    await fireEvent.click(screen.getByTestId("revision-carry-out"));
    expect((await screen.findByTestId("use-instead")).textContent).toContain(`use ${number}`);
    await fireEvent.click(screen.getByTestId("tab-used"));
    expect((await screen.findByTestId("used-instead")).textContent).toContain(number);
  });

  test("what may be released together leaves the keyboard where it is, which is at nothing that releases", async () => {
    start("#/parts/EL-RES-100007");
    const { row } = backend.store.find("EL-RES-100007");
    row.revision = { ...row.revision, state: "Draft", workflow_state: "Draft" };
    await act("submit");
    await say(null);
    await actAs("Grace");
    await act("approve");
    await say(null);
    // Below it is another revision of what is released already: it may come along, and nothing is missing.
    const member = (label: string) => ({ revision: label, label, number: "EL-RES-100001", name: "1k", refusal: null });
    let answer = () => {};
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((name, request, ...bytes) =>
      name === "release_plan"
        ? new Promise((resolve) => (answer = () => resolve([member("2"), member("1")] as never)))
        : call(name, request, ...bytes),
    );
    await act("release");
    const leave = await screen.findByTestId("revision-dialog-leave");
    expect(document.activeElement).toBe(leave);
    answer();
    await screen.findByTestId("release-all");
    expect(document.activeElement).toBe(leave);
  });

  test("a release that asks for nothing begins at the button that leaves it: it stands for ever", async () => {
    start("#/parts/EL-RES-100007");
    const { row } = backend.store.find("EL-RES-100007");
    row.revision = { ...row.revision, state: "Draft", workflow_state: "Draft" };
    await act("submit");
    await say(null);
    await actAs("Grace");
    await act("approve");
    await say(null);
    await act("release");
    expect(document.activeElement).toBe(await screen.findByTestId("revision-dialog-leave"));
  });

  test("a rejection needs its reason, and tells it on the Draft", async () => {
    start("#/parts/EL-PCA-100014");
    await act("submit");
    await say(null);
    await actAs("Grace");
    await act("reject");
    expect(await screen.findByTestId("revision-carry-out")).toHaveProperty("disabled", true);
    await say("R2 is too small");
    expect((await screen.findByTestId("revision-words")).textContent).toContain("Rejected by Grace Sommer: R2 is too small");
  });

  test("an Admin adds people, and the last Admin stays one", async () => {
    start("#/people");
    await fireEvent.input(await screen.findByTestId("person-add-name"), { target: { value: "Joan" } });
    await fireEvent.click(screen.getByTestId("person-add"));
    await vi.waitFor(() => {
      expect(screen.getAllByTestId("person-row")).toHaveLength(3);
    });
    const [choice] = screen.getAllByTestId<HTMLSelectElement>("person-role-choice");
    if (!choice) throw new Error("no role");
    await fireEvent.change(choice, { target: { value: "Viewer" } });
    expect((await screen.findByTestId("error-code")).textContent).toBe("person.last_admin");
    expect(choice.value).toBe("Admin");
  });

  test("somebody who is no Admin sees the settings and cannot change them", async () => {
    start("#/settings");
    await fireEvent.change(await screen.findByTestId("setting-labels"), { target: { value: "letters" } });
    expect((await screen.findByTestId("toast")).textContent).toContain("Saved");
    expect(backend.store.settings.labels).toBe("letters");
    await actAs("Grace");
    expect(await screen.findByTestId("settings-admins-only")).toBeTruthy();
    expect(screen.getByTestId("setting-labels")).toHaveProperty("disabled", true);
  });
});
