// Files that somebody gave to a part, wherever on its page: attached, told, and offered to be undone.
import type { Application } from "../../application.svelte";
import type { AuditUnitName } from "../../bindings/wire";
import { text } from "../../text";
import type { Chosen, FileListState } from "./file_list.svelte";

/** Attaches files, or says why none can be; answers whether it was tried. */
export async function attach(application: Application, list: FileListState, why: string | null, chosen: readonly Chosen[]): Promise<boolean> {
  if (why !== null) application.toasts.say(why);
  if (why !== null || chosen.length === 0) return false;
  const units: (AuditUnitName | undefined)[] = [];
  const attached = await list.attach(chosen, async () => void units.push(await application.undo.newest("file.attach")));
  if (attached > 0) application.toasts.done(text.file.attached(attached), application.undo.offerAll(units));
  return true;
}
