// What can be done on every page: the frame's own part of the registry.
import type { Application } from "../application.svelte";
import { actAs } from "../rooms/person/act_as";
import { closeWorkspace, openRecent, openWorkspace } from "../rooms/workspace/open_workspace";
import type { Page } from "../router.svelte";
import { text } from "../text";
import type { IconName } from "../widgets/Icon.svelte";
import type { Action } from "./actions.svelte";
import { themes } from "./theme.svelte";
import { titleOf } from "./trail.svelte";

/** The pages in the order in which they stand everywhere, with their drawings. */
export const pages: readonly { page: Page; icon: IconName }[] = [
  { page: "dashboard", icon: "dashboard" },
  { page: "parts", icon: "part" },
  { page: "assemblies", icon: "assembly" },
  { page: "reviews", icon: "review" },
  { page: "import", icon: "import" },
  { page: "activity", icon: "activity" },
  { page: "settings", icon: "settings" },
];

/** The pages that stand under the settings. */
export const settingIcons: readonly { page: Page; icon: IconName }[] = [
  { page: "categories", icon: "category" },
  { page: "workflows", icon: "review" },
  { page: "people", icon: "people" },
  { page: "kicad", icon: "kicad" },
  { page: "backups", icon: "copy" },
  { page: "appearance", icon: "theme" },
  { page: "status", icon: "status" },
];

export function frameActions(application: Application): Action[] {
  const { router, workspace, people, undo, theme } = application;
  const words = text.frame.actions;
  const doing: Action[] = [
    { name: "undo", title: words.undo, group: "do", icon: "undo", run: () => void undo.undo() },
    { name: "redo", title: words.redo, group: "do", icon: "redo", run: () => void undo.redo() },
    { name: "window.new", title: words.newWindow, group: "do", icon: "window", run: () => application.openWindow(router.route) },
    { name: "help", title: words.help, group: "do", icon: "help", words: "shortcuts keyboard", run: () => application.ask("keys") },
    { name: "palette", title: words.palette, group: "do", icon: "search", hidden: true, run: () => application.find() },
  ];
  const going = [...pages, ...settingIcons].map(({ page, icon }): Action => ({
    name: `go.${page}`,
    title: words.goTo(titleOf(page)),
    group: "go",
    icon,
    hidden: settingIcons.some((each) => each.page === page),
    run: () => router.open({ page }),
  }));
  const steps: Action[] = [
    { name: "back", title: words.back, group: "go", icon: "left", hidden: true, run: () => router.back() },
    { name: "forward", title: words.forward, group: "go", icon: "right", hidden: true, run: () => router.forward() },
  ];
  const looks = themes.map((each): Action => ({
    name: `theme.${each}`,
    title: words.theme(text.frame.theme.names[each]),
    group: "look",
    icon: "theme",
    hidden: true,
    words: "appearance colours mode",
    run: () => theme.choose(each),
  }));
  const workspaces = workspaceActions(application);
  const runs = runActions(application);
  if (!workspace.view) return [...runs, ...doing.slice(3), ...workspaces, ...looks];
  const acting = people.list
    .filter(({ id }) => id !== workspace.view?.person.id)
    .map((person): Action => ({
      name: `act.${person.id}`,
      title: words.actAs(person.name),
      group: "people",
      icon: "person",
      detail: person.role,
      hidden: true,
      run: () => void actAs(application, person),
    }));
  const care: Action[] = [
    { name: "backup", title: text.backup.now, group: "do", icon: "copy", words: "copy save", hidden: true, run: () => router.open({ page: "backups" }) },
    { name: "check", title: words.check, group: "do", icon: "check", words: "integrity sound status", hidden: true, run: () => router.open({ page: "status" }) },
  ];
  const parts: Action[] = [
    { name: "part.new", title: words.newPart, group: "do", icon: "plus", words: "create add", run: () => application.ask("part") },
    { name: "parts.search", title: words.searchParts, group: "do", icon: "search", hidden: true, run: () => application.searchParts() },
  ];
  return [...runs, ...parts, ...doing, ...care, ...going, ...steps, ...workspaces, ...acting, ...looks];
}

/** The way to the page of what runs, and the way to end it. */
function runActions({ running }: Application): Action[] {
  const words = text.frame.running;
  return running.list.flatMap((run): Action[] => [
    ...(run.about.route ? [{ name: `run.show ${run.id}`, title: words.show(run.title), group: "do" as const, run: () => running.open(run) }] : []),
    { name: `run.cancel ${run.id}`, title: words.cancel(run.title), group: "do", icon: "close", words: "stop end task", run: () => void run.task.cancel() },
  ]);
}

function workspaceActions(application: Application): Action[] {
  const { workspace } = application;
  const { view } = workspace;
  const words = text.workspace;
  const of = (name: string, title: string, run: () => void, more: Partial<Action> = {}): Action => {
    return { name: `workspace.${name}`, title, group: "workspace", icon: "swap", hidden: true, words: "switch workspace file", run, ...more };
  };
  const known = workspace.others.map(({ name, path }) => {
    return of(`at ${path}`, text.frame.actions.openWorkspace(name), () => openRecent(application, path), { detail: path });
  });
  return [
    of("create", words.createTitle, () => application.ask("create"), { icon: "plus" }),
    of("open", words.openTitle, () => application.ask("open"), { words: "switch another workspace file" }),
    ...known,
    of("demo", words.openInstead.demo, () => openWorkspace(application, "demo")),
    // The demo says on its page how one begins for oneself.
    of("own", view?.demo ? words.startEmpty : words.openInstead.own, () => openWorkspace(application, "own"), { hidden: !view?.demo }),
    of("restore", words.restoreTitle, () => application.ask("restore"), { words: "backup damaged copy" }),
    of("salvage", words.salvageTitle, () => application.ask("salvage"), { words: "recover broken" }),
    of("verify", text.packages.verify, () => application.ask("verify"), { icon: "check" }),
    ...(view && !view.demo ? [of("move", words.moveTitle(view.name), () => application.ask("move"))] : []),
    ...(view ? [of("close", words.closeNamed(view.name), () => closeWorkspace(application), { icon: "close" })] : []),
  ];
}
