// The people of the fake workspace, of whom one is an Admin always.
import type { PersonAddRequest, PersonChangeRequest, PersonView } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

export class FakePeople {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  rename(name: string): PersonView {
    if (name.length > 80) throw refuse("person.name_invalid", "A person's name has 1 to 80 characters.");
    const { acting } = this.#store();
    acting.name = name;
    this.#record("person.rename", name);
    return acting;
  }

  add({ name, role }: PersonAddRequest): PersonView[] {
    const store = this.#store();
    store.people.push({ id: store.id(), name, role });
    this.#record("person.add", name);
    return store.people;
  }

  change({ person, name, role }: PersonChangeRequest): PersonView[] {
    const { people } = this.#store();
    const changed = this.#find(person);
    const others = people.filter((other) => other !== changed);
    if (role !== "Admin" && others.every((other) => other.role !== "Admin")) {
      throw refuse("person.last_admin", "A workspace keeps at least one Admin; make somebody else an Admin first.");
    }
    Object.assign(changed, { name, role });
    this.#record("person.change", name);
    return people;
  }

  act(person: string): PersonView {
    const acting = this.#find(person);
    this.#store().acting = acting;
    this.#record("person.act", acting.name);
    return acting;
  }

  #find(id: string): PersonView {
    const found = this.#store().people.find((person) => person.id === id);
    if (!found) throw refuse("person.not_found", "There is no such person in this workspace.");
    return found;
  }

  #record(operation: string, title: string): void {
    this.#store().record(operation, [{ room: "person", subject: "person", action: "changed", title }]);
  }
}
