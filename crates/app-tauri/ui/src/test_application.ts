// Starts the application over the backend in memory, for tests of whole pages.
import { render } from "@testing-library/svelte";
import { vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import type { CommandName } from "./backend/backend";
import { FakeBackend } from "./backend/fake/fake";
import { wireError } from "./errors";
import { Router } from "./router.svelte";

/** What is in the workspace, and what is done there before anybody looks. */
export type How = [options?: ConstructorParameters<typeof FakeBackend>[0], prepare?: (backend: FakeBackend) => void];

/** The application at an address, and what it asks. */
export function started(hash: string, ...[options = { drawers: 300 }, prepare]: How): { backend: FakeBackend; application: Application } {
  window.location.hash = hash;
  const backend = new FakeBackend(options);
  prepare?.(backend);
  const application = new Application(backend, new Router(window));
  render(App, { application });
  return { backend, application };
}

/** Has the backend refuse a command from now on. */
export function refuse(backend: FakeBackend, command: CommandName, code: string, message: string): void {
  const call = backend.call.bind(backend);
  vi.spyOn(backend, "call").mockImplementation((name, request) =>
    name === command ? Promise.reject(wireError({ code, message, fields: {} })) : call(name, request),
  );
}
