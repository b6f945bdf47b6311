// What the user reads about the import of files that belong together.
import { count } from "../format";
import { capital, listed } from "./import";
import { some } from "./some";

export const importSet = {
  title: "Files that belong together",
  choose: "Choose folder…",
  detail:
    "A folder or a .zip of lists and BOMs that name each other’s parts, as gitplm keeps them, is imported as one. Drop it here, too.",
  openTitle: "Import a folder",
  open: "Preview",
  lead: "Lists of parts, and BOMs of several levels that name their parts by number. They are imported together, as one change.",
  path: "Folder, or .zip",
  pathHint: "Its whole path",
  about:
    "A BOM is called by its assembly: ASY-001.csv is the BOM of ASY-001. Lists come first, then BOMs from the bottom up.",
  files: "Files of the set",
  file: "File",
  is: "What it is",
  rowCount: "Rows",
  lineChanges: "Lines of the BOM",
  rowsOf: (path: string) => `Rows of ${path}`,
  roles: { parts: "A list of parts", bom: "A BOM", result: "Left out: a tool made it of the other files", unknown: "Left out: its columns name no parts" },
  bomOf: (assemblies: readonly string[]) => `BOM of ${assemblies.join(", and of ")}`,
  leftOut: {
    parts: "There is nothing to import in this file.",
    bom: "There is nothing to import in this file.",
    result: "This file says again what the other files say, all levels together, so its rows are not imported.",
    unknown: "No column of this file is a part number or an MPN, nor a quantity or designators; import it by itself and say what its columns are.",
  },
  summary: (files: number, boms: number) => `${some(files, "file")}, ${some(boms, "BOM")}`,
  rows: (read: number, refused: number) =>
    refused === 0 ? `${some(read, "row")} read, none refused` : `${some(read, "row")} read, ${count(refused)} refused`,
  changes: (added: number, changed: number, removed: number) => {
    const all = [
      added > 0 && `${count(added)} added`,
      changed > 0 && `${count(changed)} changed`,
      removed > 0 && `${count(removed)} removed`,
    ].filter((change) => change !== false);
    return all.length === 0 ? "as they are" : all.join(", ");
  },
  confirm: (fresh: number, updated: number, added: number, changed: number, removed: number) => {
    const steps = [
      fresh > 0 && `create ${some(fresh, "part")}`,
      updated > 0 && `update ${some(updated, "part")}`,
      added > 0 && `add ${some(added, "line")}`,
      changed > 0 && `change ${count(changed)}`,
      removed > 0 && `remove ${count(removed)}`,
    ].filter((step) => step !== false);
    return capital(listed(steps));
  },
  done: (name: string, boms: number, fresh: number, matched: number) =>
    `Imported ${name}: ${some(boms, "BOM")}, ${some(fresh, "new part")}, ${count(matched)} there already.`,
  tooMuch: "That folder has too much in it to be dropped; choose it with “Choose folder…” instead.",
};
