// Lets somebody else act, and says so.
import type { Application } from "../../application.svelte";
import type { PersonView } from "../../bindings/wire";
import { text } from "../../text";

export async function actAs(application: Application, person: PersonView): Promise<void> {
  const acting = await application.attempt(() => application.people.act(person));
  if (!acting) return;
  await Promise.all([application.workspace.load(), application.reviews.load()]);
  application.toasts.done(text.person.acting(acting.name));
}
