// Copies of the fake workspace: those that were made, each of them whole.
import type { AuditUnitView, BackupView, NewestChange, WorkspaceBackedUp, WorkspaceBackups, WorkspaceChecked, WorkspaceCopy, WorkspaceScheduleRequest } from "../../bindings/wire";
import { refuse } from "./store";

const keepAtMost = 90;

export class FakeBackups {
  readonly #made: BackupView[] = [];
  /** How much history each had when it was made. */
  readonly #newest = new Map<string, number>();
  #schedule: WorkspaceScheduleRequest = { on: true, keep: 7 };

  make(path: string, changes: number): WorkspaceBackedUp {
    if (this.#made.some((known) => known.path === path)) {
      throw refuse("workspace.path_taken", `There is already a file ${path}, and it was left as it is. Choose another name.`);
    }
    const now = Date.now();
    this.#made.unshift({ path, bytes: 393_216, made: now, verified: now, origin: "made" });
    this.#newest.set(path, changes);
    return { path, bytes: 393_216, contents: 0, problems: [] };
  }

  of(workspace: string): WorkspaceBackups {
    const proposed = workspace.replace(/[^/]*$/, (name) => `backups/${name.replace(/\.[^.]*$/, "")}`);
    return { back_up_to: proposed, backups: [...this.#made], schedule: { ...this.#schedule, keep_at_most: keepAtMost, failed: null } };
  }

  /** What is in a copy: as much as is here, and of the history as much as was there when it was made. */
  copy(path: string, parts: number, audit: readonly AuditUnitView[]): WorkspaceCopy {
    const known = this.#made.find((backup) => backup.path === path);
    if (!known) throw refuse("workspace.unreachable", `The workspace ${path} cannot be reached.`);
    const newest = ([unit]: readonly AuditUnitView[]): NewestChange | null =>
      unit ? { unit: unit.sequence, at: unit.at, operation: unit.operation, title: unit.entries[0]?.title ?? "" } : null;
    const then = audit.slice(-(this.#newest.get(path) ?? audit.length));
    const open = { newest: newest(audit), goes: audit.length - then.length };
    return { made: known.made, bytes: known.bytes, parts, newest: newest(then), open };
  }

  plan(workspace: string, schedule: WorkspaceScheduleRequest): WorkspaceBackups {
    const { keep } = schedule;
    if (keep < 1 || keep > keepAtMost) {
      throw refuse(
        "workspace.keep_invalid",
        `${keep} is no number of backups that can be kept; write a whole number from 1 to ${keepAtMost}.`,
      );
    }
    this.#schedule = schedule;
    return this.of(workspace);
  }

  verify(path: string): WorkspaceChecked {
    const known = this.#made.find((backup) => backup.path === path);
    if (!known) throw refuse("workspace.unreachable", `The workspace ${path} cannot be reached.`);
    this.#made.splice(this.#made.indexOf(known), 1, { ...known, verified: Date.now() });
    return { problems: [], history: null };
  }
}
