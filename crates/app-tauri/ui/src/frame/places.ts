// How far a page was scrolled when it was left, so that whoever comes back finds it there.

type Place = { selector: string; index: number; top: number };

/** How long a page is waited for that is still being read. */
const patience = 4_000;

export class Places {
  readonly #steps = new Map<number, Place[]>();
  #stop: () => void = () => {};

  /** Notes how far everything in it is scrolled, for this step of the way. */
  note(step: number, page: HTMLElement | undefined): void {
    this.#stop();
    const all = [...(page?.querySelectorAll<HTMLElement>("*") ?? [])].filter((element) => element.scrollTop > 0);
    this.#steps.set(step, all.map((element) => placeOf(element, page)));
  }

  /** Forgets the steps from this one on: a new way begins there. */
  forget(from: number): void {
    for (const step of [...this.#steps.keys()]) if (step >= from) this.#steps.delete(step);
  }

  /** Scrolls everything to where it was at this step, as soon as it is long enough for that. */
  bring(step: number, page: HTMLElement): void {
    this.#stop();
    const wanted = [...(this.#steps.get(step) ?? [])];
    const reach = () => {
      for (const place of [...wanted]) if (scrollTo(place, page)) wanted.splice(wanted.indexOf(place), 1);
      if (wanted.length === 0) this.#stop();
    };
    const observer = new MutationObserver(reach);
    const late = setTimeout(() => {
      this.#stop();
    }, patience);
    // Whoever scrolls or types by themselves is where they want to be.
    const own = () => {
      this.#stop();
    };
    const hands = ["wheel", "pointerdown", "keydown"] as const;
    for (const hand of hands) page.addEventListener(hand, own, { passive: true });
    this.#stop = () => {
      this.#stop = () => {};
      observer.disconnect();
      clearTimeout(late);
      for (const hand of hands) page.removeEventListener(hand, own);
    };
    observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
    reach();
  }
}

function placeOf(element: HTMLElement, page: HTMLElement | undefined): Place {
  const [first] = element.classList;
  const selector = first === undefined ? element.localName : `${element.localName}.${CSS.escape(first)}`;
  const index = [...(page?.querySelectorAll(selector) ?? [])].indexOf(element);
  return { selector, index, top: element.scrollTop };
}

/** Whether it could be scrolled so far. */
function scrollTo({ selector, index, top }: Place, page: HTMLElement): boolean {
  const element = page.querySelectorAll<HTMLElement>(selector)[index];
  if (!element || element.scrollHeight - element.clientHeight < top) return false;
  element.scrollTop = top;
  return true;
}
