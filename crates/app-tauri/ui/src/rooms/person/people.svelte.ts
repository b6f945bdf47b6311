// Everybody in the workspace, and who of them acts.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type { PersonView, Role, WireError } from "../../bindings/wire";
import { wireError } from "../../errors";

export const roles: readonly Role[] = ["Viewer", "Designer", "Admin"];

export class PeopleState {
  list = $state.raw<PersonView[]>([]);
  error = $state.raw<WireError | null>(null);
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async add(name: string, role: Role): Promise<void> {
    this.list = await this.#backend.call("person_add", { name, role });
  }

  /** Changes a person in place of what was seen of them. */
  async change(person: PersonView, seen: PersonView): Promise<void> {
    const { id, name, role } = person;
    this.list = await this.#backend.call("person_change", { person: id, name, role, seen: { name: seen.name, role: seen.role } });
  }

  act(person: PersonView): Promise<PersonView> {
    return this.#backend.call("person_act", { person: person.id });
  }

  async #load(): Promise<void> {
    try {
      this.list = await this.#backend.call("person_list", {});
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
    }
  }
}
