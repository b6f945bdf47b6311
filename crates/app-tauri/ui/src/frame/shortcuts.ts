// The one table of keys: which action they call, how they are written, and whether a key event is them.

/** The keys of actions, by the action's name. Two keys with a space between are pressed one after the other. */
export const shortcuts = {
  palette: "Ctrl+K",
  help: "?",
  undo: "Ctrl+Z",
  redo: "Ctrl+Shift+Z",
  back: "Alt+ArrowLeft",
  forward: "Alt+ArrowRight",
  "window.new": "Ctrl+Shift+N",
  "part.new": "N",
  "parts.search": "/",
  "part.revision.older": "[",
  "part.revision.newer": "]",
  "compare.next": "Alt+ArrowDown",
  "compare.previous": "Alt+ArrowUp",
  "go.dashboard": "G D",
  "go.parts": "G P",
  "go.assemblies": "G B",
  "go.reviews": "G R",
  "go.import": "G I",
  "go.activity": "G A",
  "go.settings": "G S",
} as const satisfies Record<string, string>;

export type ShortcutName = keyof typeof shortcuts;

const drawn: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/** The keys of an action as they are written on caps, one after the other; none for an action without. */
export function capsOf(name: string): string[] {
  const keys = Object.hasOwn(shortcuts, name) ? shortcuts[name as ShortcutName] : "";
  return keys
    .split(/[ +]/)
    .filter(Boolean)
    .map((key) => drawn[key] ?? key);
}

/** The same as one text, for a title or for whoever listens. */
export function spokenKeys(name: string): string {
  return Object.hasOwn(shortcuts, name) ? shortcuts[name as ShortcutName].replace(" ", ", ").replace("Arrow", "") : "";
}

/** The stroke that a key event is, as the table writes it; the command key counts as Ctrl, as is the custom. */
export function strokeOf(event: KeyboardEvent): string {
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : ""];
  // A sign such as ? needs Shift on one keyboard and not on another.
  const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  if (event.shiftKey && !isSign) held.push("Shift");
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [...held, key].filter(Boolean).join("+");
}

/** How long the first of two keys is remembered. */
const remembered = 1_200;

/** Hears keys and tells the actions that they call. */
export class Strokes {
  #first = "";
  #at = 0;

  /** The name of the action that is called by this stroke, after the one before it. */
  hear(stroke: string, now: number): ShortcutName | null {
    const two = this.#first !== "" && now - this.#at <= remembered ? `${this.#first} ${stroke}` : null;
    this.#first = "";
    const found = named(two) ?? named(stroke);
    if (!found && Object.values(shortcuts).some((keys) => keys.startsWith(`${stroke} `))) {
      this.#first = stroke;
      this.#at = now;
    }
    return found;
  }
}

function named(keys: string | null): ShortcutName | null {
  const found = Object.entries(shortcuts).find(([, each]) => each === keys);
  return found ? (found[0] as ShortcutName) : null;
}
