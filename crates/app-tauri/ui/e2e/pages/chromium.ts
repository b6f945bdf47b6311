// Chromium without a window, over its own protocol through a pipe: no driver between, no port, nothing to fetch.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

type Answered = { resolve: (result: never) => void; reject: (reason: Error) => void };
type Message = { id?: number; method?: string; params?: unknown; result?: unknown; error?: { message: string }; sessionId?: string };
type Listener = (params: never) => void;

/** Each message ends with a byte that no JSON has in it. */
const end = "\0";

const flags = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  // A page that was left must not hold on to its connections: a browser has six for one address.
  "--disable-features=BackForwardCache",
  // What is drawn must not depend on the machine.
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--force-device-scale-factor=1",
  "--lang=en-GB",
];

export class Chromium {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #answers = new Map<number, Answered>();
  readonly #listeners = new Map<string, Listener[]>();
  #last = 0;
  #rest = "";

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), "partwright-chromium-"));
    // Root has no sandbox to be in.
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const program = process.env["PARTWRIGHT_CHROMIUM"] ?? "chromium";
    this.#process = spawn(program, [...flags, ...asRoot, `--user-data-dir=${this.#folder}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.#process.on("error", (reason) => this.#fail(reason));
    this.#process.on("exit", () => this.#fail(new Error("Chromium has ended")));
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (piece: string) => this.#hear(piece));
  }

  /** Asks the browser, or one of its pages, to do something. */
  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      (this.#process.stdio[3] as Writable).write(JSON.stringify({ id, method, params, sessionId }) + end);
    });
  }

  /** Calls back for each event of that name in one page. */
  on<T>(event: string, sessionId: string, listener: (params: T) => void): void {
    const key = `${sessionId} ${event}`;
    this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener]);
  }

  /** Ends the browser and waits until it is gone. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    this.send("Browser.close").catch(() => undefined);
    await gone;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #hear(piece: string): void {
    const messages = (this.#rest + piece).split(end);
    this.#rest = messages.pop() ?? "";
    for (const message of messages) this.#take(JSON.parse(message) as Message);
  }

  #take({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(params as never);
      return;
    }
    const answered = this.#answers.get(id);
    this.#answers.delete(id);
    if (error) answered?.reject(new Error(error.message));
    else answered?.resolve(result as never);
  }

  #fail(reason: Error): void {
    for (const { reject } of this.#answers.values()) reject(reason);
    this.#answers.clear();
  }
}
