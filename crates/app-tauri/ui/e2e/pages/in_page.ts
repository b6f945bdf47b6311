// What runs within a page. Each function is sent as text, so it uses nothing from outside itself.

export type Testid = string;

declare global {
  interface Window {
    /** The elements that had the focus since somebody began to walk, and whether one saw it. */
    stops: { element: Element; seen: boolean }[];
  }
}

/** Runs before anything else of each document: the same moment, the same fonts, no caret, and who gets the focus. */
export function prepared(now: number): void {
  // As Tauri does in the window.
  Object.freeze(Object.prototype);
  const RealDate = Date;
  class FrozenDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [now] : given) as [number]));
    }
    static override now(): number {
      return now;
    }
  }
  window.Date = FrozenDate as DateConstructor;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :root { --font: "DejaVu Sans" !important; --mono: "DejaVu Sans Mono" !important; }
    * { caret-color: transparent !important; }
  `);
  document.adoptedStyleSheets = [sheet];

  window.stops = [];
  const isOutlined = (element: Element | null | undefined) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && outlineWidth !== "0px";
  };
  document.addEventListener(
    "focusin",
    ({ target }) => {
      const element = target as HTMLElement;
      // A control that is drawn by something else shows its focus there.
      const { labels } = element as HTMLInputElement;
      const drawn = [element, element.nextElementSibling, element.parentElement, ...(labels ?? [])];
      // In a drawing a box shows it by a line that is thicker than that of any other.
      const isDrawn = getComputedStyle(element.querySelector(":scope > rect") ?? element).strokeWidth === "3px";
      // In a list that is moved through from a field, one sees where one is in the list, and the caret in the field.
      const isInList = element.hasAttribute("aria-activedescendant");
      window.stops.push({ element, seen: isInList || isDrawn || drawn.some(isOutlined) });
    },
    true,
  );
}

/** Waits until the page has drawn something and has all it asked for. */
export async function settled(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const end = performance.now() + 15_000;
  // Whoever has an answer may ask again in the next frame.
  for (let quiet = 0; quiet < 3; ) {
    await frame();
    const { documentElement } = document;
    const isDrawn = (document.getElementById("application")?.childElementCount ?? 0) > 0;
    const isAsking = documentElement.hasAttribute("data-asking") || document.querySelector("[aria-busy='true']") !== null;
    quiet = isDrawn && !isAsking ? quiet + 1 : 0;
    if (performance.now() > end) throw new Error("waited in vain for the page to have all it asked for");
  }
  await document.fonts.ready;
}

/** Waits for an element, and clicks it where that is wanted. */
export async function byTestId(testid: string, click: boolean): Promise<void> {
  const end = performance.now() + 5_000;
  for (;;) {
    const found = document.querySelector<HTMLElement>(`[data-testid="${testid}"]:not(:disabled)`);
    if (found) {
      if (click) found.click();
      return;
    }
    if (performance.now() > end) throw new Error(`waited in vain for ${testid}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** What of the page is wider than the page. */
export function overflowing(): string[] {
  const { body, documentElement } = document;
  return [documentElement, body, ...document.querySelectorAll("main")]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, scrollWidth, clientWidth }) => `${tagName.toLowerCase()} is ${scrollWidth} wide, and ${clientWidth} are seen`);
}

/** The controls of which something lies where neither the window nor anything that scrolls shows it. */
export function outOfReach(): string[] {
  type Span = [from: number, to: number];
  const scrolls = (overflow: string) => overflow === "auto" || overflow === "scroll";
  const isWithin = ([from, to]: Span, [least, most]: Span) => from >= least - 1 && to <= most + 1;
  const isCut = (control: Element): boolean => {
    const { left, right, top, bottom } = control.getBoundingClientRect();
    const spans: [across: Span, down: Span] = [[left, right], [top, bottom]];
    let { position } = getComputedStyle(control);
    for (let around = control.parentElement; around && position !== "fixed"; around = around.parentElement) {
      const style = getComputedStyle(around);
      // What stands free of the text is held by what it is placed by, and by nothing between.
      if (position === "absolute" && style.position === "static") continue;
      const bounds = around.getBoundingClientRect();
      const edges: [Span, Span] = [[bounds.left, bounds.right], [bounds.top, bounds.bottom]];
      const [x, y] = spans;
      for (const [axis, overflow] of [style.overflowX, style.overflowY].entries()) {
        const [span, edge] = axis === 0 ? [x, edges[0]] : [y, edges[1]];
        if (overflow === "visible") continue;
        // From there on it is where the scroller is, if that has room for it.
        if (scrolls(overflow) && span[1] - span[0] <= edge[1] - edge[0] + 1) spans[axis] = edge;
        else if (!isWithin(span, edge)) return true;
      }
      position = style.position;
    }
    return !isWithin(spans[0], [0, innerWidth]) || !isWithin(spans[1], [0, innerHeight]);
  };
  const controls = "button, input:not(.hidden-text), select, textarea, summary, .segments label, a.button, [role=tab]";
  return [...document.querySelectorAll<HTMLElement>(controls)]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest(".hidden-text"))
    .filter(isCut)
    .map((control) => `out of reach: ${control.outerHTML.slice(0, 160)}`);
}

/** The rows that do not say which they are, of tables that say how many rows they have. */
export function unnumbered(): string[] {
  return [...document.querySelectorAll("[aria-rowcount] [role=row]:not([aria-rowindex])")].map(
    (row) => `a row without its number: ${row.outerHTML.slice(0, 120)}`,
  );
}

/** What the page says because something went wrong, without the notices of the frame. */
export function alerts(): string[] {
  return [...document.querySelectorAll("main [role=alert]")].filter((alert) => alert.checkVisibility()).map(({ textContent }) => textContent);
}

/** What moves although somebody asked that nothing does. */
export function moving(): string[] {
  return document
    .getAnimations()
    .filter(({ playState }) => playState === "running")
    .map(({ effect }) => `moves: ${(effect as KeyframeEffect).target?.outerHTML.slice(0, 120) ?? "something"}`);
}

/** Begins a walk from stop to stop; answers how many there are at most. */
export function beginWalk(): number {
  (document.activeElement as HTMLElement | null)?.blur();
  window.stops = [];
  const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  return scope.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]").length + 2;
}

/** Whether the walk came back to where it began. */
export function isRound(): boolean {
  const first = window.stops[0]?.element;
  return document.activeElement === document.body || window.stops.slice(1).some(({ element }) => element === first);
}

/** What the walk found: stops that one does not see, and what can be clicked and was not reached. */
export function walked(): string[] {
  const name = (element: Element) => {
    const words = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40);
    const testid = element.getAttribute("data-testid");
    return `<${element.tagName.toLowerCase()}${testid ? ` ${testid}` : ""} class="${element.getAttribute("class") ?? ""}"> "${words}"`;
  };
  const reached = window.stops.map(({ element }) => element);
  const unseen = window.stops.filter(({ seen }) => !seen).map(({ element }) => `focus is not seen: ${name(element)}`);

  const controls =
    "a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=tab], [role=checkbox], " +
    "[role=radio], [role=switch], [role=menuitem], [role=option], [role=treeitem]";
  // Within one of these, arrows lead on from the one that Tab comes to.
  const composites =
    "[role=tablist], [role=radiogroup], [role=menu], [role=listbox], [role=tree], [role=treegrid], [role=grid], [role=toolbar], fieldset";
  // Where Svelte keeps what it calls when something is clicked.
  const hears = (element: Element) => {
    const symbol = Object.getOwnPropertySymbols(element).find(({ description }) => description === "events");
    return symbol !== undefined && "click" in ((element as never)[symbol] as object);
  };
  const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const isReached = (element: Element) => {
    const labelled = element instanceof HTMLLabelElement ? element.control : null;
    const composite = element.closest(composites);
    const group = element instanceof HTMLInputElement && element.type === "radio" ? element.name : null;
    return reached.some(
      (stop) =>
        element.contains(stop) ||
        (stop.matches(controls) && stop.contains(element)) ||
        stop === labelled ||
        composite?.contains(stop) ||
        (group !== null && stop instanceof HTMLInputElement && stop.name === group) ||
        element.closest(`#${CSS.escape(stop.getAttribute("aria-controls") ?? " ")}`) !== null,
    );
  };
  const missed = [...scope.querySelectorAll<HTMLElement>("*")]
    .filter((element) => element.matches(controls) || hears(element))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert], :disabled, .hidden-text"))
    .filter((element) => !isReached(element))
    .map((element) => `no key leads to ${name(element)}`);
  return [...new Set([...unseen, ...missed])];
}
