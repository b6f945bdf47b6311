// A page in Chromium: opened, looked at, and worked with by the keyboard.
import { byTestId, prepared, settled, type Testid } from "./in_page";
import type { Chromium } from "./chromium";

/** The moment it is in every page: some time after everything that happened in the bridge's workspaces. */
const now = Date.UTC(2026, 0, 2, 12);

export type Size = { width: number; height: number };
export type Scheme = "light" | "dark";
export const small: Size = { width: 1280, height: 800 };
/** The smallest a window may be. */
export const least: Size = { width: 800, height: 500 };
export const large: Size = { width: 1920, height: 1080 };

/** How keys are called, beside letters. */
const keys: Record<string, { code: string; number: number; text?: string }> = {
  Tab: { code: "Tab", number: 9 },
  Enter: { code: "Enter", number: 13, text: "\r" },
  Escape: { code: "Escape", number: 27 },
  ArrowDown: { code: "ArrowDown", number: 40 },
};

export class Page {
  /** What the page complained about since it was last asked. */
  #complaints: string[] = [];
  readonly #browser: Chromium;
  readonly #session: string;

  private constructor(browser: Chromium, session: string) {
    this.#browser = browser;
    this.#session = session;
  }

  static async open(browser: Chromium): Promise<Page> {
    const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(browser, sessionId);
    page.#listen();
    for (const domain of ["Page", "Runtime", "Log"]) await page.#send(`${domain}.enable`);
    await page.#send("Emulation.setTimezoneOverride", { timezoneId: "UTC" });
    await page.#send("Emulation.setLocaleOverride", { locale: "en-GB" });
    await page.#send("Emulation.setFocusEmulationEnabled", { enabled: true });
    await page.#send("Page.addScriptToEvaluateOnNewDocument", { source: `(${prepared.toString()})(${now})` });
    await page.look("light", small);
    return page;
  }

  /** Shows an address and waits until the page has all it asked for. */
  async go(address: string): Promise<void> {
    // Another document each time, so that nothing is left of what was open before.
    await this.#send("Page.navigate", { url: "about:blank" });
    await this.#send("Page.navigate", { url: address });
    await this.settled();
  }

  /** Chooses how the page is looked at, always with as little motion as somebody can ask for. */
  async look(scheme: Scheme, { width, height }: Size): Promise<void> {
    const features = [
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await this.#send("Emulation.setEmulatedMedia", { features });
    await this.#send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  }

  /** Lets every command that is called like one of these fail; none from now on for an empty list. */
  async refuse(commands: (name: string) => boolean, answer: object): Promise<void> {
    const body = Buffer.from(JSON.stringify(answer)).toString("base64");
    const responseHeaders = [{ name: "content-type", value: "application/json" }];
    this.#browser.on<{ requestId: string; request: { url: string } }>("Fetch.requestPaused", this.#session, (paused) => {
      const { requestId, request } = paused;
      const name = new URL(request.url).pathname.replace("/command/", "");
      const done = commands(name)
        ? this.#send("Fetch.fulfillRequest", { requestId, responseCode: 422, responseHeaders, body })
        : this.#send("Fetch.continueRequest", { requestId });
      // A page that is left takes its questions with it.
      done.catch(() => undefined);
    });
    await this.#send("Fetch.enable", { patterns: [{ urlPattern: "*/command/*" }] });
  }

  /** Runs a function in the page. It is sent as text, so it knows nothing but what it is given. */
  async run<A extends unknown[], T>(work: (...given: A) => T | Promise<T>, ...given: A): Promise<T> {
    return this.evaluate<T>(`(${work.toString()})(...${JSON.stringify(given)})`);
  }

  async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#send<Evaluated<T>>("Runtime.evaluate", options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async settled(): Promise<void> {
    await this.run(settled);
  }

  /** Waits for an element and clicks it. */
  async click(testid: Testid): Promise<void> {
    await this.run(byTestId, testid, true);
    await this.settled();
  }

  /** Waits for an element. */
  async find(testid: Testid): Promise<void> {
    await this.run(byTestId, testid, false);
  }

  /** Presses a key, or a letter with Ctrl. */
  async press(key: string, ctrl = false): Promise<void> {
    const known = keys[key] ?? { code: `Key${key.toUpperCase()}`, number: key.toUpperCase().charCodeAt(0) };
    const shared = { key, code: known.code, windowsVirtualKeyCode: known.number, modifiers: ctrl ? 2 : 0 };
    await this.#send("Input.dispatchKeyEvent", { type: known.text ? "keyDown" : "rawKeyDown", text: known.text, ...shared });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...shared });
  }

  /** Writes into whatever has the focus. */
  async write(text: string): Promise<void> {
    await this.#send("Input.insertText", { text });
    await this.settled();
  }

  /** What is on the screen, as PNG. */
  async picture(): Promise<Buffer> {
    await this.settled();
    const { data } = await this.#send<{ data: string }>("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }

  /** What the page complained about, once. */
  complaints(): string[] {
    const complaints = this.#complaints;
    this.#complaints = [];
    return complaints;
  }

  #listen(): void {
    type Said = { type: string; args: { value?: unknown; description?: string }[] };
    this.#browser.on<Said>("Runtime.consoleAPICalled", this.#session, ({ type, args }) => {
      if (type !== "error" && type !== "warning" && type !== "assert") return;
      this.#complaints.push(`console: ${args.map(({ value, description }) => description ?? String(value)).join(" ")}`);
    });
    type Thrown = { exceptionDetails: Details };
    this.#browser.on<Thrown>("Runtime.exceptionThrown", this.#session, ({ exceptionDetails: { text, exception } }) => {
      this.#complaints.push(`thrown: ${exception?.description ?? text}`);
    });
    type Logged = { entry: { level: string; source: string; text: string; url?: string } };
    this.#browser.on<Logged>("Log.entryAdded", this.#session, ({ entry: { level, source, text, url = "" } }) => {
      // A command that refuses is an answer like any other.
      const isRefusal = source === "network" && url.includes("/command/") && text.includes("422");
      if (level === "error" && !isRefusal) this.#complaints.push(`${source}: ${text} ${url}`);
    });
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    return this.#browser.send<T>(method, params, this.#session);
  }
}

type Details = { text: string; exception?: { description?: string } };
type Evaluated<T> = { result: { value: T }; exceptionDetails?: Details };
