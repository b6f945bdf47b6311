// Opens another workspace and leads to its parts.
import type { Application } from "../../application.svelte";
import type { WorkspaceChoice, WorkspaceView } from "../../bindings/wire";
import { text } from "../../text";

export function openWorkspace(application: Application, choice: WorkspaceChoice): void {
  enterAsked(application, () => application.workspace.open(choice));
}

export function openRecent(application: Application, path: string): void {
  enterAsked(application, () => application.workspace.openAt(path));
}

/** Enters a workspace once nothing would be lost by it, and says why where it cannot be entered. */
function enterAsked(application: Application, open: () => Promise<WorkspaceView>): void {
  application.unsaved.end("switch", () => void application.attempt(() => enterWorkspace(application, open)));
}

/** Enters the workspace that is opened so. A refusal is the caller's to show, and leaves everything as it was. */
export async function enterWorkspace(application: Application, open: () => Promise<WorkspaceView>): Promise<void> {
  const view = await open();
  application.router.open({ page: "parts" });
  application.toasts.done(text.workspace.opened(view.name));
  // The workspace is open, whatever becomes of this; a list that cannot be read says so by itself.
  void application.attempt(() => application.readFrame());
}

/** Puts a backup in the place of a workspace, enters it, and says what became of what was there. Answers whether it did; else
 * everything is as it was, and the task says why. */
export async function restoreWorkspace(application: Application, path: string, from: string): Promise<boolean> {
  const restored = await application.workspace.restore(path, from);
  if (!restored) return false;
  const { workspace, kept, problems } = restored;
  await enterWorkspace(application, () => Promise.resolve(workspace));
  const said = text.workspace.restoredFrom(workspace.name, from.trim(), kept);
  // Where it is kept is told here alone.
  if (kept === null) application.toasts.done(said);
  else application.toasts.keep(said);
  if (problems.length > 0) application.toasts.say(text.workspace.restoredWithout(problems));
  return true;
}

export function closeWorkspace(application: Application): void {
  application.unsaved.end("switch", () => void application.attempt(() => application.workspace.close()));
}
