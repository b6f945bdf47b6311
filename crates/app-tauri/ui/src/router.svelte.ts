// Where the user is: pages by hash address, so that back and forward work as in any browser.
export type PartTab = "bom" | "details" | "used" | "history";

export type Route =
  | { page: "parts" }
  | { page: "assemblies" }
  | { page: "part"; part: string; tab: PartTab | null }
  | { page: "categories" }
  | { page: "reviews" }
  | { page: "import" }
  | { page: "activity" }
  | { page: "status" }
  | { page: "people" }
  | { page: "settings" }
  | { page: "workflows" };

const tabs: readonly PartTab[] = ["bom", "details", "used", "history"];

/** The route that a hash names; an address nobody knows leads to the parts. */
export function parseRoute(hash: string): Route {
  const [page, ...rest] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  switch (page) {
    case "parts":
      if (rest[0]) return { page: "part", part: rest[0], tab: tabs.find((tab) => tab === rest[1]) ?? null };
      return { page: "parts" };
    case "assemblies":
    case "categories":
    case "reviews":
    case "import":
    case "activity":
    case "status":
    case "people":
    case "settings":
    case "workflows":
      return { page };
    default:
      return { page: "parts" };
  }
}

/** The hash of a route; `parseRoute` takes it back. */
export function routeHash(route: Route): string {
  if (route.page !== "part") return `#/${route.page}`;
  const tab = route.tab === null ? "" : `/${route.tab}`;
  return `#/parts/${encodeURIComponent(route.part)}${tab}`;
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** Follows the address of the window and changes it. */
export class Router {
  route = $state.raw<Route>({ page: "parts" });
  readonly #window: Window;

  constructor(on: Window) {
    this.#window = on;
    this.route = parseRoute(on.location.hash);
  }

  /** Starts to listen; the answer stops it. */
  start(): () => void {
    const follow = () => {
      this.route = parseRoute(this.#window.location.hash);
    };
    this.#window.addEventListener("hashchange", follow);
    this.#window.addEventListener("popstate", follow);
    return () => {
      this.#window.removeEventListener("hashchange", follow);
      this.#window.removeEventListener("popstate", follow);
    };
  }

  /** Goes to a page and leaves a step for the back button. */
  open(route: Route): void {
    const hash = routeHash(route);
    if (hash === this.#window.location.hash) return;
    this.#window.history.pushState(null, "", hash);
    this.route = parseRoute(hash);
  }

  /** Goes to a page in place of this one, such as another tab of the same part. */
  replace(route: Route): void {
    const hash = routeHash(route);
    this.#window.history.replaceState(null, "", hash);
    this.route = parseRoute(hash);
  }
}
