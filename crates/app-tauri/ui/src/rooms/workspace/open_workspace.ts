// Opens another workspace and leads to its parts.
import type { Application } from "../../application.svelte";
import type { WorkspaceChoice, WorkspaceView } from "../../bindings/wire";
import { text } from "../../text";

export async function openWorkspace(application: Application, choice: WorkspaceChoice): Promise<void> {
  await application.attempt(() => enterWorkspace(application, () => application.workspace.open(choice)));
}

export async function openRecent(application: Application, path: string): Promise<void> {
  await application.attempt(() => enterWorkspace(application, () => application.workspace.openAt(path)));
}

/** Enters the workspace that is opened so. A refusal is the caller's to show, and leaves everything as it was. */
export async function enterWorkspace(application: Application, open: () => Promise<WorkspaceView>): Promise<void> {
  const view = await open();
  application.router.open({ page: "parts" });
  application.toasts.done(text.workspace.opened(view.name));
  // The workspace is open, whatever becomes of this; a list that cannot be read says so by itself.
  void application.attempt(() => application.readFrame());
}

export async function closeWorkspace(application: Application): Promise<void> {
  await application.attempt(() => application.workspace.close());
}
