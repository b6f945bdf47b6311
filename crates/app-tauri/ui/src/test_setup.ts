// Prepares the page that component tests draw in: what the test environment's browser does not have yet.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};

afterEach(() => {
  cleanup();
  window.location.hash = "";
});
