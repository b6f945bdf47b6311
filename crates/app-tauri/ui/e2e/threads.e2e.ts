// What a slow or broken command cannot do to the others, shown where it counts: in the real window, with its real threads.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually, RunningApplication } from "./application";

// More than there are cores, and more than the async runtime has workers.
const held = 16;

/** Calls a command from the page, the way the page's own code does, and waits for its answer. */
const callFromPage = `
  const [command, done] = arguments;
  window.__TAURI_INTERNALS__.invoke(command, { request: {} }).then(
    (answer) => done({ answer }),
    (error) => done({ error }),
  );
`;

interface Settled {
  answer?: unknown;
  error?: { code: string; message: string };
}

describe("threads", () => {
  let folder: string;
  let application: RunningApplication;

  const call = (command: string): Promise<Settled> => application.driver.executeAsyncScript(callFromPage, command);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
    application = await RunningApplication.start(join(folder, "threads.partwright"));
    await application.driver.manage().setTimeouts({ script: 15_000 });
  });
  afterEach(async () => {
    await application.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("commands that hold their threads hold neither the window nor another command", async () => {
    await application.driver.executeScript(
      `
      window.released = 0;
      for (let turn = 0; turn < arguments[0]; turn += 1) {
        window.__TAURI_INTERNALS__.invoke("probe_hold", { request: {} }).then(() => (window.released += 1));
      }
    `,
      held,
    );

    // Another command is answered, and the main thread, which moves the window and draws the page, does both.
    const answered = await call("workspace_show");
    expect(answered.answer).toMatchObject({ demo: false, parts: 0 });
    await application.driver.manage().window().setRect({ width: 900, height: 640 });
    const frames = await application.driver.executeAsyncScript<number>(`
      const done = arguments[0];
      requestAnimationFrame(() => requestAnimationFrame(() => done(2)));
    `);
    expect(frames).toBe(2);
    expect(await application.driver.executeScript("return window.released"), "they were held all the while").toBe(0);

    expect((await call("probe_release")).error).toBeUndefined();
    await eventually("every held command to be answered", async () => {
      return (await application.driver.executeScript<number>("return window.released")) === held;
    });
  });

  test("a command that panics is answered with a code, and the application goes on", async () => {
    const { error } = await call("probe_panic");
    expect(error?.code).toBe("ipc.panicked");
    expect(error?.message).toContain("a probe panicked on purpose");
    expect((await call("workspace_show")).error).toBeUndefined();
  });
});
