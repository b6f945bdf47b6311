// What the user reads about copies of the workspace.
import { some } from "./some";

export const backup = {
  title: "Backups",
  last: (at: string) => `Last backup: ${at}`,
  foundWhole: (at: string) => `Looked through on ${at}, and whole.`,
  notLooked: "Nobody has looked through it as it is now; Verify says whether it is whole.",
  none: "No backup is known",
  noneDetail: "If this disk breaks, the workspace is gone. A backup on another disk helps against that too.",
  backUp: "Back up",
  lead: "A copy of this moment, made while everybody goes on working, and checked before it gets its name.",
  to: "Copy to",
  now: "Back up now",
  copying: "Copying…",
  verifying: "Checking the copy…",
  cancelled: "Cancelled; no copy was made.",
  done: (size: string, files: number, path: string) =>
    `Backed up ${size}${files > 0 ? `, ${some(files, "attached file")} among them,` : ""} to ${path}.`,
  leftOut: (n: number) => `${some(n, "file")} could not be copied; the rest is whole:`,
  all: "Backups there are",
  verifyLead: "Verify looks through a whole copy and everything attached to it. It changes nothing, and you can go on working.",
  whole: (at: string) => `Whole on ${at}`,
  unknown: "Not looked through",
  verify: "Verify",
  verifyNamed: (path: string) => `Verify ${path}`,
  looking: "Looking through it…",
  lookCancelled: "Cancelled; nothing is known about the rest of it.",
  sound: "It is whole.",
  problems: (n: number) => `${some(n, "problem")} found. Do not rely on this copy; make another one:`,
};
