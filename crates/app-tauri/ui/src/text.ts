// Every text the user reads: one file a room, gathered here. Another language is another object of this shape.
import { approval } from "./text/approval";
import { activity, undo } from "./text/audit";
import { backup } from "./text/backup";
import { bom, compare, assemblies } from "./text/bom";
import { cost, shortage } from "./text/bom_buying";
import { substitute, lineDetail, copyBom, replace } from "./text/bom_change";
import { categories } from "./text/category";
import { dashboard } from "./text/dashboard";
import { error, advice } from "./text/error";
import { exporting, packages } from "./text/export";
import { file } from "./text/file";
import { frame } from "./text/frame";
import { graph } from "./text/graph";
import { importing } from "./text/import";
import { importSet } from "./text/import_set";
import { kicad } from "./text/kicad";
import { manufacturerPart } from "./text/manufacturer_part";
import { parts, newPart, part, successor, used } from "./text/part";
import { person } from "./text/person";
import { property } from "./text/property";
import { release } from "./text/release";
import { revision, asOf } from "./text/revision";
import { search } from "./text/search";
import { setting } from "./text/setting";
import { supplierPart } from "./text/supplier_part";
import { word } from "./text/word";
import { workflow } from "./text/workflow";
import { nav, workspace, status } from "./text/workspace";

export const text = {
  application: "Partwright",
  close: "Close",
  cancel: "Cancel",
  add: "Add",
  save: "Save",
  remove: "Remove",
  loading: "Loading…",
  notices: "Notices",
  noticesBehind: (n: number) => (n === 1 ? "1 more notice behind it" : `${String(n)} more notices behind it`),
  yes: "Yes",
  no: "No",
  none: "—",
  back: "Back",
  forward: "Forward",
  day: {
    form: "YYYY-MM-DD",
    hint: "Year, month, day; the arrow keys go a day on or back",
    wrong: (written: string) => `${written} is no day; write the year, the month and the day, such as 2026-11-24.`,
  },

  word,
  error,
  advice,
  nav,
  dashboard,
  frame,
  workspace,
  person,
  revision,
  asOf,
  release,
  approval,
  setting,
  kicad,
  workflow,
  parts,
  search,
  newPart,
  part,
  property,
  exporting,
  packages,
  file,
  manufacturerPart,
  supplierPart,
  categories,
  used,
  successor,
  backup,
  bom,
  substitute,
  lineDetail,
  copyBom,
  replace,
  cost,
  shortage,
  compare,
  graph,
  assemblies,
  import: importing,
  importSet,
  status,
  undo,
  activity,
};
