// What runs, seen from every page: when it is shown, how it is ended, and what is said of it where nobody sees how it ended.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedBackend } from "../backend/scripted";
import type { KicadCount } from "../bindings/wire";
import { Task } from "../rooms/workspace/task.svelte";
import { Router } from "../router.svelte";
import { ToastState } from "../widgets/toast.svelte";
import { patience } from "./patience.svelte";
import { Running } from "./running.svelte";
import { Unsaved } from "./unsaved.svelte";

const counted: KicadCount[] = [];

describe("Running", () => {
  let backend: ScriptedBackend;
  let router: Router;
  let toasts: ToastState;
  let unsaved: Unsaved;
  let running: Running;
  let task: Task<KicadCount[]>;

  beforeEach(() => {
    vi.useFakeTimers();
    window.location.hash = "#/import";
    backend = new ScriptedBackend();
    [router, toasts, unsaved] = [new Router(window), new ToastState(), new Unsaved()];
    running = new Running(router, toasts, unsaved);
    task = new Task(backend, running.follow({ title: () => "Importing x.csv", route: { page: "import" }, done: () => "All is there." }));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const run = (): Promise<void> => task.run((name) => backend.call("kicad_count", { task: name }));

  test("shows what takes longer than a blink, until it has ended", async () => {
    void run();
    expect(running.list).toEqual([]);
    vi.advanceTimersByTime(patience);
    expect(running.list.map(({ title }) => title)).toEqual(["Importing x.csv"]);
    await backend.answer("kicad_count", counted);
    expect(running.list).toEqual([]);
  });

  test("shows nothing of what is done at once", async () => {
    void run();
    await backend.answer("kicad_count", counted);
    vi.advanceTimersByTime(patience * 2);
    expect(running.list).toEqual([]);
  });

  test("leads back to the page, and ends what runs", () => {
    void run();
    vi.advanceTimersByTime(patience);
    router.open({ page: "parts" });
    const [shown] = running.list;
    if (!shown) throw new Error("nothing is shown");
    running.open(shown);
    expect(router.route).toEqual({ page: "import" });
    void shown.task.cancel();
    expect(backend.asked("task_cancel").task).toBe(backend.asked("kicad_count").task);
  });

  test("whoever is on its page sees how it ended, and is told nothing beside that", async () => {
    for (const end of [() => backend.answer("kicad_count", counted), () => backend.refuse("kicad_count", "store.cancelled")]) {
      void run();
      await end();
    }
    expect(toasts.toasts).toEqual([]);
  });

  test("whoever is elsewhere is told that it is done, that it was cancelled, or what went wrong", async () => {
    router.open({ page: "parts" });
    void run();
    await backend.answer("kicad_count", counted);
    expect(toasts.toasts.at(-1)).toMatchObject({ sentence: "All is there.", action: { label: "Look at it" } });
    toasts.toasts.at(-1)?.action?.run();
    expect(router.route).toEqual({ page: "import" });

    router.open({ page: "parts" });
    void run();
    await backend.refuse("kicad_count", "store.cancelled");
    expect(toasts.toasts.at(-1)?.sentence).toBe("Cancelled: Importing x.csv. Nothing was changed by it.");
    void run();
    await backend.refuse("kicad_count", "store.full", "There is no room left on the disk.");
    expect(toasts.toasts.at(-1)?.error?.code).toBe("store.full");
  });

  test("what is shown to run takes away the offer to undo what was before it, and no other notice", () => {
    const said = () => toasts.toasts.map(({ sentence }) => sentence);
    toasts.done("Removed.", { label: "Undo", run: () => {}, holds: () => Promise.resolve(true) });
    void run();
    expect(said()).toEqual(["Removed."]);
    vi.advanceTimersByTime(patience);
    expect(said()).toEqual([]);
    toasts.say("Something else.");
    void run();
    vi.advanceTimersByTime(patience);
    expect(said()).toEqual(["Something else."]);
  });

  test("what only looks is shown, and neither holds the window nor takes an undo away nor says how it ended", () => {
    router.open({ page: "parts" });
    toasts.done("Removed.", { label: "Undo", run: () => {}, holds: () => Promise.resolve(true) });
    const ended = running.follow({ title: () => "Opening all levels", looks: true })(task);
    vi.advanceTimersByTime(patience);
    expect([running.list.length, unsaved.end("close", () => {})]).toEqual([1, true]);
    ended();
    expect([running.list.length, toasts.toasts.map(({ sentence }) => sentence)]).toEqual([0, ["Removed."]]);
  });

  test("holds the window: who closes it is asked, and ends what runs; another page needs no question", async () => {
    void run();
    vi.advanceTimersByTime(patience);
    expect(unsaved.leave({ page: "parts" }, () => {})).toBe(true);
    const close = vi.fn();
    expect(unsaved.end("close", close)).toBe(false);
    expect(unsaved.question?.what).toEqual(["Importing x.csv, which is cancelled then"]);
    unsaved.question?.go?.();
    expect(close).toHaveBeenCalled();
    expect(backend.asked("task_cancel")).toBeDefined();
    await backend.refuse("kicad_count", "store.cancelled");
    expect(unsaved.what).toEqual([]);
  });
});
