// Starts the page: chooses the backend, follows the address, draws the frame.
import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { chooseBackend } from "./backend/choose";
import { Router } from "./router.svelte";

const target = document.getElementById("application");
if (target) {
  const application = new Application(await chooseBackend(), new Router(window));
  application.hearErrors(window);
  mount(App, { target, props: { application } });
}
