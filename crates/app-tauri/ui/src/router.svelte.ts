// Where the user is: pages by hash address, so that back and forward work as in any browser.
/** The tabs of a part's page, in their order. */
export const partTabs = ["bom", "properties", "manufacturers", "files", "used", "approvals", "history"] as const;
export type PartTab = (typeof partTabs)[number];

/** The pages of the settings, the first of them being what all others stand under. */
export const settingPages = ["settings", "categories", "workflows", "people", "kicad", "backups", "appearance", "status"] as const;
export type SettingPage = (typeof settingPages)[number];

/** The pages that are a list of parts: of all, and of those that are made of others. */
export type ListPage = "parts" | "assemblies";

/** The pages that are one and no more, and are named by their page alone. */
export type Page = Exclude<Route["page"], "part" | "review">;

export type Route =
  | { page: "dashboard" }
  | { page: "parts"; query?: string }
  | { page: "assemblies"; query?: string }
  /** `under` is the list that it was opened from and stands under; all parts where nothing is said. */
  | { page: "part"; part: string; tab: PartTab | null; under?: "assemblies" }
  | { page: "reviews" }
  | { page: "review"; part: string }
  | { page: "import" }
  | { page: "activity"; query?: string }
  | { page: SettingPage };

/** Tabs that were called otherwise once, or held more than they do. */
const earlierTabs: Readonly<Record<string, PartTab>> = { details: "properties" };

function parseTab(written: string | undefined): PartTab | null {
  return partTabs.find((tab) => tab === written) ?? earlierTabs[written ?? ""] ?? null;
}

export function isSetting(page: string): page is SettingPage {
  return settingPages.some((known) => known === page);
}

/** The route that a hash names; an address nobody knows leads to the parts. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [page = "", ...rest] = path.split("/").map(decode);
  switch (page) {
    case "parts":
      if (rest[0]) return { page: "part", part: rest[0], tab: parseTab(rest[1]) };
      return query === "" ? { page: "parts" } : { page: "parts", query };
    case "reviews":
      return rest[0] ? { page: "review", part: rest[0] } : { page };
    case "dashboard":
    case "import":
      return { page };
    case "assemblies":
      if (rest[0]) return { page: "part", part: rest[0], tab: parseTab(rest[1]), under: page };
      return query === "" ? { page } : { page, query };
    case "activity":
      return query === "" ? { page } : { page, query };
    case "settings":
      return { page: rest[0] !== undefined && isSetting(rest[0]) ? rest[0] : "settings" };
    default:
      // Categories, people and the rest had addresses of their own once.
      return { page: isSetting(page) ? page : "parts" };
  }
}

/** The hash of a route; `parseRoute` takes it back. */
export function routeHash(route: Route): string {
  if (route.page === "parts" || route.page === "assemblies" || route.page === "activity") return `#/${route.page}${route.query ? `?${route.query}` : ""}`;
  if (route.page === "review") return `#/reviews/${encodeURIComponent(route.part)}`;
  if (route.page !== "part") {
    return isSetting(route.page) && route.page !== "settings" ? `#/settings/${route.page}` : `#/${route.page}`;
  }
  const tab = route.tab === null ? "" : `/${route.tab}`;
  return `#/${listOf(route)}/${encodeURIComponent(route.part)}${tab}`;
}

/** The list under which a part's page stands. */
export function listOf(route: Route): ListPage {
  return route.page === "part" && route.under !== undefined ? route.under : "parts";
}

/** Whether two routes show the same thing, whatever side of it. */
export function isSamePage(one: Route, other: Route): boolean {
  return one.page === other.page && (!("part" in one) || ("part" in other && one.part === other.part));
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** Goes on, at once or when somebody who was asked said so. Answers whether it went at once. */
export type Leave = (to: Route, go: () => void) => boolean;

/** Follows the address of the window and changes it. */
export class Router {
  route = $state.raw<Route>({ page: "parts" });
  /** Which step of the way this is, the first being 0. */
  step = $state(0);
  /** The last step that there is. */
  #last = $state(0);
  canGoBack: boolean = $derived(this.step > 0);
  canGoForward: boolean = $derived(this.step < this.#last);
  /** Asked before a page is left. */
  leave: Leave = (_, go) => {
    go();
    return true;
  };
  /** Told before another page is shown, and whether the way to it is new. */
  onleave: (isNew: boolean) => void = () => {};
  readonly #window: Window;
  #hash: string;
  /** The address from which the window is on its way back, because somebody is asked. */
  #turned: string | null = null;
  /** What goes on once the window is back: who was asked may have answered before. */
  #then: () => void = () => {};

  constructor(on: Window) {
    this.#window = on;
    this.#hash = on.location.hash;
    this.route = parseRoute(this.#hash);
  }

  /** Starts to listen; the answer stops it. */
  start(): () => void {
    // After a reload the steps before are still there.
    this.step = stepOf(this.#window.history.state) ?? 0;
    this.#last = Math.max(this.step, this.#last);
    this.#window.history.replaceState({ step: this.step }, "");
    const follow = () => {
      this.#follow();
    };
    this.#window.addEventListener("hashchange", follow);
    this.#window.addEventListener("popstate", follow);
    return () => {
      this.#window.removeEventListener("hashchange", follow);
      this.#window.removeEventListener("popstate", follow);
    };
  }

  /** Goes to a page and leaves a step for the back button; asks first where something would be lost. */
  open(route: Route): void {
    const hash = routeHash(route);
    if (hash === this.#window.location.hash) return;
    this.leave(route, () => {
      const step = this.step + 1;
      this.#arrive(hash, step, true);
      this.#window.history.pushState({ step }, "", hash);
    });
  }

  /** Goes to a page in place of this one, such as another tab of the same part. */
  replace(route: Route): void {
    const hash = routeHash(route);
    this.leave(route, () => {
      this.#window.history.replaceState({ step: this.step }, "", hash);
      this.#hash = hash;
      this.route = parseRoute(hash);
    });
  }

  back(): void {
    this.#window.history.back();
  }

  forward(): void {
    this.#window.history.forward();
  }

  #arrive(hash: string, step: number, isNew: boolean): void {
    this.onleave(isNew);
    this.#hash = hash;
    this.route = parseRoute(hash);
    this.step = step;
    this.#last = isNew ? step : Math.max(step, this.#last);
  }

  /** The address is another one already: by the back button, or because somebody wrote it. */
  #follow(): void {
    const { history, location } = this.#window;
    const { hash } = location;
    const step = stepOf(history.state);
    if (hash === this.#hash && (step === null || step === this.step)) {
      this.#turned = null;
      const then = this.#then;
      this.#then = () => {};
      then();
      return;
    }
    // One move is told twice, as a step and as another address: who is asked already is not asked again.
    if (hash === this.#turned) return;
    if (step === null) {
      const next = this.step + 1;
      history.replaceState({ step: next }, "");
      this.#arrive(hash, next, true);
      return;
    }
    // A step that was counted before a reload may have the number of this one; whoever meets it has gone back.
    const by = step - this.step || -1;
    let here = true;
    const went = this.leave(parseRoute(hash), () => {
      const goOn = () => history.go(by);
      if (here) this.#arrive(hash, step, false);
      // A step that is asked for while another is on its way would count from where the window is then.
      else if (this.#turned === null) goOn();
      else this.#then = goOn;
    });
    here = false;
    // While somebody is asked, the address is that of what they see.
    if (went) return;
    this.#turned = hash;
    history.go(-by);
  }
}

function stepOf(state: unknown): number | null {
  return typeof state === "object" && state !== null && "step" in state && typeof state.step === "number" ? state.step : null;
}
