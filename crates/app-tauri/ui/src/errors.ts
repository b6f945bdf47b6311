// What went wrong, in one shape, and what the user can do about it: one table from error code to advice.
import type { WireError } from "./bindings/wire";
import { text } from "./text";

/** Advice by error code; where a code has none of its own, its longest prefix ending at a dot or underscore counts. */
export const advice: Readonly<Record<string, string>> = text.advice;

/** Codes, or beginnings of codes, whose sentence itself says what to do: advice would only repeat it. */
export const plain: ReadonlySet<string> = new Set([
  "approval.given",
  "approval.not_yours",
  "approval.override_needless",
  "approval.own",
  "approval.reason_missing",
  "audit.changed_unseen",
  "audit.impossible",
  "audit.needed",
  "audit.not_undone",
  "audit.stands",
  "audit.undone",
  "audit.unreadable",
  "bom.quantity_disagrees",
  "bom.quantity_not_each",
  "category",
  "date",
  "edit",
  "file.damaged",
  "file.is_program",
  "file.missing",
  "file.name_taken",
  "file.too_large",
  "file.vault_failed",
  "import.content_invalid",
  "import.file_empty",
  "import.not_text",
  "import.nothing",
  "import.plan_changed",
  "import.target",
  "ipc.not_ready",
  "manufacturer_part.in_use",
  "manufacturer_part.taken",
  "number",
  "part.in_use",
  "part.numbers_used_up",
  "part.submitted",
  "part.succeeds",
  "person.last_admin",
  "person.nobody_acts",
  "person.right_missing",
  "release.bom_empty",
  "release.child_not_released",
  "release.not_approved",
  "release.not_found",
  "release.property_missing",
  "revision.frozen",
  "revision.in_review",
  "revision.in_use",
  "revision.not_draft",
  "revision.not_released",
  "revision.open_exists",
  "store.busy",
  "store.exhausted",
  "store.missing",
  "store.read_only",
  "supplier_part",
  "workspace.damaged",
  "workspace.foreign",
  "workspace.gone",
  "workspace.newer",
  "workspace.nothing_left",
  "workspace.unreachable",
]);

/** What the user can do about an error of this code. Every code gets an answer; an empty one says that the error's
 *  sentence is the advice. */
export function adviceFor(code: string): string {
  for (let prefix = code; prefix !== ""; prefix = prefix.replace(/[._]?[^._]*$/, "")) {
    const found = Object.hasOwn(advice, prefix) ? advice[prefix] : undefined;
    if (found !== undefined) return found;
    if (plain.has(prefix)) return "";
  }
  return text.error.unknownAdvice;
}

/** The advice to show below an error; empty where its sentence says so much already. */
export function adviceOn(error: WireError): string {
  const found = adviceFor(error.code);
  return error.message.toLowerCase().includes(found.toLowerCase().replace(/\.$/, "")) ? "" : found;
}

/** Whether the workspace's file is lost or damaged, so that a backup in its place is the way out. */
export function asksForBackup({ code }: WireError): boolean {
  return code === "workspace.damaged" || code === "workspace.gone" || code === "workspace.unreachable";
}

/** Whether the file is there and no workspace can be read from it. One whose first bytes are gone is told as a foreign file. */
export function isUnreadable({ code }: WireError): boolean {
  return code === "workspace.damaged" || code === "workspace.foreign";
}

/** Whatever was thrown, as a `WireError`: nothing is swallowed, and everything has a code. */
export function wireError(reason: unknown): WireError {
  if (isWireError(reason)) return { code: reason.code, message: reason.message, fields: reason.fields ?? {} };
  if (reason instanceof Error) {
    return { code: "window.unexpected", message: reason.message || reason.name, fields: {} };
  }
  if (typeof reason === "string" && reason !== "") return { code: "window.refused", message: reason, fields: {} };
  return { code: "window.unexpected", message: text.error.unnamed, fields: {} };
}

/** An error as a text to send to somebody who can help. */
export function errorDetails(error: WireError): string {
  const fields = Object.entries(error.fields).map(([name, value]) => `  ${name}: ${value}`);
  return [`${error.code}: ${error.message}`, ...fields].join("\n");
}

function isWireError(reason: unknown): reason is WireError {
  return (
    typeof reason === "object" &&
    reason !== null &&
    "code" in reason &&
    typeof reason.code === "string" &&
    "message" in reason &&
    typeof reason.message === "string"
  );
}
