// Something that is done with many parts: first it is told what would become of each, then it is done, as one change.
import type { Backend } from "../../backend/backend";
import type { PartsChanged } from "../../bindings/wire";
import { Task, type Follow } from "../workspace/task.svelte";

/** Asks for it: only to be told, or to be done. */
export type AskOnAll = (look: boolean, task: string) => Promise<PartsChanged>;

export class OnAll {
  readonly task: Task<PartsChanged>;
  /** What was told, and of what that was asked. */
  #seen = $state.raw<{ of: string; view: PartsChanged } | null>(null);

  constructor(backend: Backend, follows: Follow | null = null) {
    this.task = new Task(backend, follows);
  }

  /** What would become of the parts; null as long as exactly that was not asked. */
  told(of: string): PartsChanged | null {
    return this.#seen?.of === of ? this.#seen.view : null;
  }

  /** First tells what would become of them; asked for the same again, does it. Answers what was done; null where nothing was. */
  async go(of: string, ask: AskOnAll): Promise<PartsChanged | null> {
    const look = this.told(of) === null;
    await this.task.run((task) => ask(look, task));
    const { answer, error } = this.task;
    if (error) throw error;
    if (look && answer) this.#seen = { of, view: answer };
    return look ? null : answer;
  }
}
