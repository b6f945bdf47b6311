// What the user reads about the frame: the palette, the keys, the way one came, the windows, how it looks, what is unsaved.

export const frame = {
  palette: {
    label: "Find a part, or something to do",
    hint: "Find a part, or something to do…",
    results: "What was found",
    groups: {
      page: "On this page",
      do: "Do",
      go: "Go to",
      workspace: "Workspace",
      people: "Who acts",
      look: "Appearance",
    },
    recent: "Recent parts",
    parts: "Parts",
    more: "Elsewhere",
    nothing: "Nothing answers to this.",
    list: (text: string) => `Show all parts that answer to “${text}”`,
    keys: { move: "move", run: "take it", window: "in a new window", actions: "only what can be done" },
  },
  keys: {
    title: "Keys",
    inPalette: "In the palette",
    inLists: "In lists and tables",
    list: { move: "Move", open: "Open", newWindow: "Open in a new window", edit: "Edit a line of a BOM", openLine: "Open the part of a BOM line", shift: "Move a line of a BOM", paste: "Paste rows into a BOM", leave: "Leave a field as it was", save: "Save a field" },
    then: "then",
  },
  actions: {
    palette: "Find or do something",
    help: "Show all keys",
    undo: "Undo",
    redo: "Redo",
    back: "Back",
    forward: "Forward",
    newWindow: "Open this page in a new window",
    newPart: "New part",
    searchParts: "Search the part list",
    goTo: (page: string) => `Go to ${page}`,
    openWorkspace: (name: string) => `Open the workspace ${name}`,
    actAs: (name: string) => `Act as ${name}`,
    theme: (name: string) => `Theme: ${name}`,
    showTab: (tab: string) => `Show ${tab}`,
    copyNumber: "Copy the part number",
    export: "Export…",
  },
  trail: "Where you are",
  window: { newShort: "New window" },
  running: {
    label: "What runs",
    /** How it is called by whoever ends it from elsewhere. */
    cancel: (title: string) => `Cancel: ${title}`,
    /** What is asked before the window that holds it goes. */
    held: (title: string) => `${title}, which is cancelled then`,
    cancelled: (title: string) => `Cancelled: ${title}. Nothing was changed by it.`,
    look: "Look at it",
    show: (title: string) => `Show: ${title}`,
    meanwhile: "Go on meanwhile",
    share: (share: number) => `${share} %`,
  },
  unsaved: {
    title: "Not saved yet",
    leave: "Leave without saving",
    close: "Close without saving",
    stay: "Stay",
    lead: "This is not saved, and goes when you leave:",
    leadClose: "This is not saved, and goes when the window closes:",
    leadSwitch: "This is not saved, and goes when another workspace is opened:",
    field: (label: string) => `What is written in “${label}”`,
    line: (number: string) => `A BOM line of ${number} that is being edited`,
    drawing: (name: string) => `The drawing of the workflow ${name}`,
    property: (name: string) => `The property ${name}`,
    newProperty: "A new property",
  },
  conflict: {
    title: "Changed meanwhile",
    says: (was: string, now: string) => `It was ${quoted(was)} and is ${quoted(now)} now.`,
    saysOf: (field: string, was: string, now: string) => `${field}: ${quoted(was)} became ${quoted(now)}.`,
    mine: "Keep mine",
    theirs: "Take theirs",
    gone: "It was removed meanwhile.",
  },
  theme: {
    title: "Appearance",
    label: "Theme",
    detail: "For this machine, in all windows.",
    names: { system: "As the system", light: "Light", dark: "Dark" },
  },
};

function quoted(said: string): string {
  return said === "" ? "empty" : `“${said}”`;
}
