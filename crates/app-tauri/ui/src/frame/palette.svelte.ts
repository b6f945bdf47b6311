// The palette: parts and actions by a few letters, parts looked at lately before anything is typed.
import type { Backend } from "../backend/backend";
import type { PartRow, WireError } from "../bindings/wire";
import { wireError } from "../errors";
import { PartSearch } from "../rooms/part/part_search.svelte";
import { text } from "../text";
import { groups, type Action, type Actions } from "./actions.svelte";
import { score } from "./fuzzy";
import type { RecentParts } from "./recent_parts";

export type Item =
  | { kind: "part"; key: string; row: PartRow }
  | { kind: "action"; key: string; action: Action }
  /** Shows everything that the words find, in the part list. */
  | { kind: "list"; key: "list"; words: string };
export type Section = { title: string; items: Item[] };

/** What begins so asks for actions alone. */
const onlyActions = ">";
const mostActions = 6;

export class Palette {
  open = $state(false);
  text = $state("");
  /** The key of the item that somebody moved to; the first one counts until then. */
  #chosen = $state<string | null>(null);
  #recent = $state.raw<PartRow[]>([]);
  /** How many parts that were looked at lately are on their way; their room is kept, so that nothing moves when they come. */
  awaited = $state(0);
  #reading: Promise<void> | null = null;
  /** What stands on the buttons of the page, as it was when the palette was opened. */
  #buttons = $state.raw<readonly Action[]>([]);
  /** Everything that can be done from here, each title once: what the page says of itself counts before its buttons, and both
   * before what leads to another page. */
  #doable: readonly Action[] = $derived.by(() => {
    const said = this.#actions.all.filter(({ name }) => name !== "palette");
    const elsewhere = new Map(said.filter(({ group }) => group !== "page").map((action) => [spoken(action), action]));
    // A button that does what is known under a name has its keys and its drawing too.
    const pressed = this.#buttons.map((button): Action => {
      const same = elsewhere.get(spoken(button));
      return same ? { ...same, group: button.group, hidden: false, run: button.run } : button;
    });
    const known = new Map<string, Action>();
    for (const action of [...said.filter(({ group }) => group === "page"), ...pressed, ...said]) {
      if (!known.has(spoken(action))) known.set(spoken(action), action);
    }
    return [...known.values()];
  });
  error = $state.raw<WireError | null>(null);
  readonly #search: PartSearch;
  readonly #actions: Actions;
  readonly #recentParts: RecentParts;

  sections: Section[] = $derived.by(() => {
    const words = this.#words;
    const sections = words === "" ? this.#unasked() : this.#found(words);
    return sections.filter(({ items }) => items.length > 0);
  });
  items: Item[] = $derived(this.sections.flatMap(({ items }) => items));
  /** What Enter takes. What stands first is not known as long as it is on its way. */
  active: Item | null = $derived(this.items.find(({ key }) => key === this.#chosen) ?? (this.keepsRoom ? null : (this.items[0] ?? null)));

  constructor(backend: Backend, actions: Actions, recentParts: RecentParts) {
    this.#search = new PartSearch(backend);
    this.#actions = actions;
    this.#recentParts = recentParts;
  }

  get refused(): WireError | null {
    return this.error ?? this.#search.error;
  }

  /** Whether nothing answers to what is typed, and no answer is on its way. */
  get nothing(): boolean {
    return this.items.length === 0 && (this.#search.answered || this.#isActionsOnly);
  }

  /** Whether there is room on top for the parts that were looked at lately and are on their way. */
  get keepsRoom(): boolean {
    return this.awaited > 0 && this.text.trim() === "";
  }

  /** Opens it, empty, with the parts that were looked at lately in this workspace. */
  async show(workspace: string | undefined, buttons: readonly Action[] = []): Promise<void> {
    this.text = "";
    this.#buttons = buttons;
    this.#chosen = null;
    this.error = null;
    this.#search.forget();
    this.#recent = [];
    this.awaited = workspace === undefined ? 0 : this.#recentParts.count(workspace);
    this.open = true;
    if (workspace === undefined) return;
    this.#reading = this.#readRecent(workspace);
    await this.#reading;
  }

  async #readRecent(workspace: string): Promise<void> {
    try {
      this.#recent = await this.#recentParts.read(workspace);
    } catch (reason) {
      this.error = wireError(reason);
    } finally {
      this.awaited = 0;
    }
  }

  close(): void {
    this.open = false;
    this.#search.stop();
  }

  type(typed: string): void {
    this.text = typed;
    this.#chosen = null;
    if (this.#words === "" || this.#isActionsOnly) this.#search.forget();
    else this.#search.type(this.#words);
  }

  move(step: number): void {
    const at = this.active ? this.items.indexOf(this.active) : step > 0 ? -1 : 0;
    this.#chosen = this.items[(at + step + this.items.length) % this.items.length]?.key ?? null;
  }

  moveTo(end: "first" | "last"): void {
    this.#chosen = this.items.at(end === "first" ? 0 : -1)?.key ?? null;
  }

  point(item: Item): void {
    this.#chosen = item.key;
  }

  /** What Enter takes: what somebody moved to, else the first thing that answers to what is typed by now. */
  async settle(): Promise<Item | null> {
    if (this.#chosen === null && this.keepsRoom) {
      await this.#reading;
      // Whoever meant a part takes nothing else where none could be read.
      if (this.text.trim() !== "" || this.error) return null;
    }
    if (this.#chosen === null && this.#words !== "" && !this.#isActionsOnly && this.active?.kind !== "action") {
      const typed = this.text;
      await this.#search.settle();
      if (this.text !== typed) return null;
    }
    return this.active;
  }

  get #isActionsOnly(): boolean {
    return this.text.trimStart().startsWith(onlyActions);
  }

  get #words(): string {
    return this.text.trim().replace(/^>\s*/, "");
  }

  #unasked(): Section[] {
    const listed = this.#doable.filter(({ hidden }) => this.#isActionsOnly || !hidden);
    const recent = this.#isActionsOnly ? [] : this.#recent;
    return [
      { title: text.frame.palette.recent, items: recent.map(part) },
      ...groups.map((group) => ({
        title: text.frame.palette.groups[group],
        items: listed.filter((action) => action.group === group).map(doing),
      })),
    ];
  }

  #found(words: string): Section[] {
    const scored = this.#doable
      .map((action) => ({ action, found: score(words, action.title, `${action.words ?? ""} ${action.detail ?? ""}`) }))
      .filter(({ found }) => found > 0)
      .sort((a, b) => b.found - a.found);
    const good = scored.filter(({ found }) => found > 1).slice(0, this.#isActionsOnly ? Infinity : mostActions);
    const weak = scored.filter(({ found }) => found === 1).slice(0, mostActions);
    const actions: Section = { title: text.frame.palette.groups.do, items: good.map(({ action }) => doing(action)) };
    const rest: Section = { title: text.frame.palette.more, items: weak.map(({ action }) => doing(action)) };
    if (this.#isActionsOnly) return [actions, rest];
    const parts: Section = { title: text.frame.palette.parts, items: this.#search.results.map(part) };
    const list: Item = { kind: "list", key: "list", words };
    if (this.#search.results.length > 0) parts.items = [...parts.items, list];
    // Who types a digit has a number, a value or an MPN in mind.
    const inOrder = /\d/.test(words) ? [parts, actions] : [actions, parts];
    return [...inOrder, rest];
  }
}

/** A title by which two actions are the same, whether or not one of them says that a question follows. */
const spoken = ({ title }: Action): string => title.toLowerCase().replace(/…$/, "").trim();
const part = (row: PartRow): Item => ({ kind: "part", key: `part ${row.id}`, row });
const doing = (action: Action): Item => ({ kind: "action", key: `action ${action.name}`, action });
