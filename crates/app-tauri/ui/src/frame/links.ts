// Links to pages: a plain click asks first where something would be lost, and one with Ctrl or the middle button opens a
// window.
import type { Application } from "../application.svelte";
import { parseRoute } from "../router.svelte";

/** Follows the links of the whole window; the answer stops it. */
export function followLinks(application: Application, on: Document): () => void {
  const hear = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button > 1 || !(event.target instanceof Element)) return;
    const hash = event.target.closest("a[href]")?.getAttribute("href") ?? "";
    if (!hash.startsWith("#/")) return;
    event.preventDefault();
    const route = parseRoute(hash);
    if (event.button === 1 || event.ctrlKey || event.metaKey) application.openWindow(route);
    else application.router.open(route);
  };
  on.addEventListener("click", hear);
  on.addEventListener("auxclick", hear);
  return () => {
    on.removeEventListener("click", hear);
    on.removeEventListener("auxclick", hear);
  };
}
