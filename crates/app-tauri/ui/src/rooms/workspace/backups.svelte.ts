// The copies of the workspace: which there are, making one, and looking through one.
import { AnswerState } from "../../backend/answer.svelte";
import type { Backend } from "../../backend/backend";
import type {
  BackupSchedule,
  BackupView,
  WireError,
  WorkspaceBackedUp,
  WorkspaceBackups,
  WorkspaceChecked,
} from "../../bindings/wire";
import { day, lastName, size } from "../../format";
import type { Running } from "../../frame/running.svelte";
import { text } from "../../text";
import { Task } from "./task.svelte";

export class BackupsState {
  /** Where the next copy goes, as it stands in the field. */
  to = $state("");
  readonly backUp: Task<WorkspaceBackedUp>;
  readonly verify: Task<WorkspaceChecked>;
  /** The path of the copy that is looked through, or was last. */
  looked = $state<string | null>(null);
  readonly #backend: Backend;
  readonly #list: AnswerState<WorkspaceBackups>;

  constructor(backend: Backend, running: Running | null = null) {
    const route = { page: "backups" } as const;
    this.#backend = backend;
    this.backUp = new Task(backend, running?.follow({ route, title: () => text.backup.running, done: () => this.#copied() }));
    this.verify = new Task(
      backend,
      running?.follow({ route, title: () => text.backup.looksThrough(lastName(this.looked ?? "")), done: () => this.#found() }),
    );
    this.#list = new AnswerState(() => backend.call("workspace_backups", {}));
  }

  /** The newest first; null before they are known. */
  get list(): BackupView[] | null {
    return this.#list.value?.backups ?? null;
  }

  /** The newest of those that somebody or this machine made on purpose; what is kept beside the workspace is another thing. */
  get last(): BackupView | undefined {
    return this.list?.find(({ origin }) => origin === "made" || origin === "scheduled");
  }

  /** The newest of those that this machine made by itself. */
  get lastDaily(): BackupView | undefined {
    return this.list?.find(({ origin }) => origin === "scheduled");
  }

  /** Whether this machine makes some by itself; null before it is known. */
  get schedule(): BackupSchedule | null {
    return this.#list.value?.schedule ?? null;
  }

  get error(): WireError | null {
    return this.#list.error;
  }

  async load(): Promise<void> {
    await this.#list.load();
    const proposed = this.#list.value?.back_up_to;
    // Proposed once: what somebody writes in its place is theirs.
    if (proposed !== undefined && this.to === "") this.to = `${proposed}-${day(Date.now())}.partwright`;
  }

  /** Follows what this machine makes by itself, until the answer is called. */
  follow(): () => void {
    return this.#backend.onDaily(() => void this.load());
  }

  /** Has them made by themselves or not, and so many of them kept. What is refused is thrown, and nothing is changed by it. */
  async plan(on: boolean, keep: number): Promise<void> {
    try {
      await this.#backend.call("workspace_schedule", { on, keep });
    } finally {
      await this.load();
    }
  }

  async startBackUp(): Promise<void> {
    const to = this.to.trim();
    await this.backUp.run((task) => this.#backend.call("workspace_back_up", { task, to }));
    await this.load();
  }

  async startVerify(path: string): Promise<void> {
    if (this.verify.running) return;
    this.looked = path;
    await this.verify.run((task) => this.#backend.call("workspace_verify", { task, path }));
    await this.load();
  }

  /** What is said of a copy where its page is not shown. */
  #copied(): string | null {
    const made = this.backUp.answer;
    if (!made) return null;
    const { bytes, contents, path, problems } = made;
    return problems.length > 0 ? text.backup.leftOutOf(path, problems.length) : text.backup.done(size(bytes), contents, path);
  }

  #found(): string | null {
    const { looked } = this;
    const found = this.verify.answer?.problems.length;
    return found === undefined || looked === null ? null : text.backup.found(lastName(looked), found);
  }
}
