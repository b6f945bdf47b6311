// The real application under test: started on a workspace file through WebDriver, stopped until its process is gone.
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { By, Capabilities, until, WebDriver, type WebElement } from "selenium-webdriver";

// The package has no export map, and its `http` is a folder that an `import` cannot name.
const { Executor, HttpClient } = createRequire(import.meta.url)("selenium-webdriver/http") as {
  HttpClient: new (url: string) => object;
  Executor: new (client: object) => object;
};

const patience = 15_000;
const pollEvery = 50;

export function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; see docs/TESTING.md for how the end-to-end tests are started.`);
  return value;
}

/** Waits until a condition holds, and says what was waited for when it never does. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, within = patience): Promise<NonNullable<T>> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${within} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollEvery));
  }
}

/** The processes of the application that were started with these arguments. */
function processesWith(binary: string, args: string[]): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        return words[0] === binary && args.every((word) => words.includes(word));
      } catch {
        // It ended while the list was being read.
        return false;
      }
    })
    .map(Number);
}

export class RunningApplication {
  readonly driver: WebDriver;
  readonly #binary: string;
  readonly #args: string[];

  private constructor(driver: WebDriver, binary: string, args: string[]) {
    this.driver = driver;
    this.#binary = binary;
    this.#args = args;
  }

  /**
   * Starts the application on a workspace file, which is made when it is not there, and waits for its first page.
   * Without a file it starts as a user starts it, in the data directory. Where the file cannot be opened, what there is instead is
   * waited for by its test id.
   */
  static async start(workspace?: string, instead?: string): Promise<RunningApplication> {
    const args = workspace === undefined ? [] : ["--workspace", workspace];
    const binary = needed("PARTWRIGHT_BINARY");
    // No browserName: the driver takes any browser then, and ours has a name it does not know.
    const capabilities = new Capabilities({
      "webkitgtk:browserOptions": { binary, args },
    });
    const executor = new Executor(new HttpClient(needed("PARTWRIGHT_WEBDRIVER")));
    const driver = WebDriver.createSession(executor, capabilities);
    // A program that ends before it has a window leaves the driver waiting for ever.
    let started = false;
    driver.getSession().then(
      () => (started = true),
      () => undefined,
    );
    await eventually("the application to open its window; is there a display?", () => started);
    const application = new RunningApplication(driver, binary, args);
    if (instead !== undefined) {
      await application.find(instead);
      return application;
    }
    await eventually("the workspace's path in the window", async () => {
      return (await application.workspacePath()).includes(workspace ?? ".partwright");
    });
    return application;
  }

  /** Ends the application, rougher than a user who closes the window would, and waits until its process is gone. */
  async stop(): Promise<void> {
    await this.driver.quit();
    await eventually("the application to end", () => processesWith(this.#binary, this.#args).length === 0);
  }

  /** The first element with this test id, once there is one. */
  find(testid: string): Promise<WebElement> {
    return this.driver.wait(until.elementLocated(byTestId(testid)), patience, `waited for ${testid}`);
  }

  all(testid: string): Promise<WebElement[]> {
    return this.driver.findElements(byTestId(testid));
  }

  /** The text of an element as it is now; empty when there is none. */
  async textOf(testid: string): Promise<string> {
    // Read in one step in the page, so that a redraw between two steps cannot make the element stale.
    return this.driver.executeScript<string>(
      "return document.querySelector(`[data-testid='${arguments[0]}']`)?.textContent.trim() ?? ''",
      testid,
    );
  }

  /** The whole path of the open workspace; what is seen of it may be cut. */
  workspacePath(): Promise<string> {
    return this.driver.executeScript<string>(
      "return document.querySelector(`[data-testid='workspace-path']`)?.title ?? ''",
    );
  }

  async click(testid: string): Promise<void> {
    const element = await this.find(testid);
    await this.driver.wait(until.elementIsEnabled(element), patience, `waited for ${testid} to be enabled`);
    await element.click();
  }

  /** Waits until an element's text is exactly this. */
  async reads(testid: string, text: string): Promise<void> {
    let last = "";
    await eventually(`${testid} to read "${text}"`, async () => {
      last = await this.textOf(testid);
      return last === text;
    }).catch((reason: unknown) => {
      throw new Error(`${String(reason)}; it reads "${last}"`);
    });
  }

  /** Keeps a picture of the window, where PARTWRIGHT_PICTURES names a folder for them. */
  async picture(name: string): Promise<void> {
    const folder = process.env["PARTWRIGHT_PICTURES"];
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    // What the page has by now is on the screen two frames later.
    await this.driver.executeAsyncScript("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))");
    await writeFile(join(folder, `${name}.png`), await this.driver.takeScreenshot(), "base64");
  }
}

export function byTestId(testid: string): By {
  return By.css(`[data-testid="${testid}"]`);
}
