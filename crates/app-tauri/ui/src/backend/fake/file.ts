// The files of the fake backend: their names, roles, sizes and bytes; their hash is a sum that tells them apart.
import type { FileAttachRequest, FileRole, FileView } from "../../bindings/wire";
import { refuse, type Back, type FakePart, type FakeStore } from "./store";

export class FakeFiles {
  readonly #store: () => FakeStore;
  readonly #files: { revision: string; view: FileView; bytes: Uint8Array }[] = [];

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  of(revision: string): FileView[] {
    return this.#files.filter((file) => file.revision === revision).map((file) => file.view);
  }

  attach({ revision, name, role }: FileAttachRequest, bytes: Uint8Array): FileView[] {
    const part = this.#draft(revision);
    if (this.of(revision).some((file) => file.name.toLowerCase() === name.toLowerCase())) {
      throw refuse("file.name_taken", "This revision already has a file with this name; replace that one, or choose another name.");
    }
    const store = this.#store();
    const view = { id: store.id(), name, role, size: bytes.length, hash: hashOf(bytes), added: Date.now(), added_by: store.acting.name };
    const file = { revision, view, bytes };
    const add = () => {
      this.#files.push(file);
      this.#files.sort((a, b) => a.view.name.localeCompare(b.view.name, "en", { numeric: true }));
    };
    add();
    this.#record("file.attach", part, "created", name, { undo: () => void this.#files.splice(this.#files.indexOf(file), 1), redo: add });
    return this.of(revision);
  }

  replace(id: string, bytes: Uint8Array): FileView[] {
    const file = this.#find(id);
    const part = this.#draft(file.revision);
    file.bytes = bytes;
    Object.assign(file.view, { size: bytes.length, hash: hashOf(bytes), added: Date.now(), added_by: this.#store().acting.name });
    this.#record("file.replace", part, "changed", file.view.name);
    return this.of(file.revision);
  }

  changeRole(id: string, role: FileRole): FileView[] {
    const file = this.#find(id);
    const part = this.#draft(file.revision);
    file.view.role = role;
    this.#record("file.change_role", part, "changed", file.view.name);
    return this.of(file.revision);
  }

  remove(id: string): FileView[] {
    const file = this.#find(id);
    const part = this.#draft(file.revision);
    this.#files.splice(this.#files.indexOf(file), 1);
    this.#record("file.remove", part, "removed", file.view.name);
    return this.of(file.revision);
  }

  read(id: string, most: number): ArrayBuffer {
    return this.#find(id).bytes.slice(0, most).buffer as ArrayBuffer;
  }

  open(id: string): Record<string, never> {
    const { name } = this.#find(id).view;
    if (/\.(exe|sh|bat)$/i.test(name)) {
      throw refuse("file.is_program", `${name} is a program or a script, or could act as one, and is never opened from here.`);
    }
    return {};
  }

  #find(id: string): { revision: string; view: FileView; bytes: Uint8Array } {
    const found = this.#files.find((file) => file.view.id === id);
    if (!found) throw refuse("file.not_found", "There is no such file in this workspace; somebody may have removed it.");
    return found;
  }

  #draft(revision: string): FakePart {
    const part = this.#store().byRevision(revision);
    this.#store().mustBeDraft(part);
    return part;
  }

  #record(operation: string, part: FakePart, action: "created" | "changed" | "removed", name: string, back: Back | null = null): void {
    const title = `${part.row.number} revision ${part.row.revision.label}: ${name}`;
    this.#store().clock = Date.now();
    this.#store().record(operation, [{ room: "file", subject: part.row.id, action, title }], back);
  }
}

function hashOf(bytes: Uint8Array): string {
  const sum = bytes.reduce((sum, byte) => (sum * 31 + byte) % 0xffff_ffff, bytes.length);
  return sum.toString(16).padStart(64, "0");
}
