// The bridge under test: the shell's commands over HTTP, on a workspace in a folder that goes with it.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bytes, Request } from "../../src/backend/backend";
import type { Commands } from "../../src/bindings/wire";
import { needed } from "../application";

export class Bridge {
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly #address: URL;

  private constructor(process: ChildProcess, folder: string, address: string) {
    this.#process = process;
    this.folder = folder;
    this.#address = new URL(address);
  }

  /** Starts it on the demo, or on the workspace of that name; `prepare` may put one there. */
  static async start(workspace?: string, prepare: (file: string) => void = () => undefined): Promise<Bridge> {
    const folder = mkdtempSync(join(tmpdir(), "partwright-bridge-"));
    const file = workspace === undefined ? [] : [join(folder, workspace)];
    file.forEach(prepare);
    const started = spawn(needed("PARTWRIGHT_BRIDGE"), [needed("PARTWRIGHT_PAGES"), folder, ...file], {
      // It ends with its input, which ends with us.
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, USER: "Ada Lovelace" },
    });
    const address = await new Promise<string>((resolve, reject) => {
      started.once("error", reject);
      started.once("exit", (code) => reject(new Error(`the bridge ended with ${code}`)));
      started.stdout.setEncoding("utf8").on("data", (said: string) => {
        const found = /bridge at (\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
    });
    return new Bridge(started, folder, address);
  }

  /** Where the page with this hash is. */
  page(hash: string): string {
    return new URL(hash, this.#address).href;
  }

  /** Calls a command as a page would. */
  async call<K extends keyof Commands>(name: K, request: Request<K>, ...[bytes]: Bytes<K>): Promise<Commands[K]["answer"]> {
    const address = new URL(`/command/${name}${this.#address.search}`, this.#address);
    const words = JSON.stringify(request);
    const response = await fetch(address, {
      method: "POST",
      body: (bytes as Uint8Array<ArrayBuffer> | undefined) ?? words,
      headers: bytes === undefined ? {} : { "partwright-request": Buffer.from(words).toString("base64") },
    });
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return (await response.json()) as Commands[K]["answer"];
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.stdin?.end();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
