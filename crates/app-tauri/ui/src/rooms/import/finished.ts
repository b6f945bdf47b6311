// What follows an import that was carried out: a notice with the way back, and the page that shows what came of it.
import type { Application } from "../../application.svelte";
import { text } from "../../text";

/** `unit` is the change that it made, and null where there was nothing to do; `number` the assembly that got lines, if one did. */
export function finished(
  application: Application,
  { unit, number }: { unit: number | null; number: string | null },
  sentence: string,
  name: string,
  operation: "import.apply" | "import.apply_set",
): void {
  if (unit === null) application.toasts.done(text.import.nothing(name));
  else application.toasts.done(sentence, application.undo.offer({ sequence: unit, operation }));
  // A change that waited for the import may stand by now, and nobody would look again.
  void application.toasts.review();
  // Whoever went elsewhere meanwhile is not pulled back.
  if (application.router.route.page !== "import") return;
  if (number === null) application.router.open({ page: "parts" });
  else application.router.open({ page: "part", part: number, tab: "bom" });
}
