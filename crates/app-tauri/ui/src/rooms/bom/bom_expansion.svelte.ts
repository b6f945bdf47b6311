// Opening every level of a BOM: what is opened so far, a way to stop, and an end where rows are too many to be of use.
import type { AnyTask } from "../workspace/task.svelte";
import type { BomLevel } from "./bom_level.svelte";

const mostRows = 250_000;
/** How many levels are read at once: as many as the store reads beside each other. */
const atOnce = 4;
/** How often what was read is shown, in milliseconds. */
const showsEvery = 150;

/** A line to be opened: its key in the tree, and the revision whose lines come below it. */
type Closed = { key: string; revision: string };

export class Expansion {
  /** How many lines were opened so far. */
  opened = $state(0);
  /** Whether it ended because there were more rows than are of use. */
  full = false;
  /** What those see of it who follow what runs. How far it is nobody knows before it is done. */
  readonly task: AnyTask = {
    ...{ name: null, progress: null, cancelling: false, cancelled: false, error: null },
    cancel: () => {
      this.stop();
      return Promise.resolve();
    },
  };
  readonly #root: BomLevel;
  readonly #read: (revision: string) => Promise<BomLevel>;
  #stopped = false;

  constructor(root: BomLevel, read: (revision: string) => Promise<BomLevel>) {
    this.#root = root;
    this.#read = read;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Goes down level by level; `open` is told the keys of the lines whose levels are there. */
  async run(open: (keys: readonly string[]) => void): Promise<void> {
    let rows = this.#root.view?.line_count ?? 0;
    let shown = performance.now();
    let keys: string[] = [];
    const closed = await this.#below("", this.#root);
    for (let next = 0; next < closed.length && !this.#stopped; ) {
      const batch = closed.slice(next, next + atOnce);
      next += batch.length;
      for (const { key, level, below } of await Promise.all(batch.map((line) => this.#open(line)))) {
        rows += level.view?.line_count ?? 0;
        keys.push(key);
        for (const line of below) closed.push(line);
      }
      this.full = rows > mostRows;
      if (this.full) break;
      if (performance.now() - shown < showsEvery) continue;
      open(keys);
      this.opened += keys.length;
      keys = [];
      // The window draws it, and hears who wants to stop.
      await new Promise((resolve) => setTimeout(resolve));
      shown = performance.now();
    }
    open(keys);
  }

  async #open({ key, revision }: Closed): Promise<{ key: string; level: BomLevel; below: Closed[] }> {
    const level = await this.#read(revision);
    return { key, level, below: await this.#below(key, level) };
  }

  /** The lines of a level that can be opened. */
  async #below(prefix: string, level: BomLevel): Promise<Closed[]> {
    if (!level.view?.has_levels) return [];
    await level.readAll(() => this.#stopped);
    return level.lines.flatMap((line) =>
      line?.has_lines ? [{ key: `${prefix}/${line.id}`, revision: line.child.revision.id }] : [],
    );
  }
}
