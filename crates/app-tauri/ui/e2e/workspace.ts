// What most journeys stand on: a folder of their own, and the application on a workspace in it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, type TestContext } from "vitest";
import { RunningApplication } from "./application";

export interface InWorkspace {
  /** The folder, which goes when the test ends. */
  readonly folder: string;
  /** The workspace's file, which was not there before. */
  readonly workspace: string;
  readonly app: RunningApplication;
}

/**
 * Starts the application before each test and hands it over; ends it after the test, with a picture where that failed. The
 * answer ends it within a test, and hands over another one on the same workspace, or on the one that is named.
 */
export function startInWorkspace(
  take: (started: InWorkspace) => void,
  name = "board.partwright",
): (workspace?: string) => Promise<void> {
  let running: InWorkspace;

  async function start(folder: string, workspace: string): Promise<void> {
    running = { folder, workspace, app: await RunningApplication.start(workspace) };
    take(running);
  }

  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "partwright-e2e-"));
    await start(folder, join(folder, name));
  });
  afterEach(async ({ task }: TestContext) => {
    const { app, folder } = running;
    if (task.result?.state === "fail") await app.picture(task.name.replace(/\W+/g, "-"));
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  return async (workspace = running.workspace) => {
    await running.app.stop();
    await start(running.folder, workspace);
  };
}
