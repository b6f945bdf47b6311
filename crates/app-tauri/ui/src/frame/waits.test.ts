// What a change of the window waits for: said once it has waited, with the way to end that, and made when that is done.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CommandName } from "../backend/backend";
import { ScriptedBackend } from "../backend/scripted";
import type { PersonView } from "../bindings/wire";
import { Task } from "../rooms/workspace/task.svelte";
import { Router } from "../router.svelte";
import { ToastState } from "../widgets/toast.svelte";
import { Running } from "./running.svelte";
import { Unsaved } from "./unsaved.svelte";
import { Waits, waitsAfter, wondersAfter } from "./waits.svelte";

const ada: PersonView = { id: "ada", name: "Ada", role: "Admin" };

describe("Waits", () => {
  let backend: ScriptedBackend;
  let running: Running;
  let waits: Waits;

  beforeEach(() => {
    vi.useFakeTimers();
    window.location.hash = "#/import";
    backend = new ScriptedBackend();
    running = new Running(new Router(window), new ToastState(), new Unsaved());
    waits = new Waits(backend, running);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Begins long work with a command that has a task. */
  function run(title: string, name: "audit_undo" | "kicad_count"): Promise<void> {
    const task = new Task<unknown>(waits, running.follow({ title: () => title, route: { page: "import" } }));
    const ended = task.run((task) => (name === "audit_undo" ? waits.call(name, { unit: 1, task }) : waits.call(name, { task })));
    vi.advanceTimersByTime(waitsAfter);
    return ended;
  }
  const rename = () => waits.call("person_rename", { name: "Ada" });
  const said = () => waits.wait && (waits.wait.run?.title ?? "unknown");
  const on = (name: CommandName) => backend.waiting.filter((waiting) => waiting.name === name).length;

  test("says after a second what a change waits for, until that is made", async () => {
    void run("Importing x.csv", "audit_undo");
    expect(said(), "long work waits for nothing").toBeNull();
    const renamed = rename();
    vi.advanceTimersByTime(waitsAfter - 1);
    expect(said()).toBeNull();
    vi.advanceTimersByTime(1);
    expect(said()).toBe("Importing x.csv");
    await backend.answer("person_rename", ada);
    expect([await renamed, said()]).toEqual([ada, null]);
  });

  test("leads to the end of what it waits for, and says nothing once that is there", async () => {
    void run("Importing x.csv", "audit_undo");
    void rename();
    vi.advanceTimersByTime(waitsAfter);
    void waits.wait?.run?.task.cancel();
    expect(backend.asked("task_cancel").task).toBe(backend.asked("audit_undo").task);
    await backend.refuse("audit_undo", "store.cancelled");
    expect(said()).toBeNull();
  });

  test("what only reads waits for nothing, and nothing waits for it", () => {
    void run("Counting", "kicad_count");
    void rename();
    void waits.call("person_list", {});
    vi.advanceTimersByTime(wondersAfter - 1);
    expect(said()).toBeNull();
  });

  test("long work that was begun later is not what a change waits for, but waits itself", async () => {
    void rename();
    void run("Setting a value", "audit_undo");
    void run("Setting another", "audit_undo");
    expect(said()).toBe("Setting a value");
    await backend.refuse("audit_undo", "store.cancelled");
    expect(said(), "of the other it is seen how far it is").toBeNull();
  });

  test("of a change that takes long while nothing runs here it is said that something may elsewhere", async () => {
    void rename();
    vi.advanceTimersByTime(wondersAfter - 1);
    expect(said()).toBeNull();
    vi.advanceTimersByTime(1);
    expect(said()).toBe("unknown");
    await backend.answer("person_rename", ada);
    expect(said()).toBeNull();
  });

  test.each(["store.exhausted", "store.busy"])("what is refused with %s is made all the same when the run is done", async (code) => {
    void run("Importing x.csv", "audit_undo");
    const renamed = rename();
    vi.advanceTimersByTime(waitsAfter);
    await backend.refuse("person_rename", code);
    expect([on("person_rename"), said()], "it is asked again, and still waits").toEqual([1, "Importing x.csv"]);
    await backend.refuse("audit_undo", "store.cancelled");
    await backend.answer("person_rename", ada);
    expect(await renamed).toEqual(ada);
  });

  test("a refusal is told where it is about the change, and where nobody knows what was waited for", async () => {
    const refused = () => rename().catch((reason: unknown) => reason);
    const alone = refused();
    await backend.refuse("person_rename", "store.busy");
    expect(await alone).toMatchObject({ code: "store.busy" });
    void run("Importing x.csv", "audit_undo");
    const wrong = refused();
    await backend.refuse("person_rename", "person.name_invalid");
    expect(await wrong).toMatchObject({ code: "person.name_invalid" });
  });

  test("long work that has waited too long is refused, because somebody may have cancelled it", async () => {
    void run("Importing x.csv", "audit_undo");
    const second = run("Setting a value", "audit_undo");
    await backend.refuse("audit_undo", "store.busy", "busy", 1);
    await second;
    expect(on("audit_undo")).toBe(1);
  });
});
