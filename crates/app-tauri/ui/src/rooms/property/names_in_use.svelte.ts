// The names that properties have in this workspace: which are offered for what is typed, and whether it is one of them
// written otherwise.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { PropertyNameInUse, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

/** How many names are offered at once. */
const most = 8;

export class NamesInUse {
  names = $state.raw<readonly PropertyNameInUse[]>([]);
  /** Among how many parts they were looked for; null for all. */
  among = $state<number | null>(null);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The names that have what is typed in them: those that begin with it first, else the most used. */
  offered(typed: string): readonly PropertyNameInUse[] {
    const wanted = folded(typed);
    const fitting = this.names.filter(({ name }) => folded(name).includes(wanted));
    const begins = ({ name }: PropertyNameInUse) => folded(name).startsWith(wanted);
    return [...fitting.filter(begins), ...fitting.filter((each) => !begins(each))].slice(0, most);
  }

  /** The name in use that is the same but for capital letters; null where there is none, or exactly this one is in use. */
  meant(typed: string): PropertyNameInUse | null {
    const written = typed.trim();
    if (written === "" || this.names.some(({ name }) => name === written)) return null;
    return this.names.find(({ name }) => folded(name) === folded(written)) ?? null;
  }

  async #load(): Promise<void> {
    try {
      const { names, among } = await this.#backend.call("property_names", {});
      [this.names, this.among, this.error] = [names, among, null];
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
