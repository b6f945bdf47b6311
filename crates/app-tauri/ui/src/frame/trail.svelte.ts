// Where one is, from the outside in: what the address says, and below it what the page that is shown adds.
import { untrack } from "svelte";
import { useApplication } from "../application.svelte";
import { isSetting, listOf, type Page, type Route } from "../router.svelte";
import { text } from "../text";

export type Crumb = {
  title: string;
  /** Where it leads; the last one leads nowhere. */
  route?: Route;
  /** What else there is to say of it, as the name of a part beside its number. */
  detail?: string;
  mono?: boolean;
};

/** The title of every page, as the sidebar, the palette and the way back call it. */
export function titleOf(page: Page): string {
  return page === "appearance" ? text.frame.theme.title : text.nav[page];
}

/** What the address alone says. */
export function crumbsOf(route: Route): Crumb[] {
  if (route.page === "part") return [{ title: text.nav[listOf(route)], route: { page: listOf(route) } }];
  if (route.page === "review") return [{ title: text.nav.reviews, route: { page: "reviews" } }, { title: route.part, mono: true }];
  const here = { title: titleOf(route.page) };
  return isSetting(route.page) && route.page !== "settings" ? [{ title: text.nav.settings, route: { page: "settings" } }, here] : [here];
}

export class Trail {
  #sources = $state.raw<readonly (() => readonly Crumb[])[]>([]);
  readonly #route: () => Route;
  readonly #isNowhere: () => boolean;

  crumbs: readonly Crumb[] = $derived.by(() => {
    if (this.#isNowhere()) return [];
    const route = this.#route();
    const added = this.#sources.flatMap((source) => source());
    // The number stands in the address while its page is still on its way.
    const waiting: Crumb[] = route.page === "part" && added.length === 0 ? [{ title: route.part, mono: true }] : [];
    return [...crumbsOf(route), ...waiting, ...added];
  });

  /** `isNowhere` tells when there is no workspace that the address could lead into. */
  constructor(route: () => Route, isNowhere: () => boolean) {
    this.#route = route;
    this.#isNowhere = isNowhere;
  }

  /** Adds what is further in; the answer takes it away. */
  add(source: () => readonly Crumb[]): () => void {
    this.#sources = [...this.#sources, source];
    return () => {
      this.#sources = this.#sources.filter((other) => other !== source);
    };
  }

  /** The title of a window that is here, so that one is told from another. */
  title(workspace: string | undefined): string {
    const inner = this.crumbs.find(({ detail }) => detail !== undefined) ?? this.crumbs.at(-1);
    const here = [inner?.title, inner?.detail].filter(Boolean).join(" ");
    return [here, workspace, text.application].filter(Boolean).join(" – ");
  }
}

/** Says where one is within the address, for as long as this component is shown. */
export function usePageCrumbs(source: () => readonly Crumb[]): void {
  const { trail } = useApplication();
  $effect(() => untrack(() => trail.add(source)));
}
