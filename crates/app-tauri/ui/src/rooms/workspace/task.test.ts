// Long work: what its runs are called, what becomes of the one in whose place another comes, and which of them is heard.
import { beforeEach, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { KicadCount } from "../../bindings/wire";
import { Task } from "./task.svelte";

let backend: ScriptedBackend;
let task: Task<KicadCount[]>;

beforeEach(() => {
  backend = new ScriptedBackend();
  task = new Task(backend);
});

const again = (): Promise<void> => task.supersede((run) => backend.call("kicad_count", run));
const nameOf = (place: number): string => backend.asked("kicad_count", place).task;

test("each run has a name of its own, and says in whose place it comes", async () => {
  void again();
  void again();
  const names = [nameOf(0), nameOf(1)];
  expect(names[0]).not.toBe(names[1]);
  expect([0, 1].map((place) => backend.asked("kicad_count", place).instead_of)).toEqual([null, names[0]]);
  await backend.answer("kicad_count", [], 1);
  void again();
  expect(backend.asked("kicad_count", 1).instead_of, "also of one that has ended by now").toBe(names[1]);
});

test("what an older run still tells, answers or refuses is not heard", async () => {
  void again();
  void again();
  backend.progress({ task: nameOf(0), done: 8, total: 9 });
  expect(task.progress).toBeNull();
  const progress = { task: nameOf(1), done: 1, total: 9 };
  backend.progress(progress);
  await backend.refuse("kicad_count", "store.cancelled");
  expect(task).toMatchObject({ running: true, cancelled: false, progress });
  const counted: KicadCount[] = [];
  await backend.answer("kicad_count", counted);
  expect(task).toMatchObject({ running: false, error: null });
  expect(task.answer).toBe(counted);
});

test("the wish to cancel is for the run that was on its way, and not for the one after it", () => {
  void again();
  void task.cancel();
  void again();
  expect(backend.asked("task_cancel").task).toBe(nameOf(0));
  expect(task.cancelling).toBe(false);
  void task.cancel();
  expect(backend.asked("task_cancel", 1).task).toBe(nameOf(1));
});

test("work that is asked for once does nothing while it is on its way", () => {
  const work = (name: string): Promise<KicadCount[]> => backend.call("kicad_count", { task: name });
  void task.run(work);
  void task.run(work);
  expect(backend.waiting).toHaveLength(1);
});
