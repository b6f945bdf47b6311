// Which backend this page talks to: Tauri always, except in a plain browser while developing and in the build for tests.
import type { Backend } from "./backend";

export async function chooseBackend(): Promise<Backend> {
  // Known when the pages are built, so no other build has the bridge in it.
  if (import.meta.env.MODE === "bridge") {
    const { BridgeBackend } = await import("./bridge");
    return new BridgeBackend(window);
  }
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { FakeBackend } = await import("./fake/fake");
    return FakeBackend.fromAddress(window.location.search);
  }
  const { TauriBackend } = await import("./tauri");
  return new TauriBackend();
}
