// What is handed to the import from anywhere in the window: a drop, or rows that were pasted into a BOM.
import type { Application } from "../../application.svelte";
import { text } from "../../text";
import type { Chosen } from "./chosen";
import { ImportState } from "./import.svelte";
import { ImportSetState } from "./import_set.svelte";

/** The import of a file and that of a set; at most one of them is under way. Both stay while pages come and go. */
export function importRuns(application: Application): { wizard: ImportState; set: ImportSetState } {
  const { backend, running } = application;
  const follow = (name: () => string | undefined) => {
    return running.follow({ title: () => text.import.running(name() ?? ""), route: { page: "import" } });
  };
  return {
    wizard: application.keep("import", () => {
      const wizard: ImportState = new ImportState(backend, follow(() => wizard.file?.name));
      return wizard;
    }),
    set: application.keep("import-set", () => {
      const set: ImportSetState = new ImportSetState(backend, follow(() => set.set?.name));
      return set;
    }),
  };
}

/** Makes room for something else, and shows the import; not while something is being written, which is said. */
function begin(application: Application): boolean {
  const { wizard, set } = importRuns(application);
  if (wizard.step === "applying" || set.step === "applying") {
    application.toasts.say(text.import.busy);
    return false;
  }
  wizard.reset();
  set.reset();
  application.router.open({ page: "import" });
  return true;
}

/** What somebody has said about the file before is not thrown away for another one without a word. */
function instead(application: Application, go: () => void): void {
  const { wizard } = importRuns(application);
  application.unsaved.giveUp({ what: () => wizard.unsaved(), discard: () => wizard.discard() }, go);
}

/** Begins with something else; nothing of what was looked at is kept. */
export function take(application: Application, chosen: Chosen | null): void {
  if (chosen) instead(application, () => look(application, chosen));
}

function look(application: Application, chosen: Chosen): void {
  if (!begin(application)) return;
  const { wizard, set } = importRuns(application);
  if (chosen.kind === "set") {
    void set.open(chosen.fetch);
    return;
  }
  if (chosen.others > 0) application.toasts.say(text.import.several(chosen.others + 1));
  void wizard.choose(chosen.file);
}

/** Looks at rows that were copied from a spreadsheet, as lines to be added to a BOM; tells whether that can be done now. */
export function takeRows(application: Application, rows: string, part: { id: string; number: string; name: string }): boolean {
  let taken = false;
  instead(application, () => {
    taken = begin(application);
    if (!taken) return;
    const { wizard } = importRuns(application);
    wizard.kind = "existing";
    wizard.existing = { id: part.id, number: part.number, name: part.name };
    wizard.mode = "add";
    void wizard.choose(new File([rows], text.bom.pastedName, { type: "text/tab-separated-values" }));
  });
  return taken;
}
