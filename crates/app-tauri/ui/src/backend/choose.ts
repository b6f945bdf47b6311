// Which backend this page talks to: Tauri always, except in a plain browser while developing.
import type { Backend } from "./backend";

export async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { FakeBackend } = await import("./fake/fake");
    return FakeBackend.fromAddress(window.location.search);
  }
  const { TauriBackend } = await import("./tauri");
  return new TauriBackend();
}
