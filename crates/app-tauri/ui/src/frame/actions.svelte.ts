// The registry of actions: what can be done here and now, by the palette, by keys, and in the list of keys. The frame has
// its own; a page adds what it can do while it is shown.
import { untrack } from "svelte";
import { useApplication } from "../application.svelte";
import type { IconName } from "../widgets/Icon.svelte";
import { isWritten } from "../widgets/controls";
import { Strokes, strokeOf } from "./shortcuts";

/** Under which heading an action stands; in this order. */
export const groups = ["page", "do", "go", "workspace", "people", "look"] as const;
export type ActionGroup = (typeof groups)[number];

export type Action = {
  /** What it is known by, also in the table of keys; two actions of one name are one, and the page's counts. */
  name: string;
  title: string;
  group: ActionGroup;
  icon?: IconName;
  /** What it is about, as the path of a workspace; shown behind the title. */
  detail?: string;
  /** Other words by which it is looked for. */
  words?: string;
  /** True for one of many of a kind: shown only to whoever looks for it. */
  hidden?: boolean;
  run: () => void;
};

export class Actions {
  #sources = $state.raw<readonly (() => readonly Action[])[]>([]);

  /** Everything that can be done, each name once; what was added last stands first within its group. */
  all: readonly Action[] = $derived.by(() => {
    const known = new Map<string, Action>();
    for (const source of this.#sources) for (const action of source()) known.set(action.name, action);
    return [...known.values()].sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  });

  /** Adds actions, read anew whenever something they depend on changes; the answer takes them away. */
  add(source: () => readonly Action[]): () => void {
    this.#sources = [...this.#sources, source];
    return () => {
      this.#sources = this.#sources.filter((other) => other !== source);
    };
  }

  find(name: string): Action | null {
    return this.all.find((action) => action.name === name) ?? null;
  }
}

/** Adds actions to the palette and to the keys for as long as this component is shown. */
export function usePageActions(source: () => readonly Action[]): void {
  const { actions } = useApplication();
  $effect(() => untrack(() => actions.add(source)));
}

/** Whether a letter is meant for what has the focus: a field writes it, and a select goes to the choice that begins with it. */
function takesLetters(target: EventTarget | null): boolean {
  return isWritten(target) || target instanceof HTMLSelectElement;
}

/** Chords that what is written in has a meaning of its own for; what is ticked, moved or chosen from has no undo. */
const fields = new Set(["undo", "redo"]);

/** Runs actions by their keys. */
export class ActionKeys {
  readonly #actions: Actions;
  readonly #strokes = new Strokes();

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  hear(event: KeyboardEvent): void {
    // A dialog is about something else; whatever it leaves open, it answers for itself.
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (!isChord && takesLetters(event.target)) return;
    // Ctrl+Y is redo too, as in most programs.
    const stroke = strokeOf(event).replace(/^Ctrl\+Y$/, "Ctrl+Shift+Z");
    const name = this.#strokes.hear(stroke, event.timeStamp);
    if (name === null || (fields.has(name) && isWritten(event.target))) return;
    const action = this.#actions.find(name);
    if (!action) return;
    event.preventDefault();
    action.run();
  }
}
