// Light, dark, or as the system has it: chosen at this machine, the same in all windows.
import { Remembered } from "./machine";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export class ThemeState {
  theme = $state<Theme>("system");
  readonly #kept: Remembered<Theme>;
  readonly #window: Window;

  constructor(on: Window) {
    this.#window = on;
    this.#kept = new Remembered(on.localStorage, "theme", (value) => themes.find((theme) => theme === value) ?? "system");
    this.#show(this.#kept.read());
  }

  choose(theme: Theme): void {
    this.#kept.write(theme);
    this.#show(theme);
  }

  /** Follows what another window chooses; the answer stops it. */
  follow(): () => void {
    return this.#kept.follow(this.#window, (theme) => {
      this.#show(theme);
    });
  }

  #show(theme: Theme): void {
    this.theme = theme;
    // The style sheet has both colours of everything and goes by this.
    this.#window.document.documentElement.dataset["theme"] = theme;
  }
}
