// The texts of what is done to lines and BOMs in dialogs.
import { count } from "../format";
import { some } from "./some";

export const substitute = {
  edit: (n: number) => (n === 0 ? "Substitutes…" : `Substitutes (${count(n)})…`),
  short: (n: number) => `or ${count(n)} ${n === 1 ? "other" : "others"}`,
  title: (number: string) => `What may be used instead of ${number}`,
  lead: "The first is the first choice. Alt and the arrow keys move the one you are in.",
  none: "Nothing may be used instead yet.",
  label: "Substitutes, the first choice first",
  add: "Add a substitute",
  note: (number: string) => `Note on ${number}`,
  noteHint: "When it may be used, or what changes with it",
  up: (number: string) => `Move ${number} up`,
  down: (number: string) => `Move ${number} down`,
  remove: (number: string) => `Remove ${number}`,
  saved: (number: string) => `Saved the substitutes of ${number}.`,
  met: (was: string[], now: string[]) => `They were ${was.join(", ") || "none"} and are ${now.join(", ") || "none"} now.`,
};

export const lineDetail = {
  open: (number: string) => `What else is known of the line of ${number}`,
  title: (number: string) => `The line of ${number}`,
  properties: "What the line says",
  imported: (file: string, person: string, when: string) => `Imported from ${file} by ${person}, ${when}`,
  row: (number: number) => `Row ${count(number)}, as it stood in the file`,
  unnamed: "No column",
};

export const copyBom = {
  title: (number: string) => `Copy a BOM into ${number}`,
  lead: "All that the lines say is copied, pins, substitutes and properties among it. It is one change: all lines come, or none.",
  from: "From",
  revision: "Revision",
  there: (n: number) => `What becomes of the ${some(n, "line")} that ${n === 1 ? "is" : "are"} there`,
  append: "They stay, and the copies come after them",
  replace: "They are removed",
  copy: "Copy",
  done: (number: string, label: string) => `Copied the BOM of ${number}, revision ${label}.`,
};

export const replace = {
  open: "Replace everywhere…",
  title: (number: string) => `Replace ${number} everywhere`,
  lead: "In every Draft that calls for it or names it as a substitute. What is in review, released or obsolete stays as it is.",
  by: "By",
  looking: "Looking where it is used…",
  none: "No BOM names it.",
  counts: (changing: number, all: number) => `${count(changing)} of ${some(all, "line")} would change`,
  lines: "What would become of each line",
  assembly: "Assembly",
  change: "What becomes of it",
  child: "replaced",
  substitute: "replaced as a substitute",
  unpinned: "its pin is let go",
  merged: "the new part stands there already and is named once",
  apply: (n: number) => `Replace in ${some(n, "line")}`,
  done: (number: string, by: string, n: number) => `Replaced ${number} by ${by} in ${some(n, "BOM")}.`,
  obsolete: (n: number) =>
    `This part is obsolete, and ${some(n, "line")} of ${n === 1 ? "a BOM that is" : "BOMs that are"} not obsolete still ${n === 1 ? "calls" : "call"} for it.`,
};
