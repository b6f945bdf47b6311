// Opens another workspace and leads to its parts.
import type { Application } from "../../application.svelte";
import type { WorkspaceChoice } from "../../bindings/wire";
import { text } from "../../text";

export async function openWorkspace(application: Application, choice: WorkspaceChoice): Promise<void> {
  const view = await application.attempt(() => application.workspace.open(choice));
  if (!view) return;
  application.router.open({ page: "parts" });
  application.toasts.done(text.workspace.opened(view.name));
  await application.categories.load();
}
