// The parts that were looked at last at this machine, each workspace's by itself.
import type { Backend } from "../backend/backend";
import { Runs } from "../backend/runs";
import type { PartRow } from "../bindings/wire";
import { findParts } from "../rooms/part/find_parts";
import { Remembered } from "./machine";

/** So many are remembered, so many workspaces long. */
const most = 8;
const workspaces = 10;

type Kept = { workspace: string; numbers: string[] }[];

export class RecentParts {
  readonly #kept: Remembered<Kept>;
  readonly #backend: Backend;

  constructor(backend: Backend, storage: Storage) {
    this.#backend = backend;
    this.#kept = new Remembered(storage, "recent-parts", parse);
  }

  /** Notes that a part was looked at. */
  note(workspace: string, number: string): void {
    const all = this.#kept.read();
    const numbers = [number, ...this.#numbers(workspace).filter((other) => other !== number)].slice(0, most);
    const others = all.filter((each) => each.workspace !== workspace);
    this.#kept.write([{ workspace, numbers }, ...others].slice(0, workspaces));
  }

  /** How many are remembered: so much room they take, unless some are gone by now. */
  count(workspace: string): number {
    return this.#numbers(workspace).length;
  }

  /** Those that are there still, the last one first, as they are now. */
  async read(workspace: string): Promise<PartRow[]> {
    const asked = this.#numbers(workspace).map(async (wanted) => {
      const found = await findParts(this.#backend, new Runs().next(), wanted, 1);
      return found.filter(({ number }) => number === wanted);
    });
    return (await Promise.all(asked)).flat();
  }

  #numbers(workspace: string): string[] {
    return this.#kept.read().find((each) => each.workspace === workspace)?.numbers ?? [];
  }
}

function parse(value: unknown): Kept {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is Kept[number] => {
    const { workspace, numbers } = (each ?? {}) as Record<string, unknown>;
    return typeof workspace === "string" && Array.isArray(numbers) && numbers.every((number) => typeof number === "string");
  });
}
