// Who makes the parts of the fake workspace.
import type { ManufacturerPartAddRequest, ManufacturerPartChangeRequest, ManufacturerPartView } from "../../bindings/wire";
import { refuse, type FakePart, type FakeStore } from "./store";

export class FakeManufacturerParts {
  readonly #store: () => FakeStore;

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  add({ part, manufacturer, mpn, status }: ManufacturerPartAddRequest): ManufacturerPartView[] {
    const store = this.#store();
    const found = store.find(part);
    if (found.manufacturerParts.some((of) => of.mpn === mpn && of.manufacturer === manufacturer)) {
      throw refuse("manufacturer_part.taken", "This part already has that manufacturer part; each stands once on a part.");
    }
    found.manufacturerParts.push({ id: store.id(), manufacturer, mpn, status, supplier_parts: [] });
    return this.#done("manufacturer_part.add", found, "created", `${manufacturer} ${mpn}`);
  }

  change({ manufacturer_part, says }: ManufacturerPartChangeRequest): ManufacturerPartView[] {
    const part = this.#partWith(manufacturer_part);
    part.manufacturerParts = part.manufacturerParts.map((of) => (of.id === manufacturer_part ? { ...of, ...says } : of));
    return this.#done("manufacturer_part.change", part, "changed");
  }

  remove(manufacturer_part: string): ManufacturerPartView[] {
    const part = this.#partWith(manufacturer_part);
    part.manufacturerParts = part.manufacturerParts.filter((of) => of.id !== manufacturer_part);
    return this.#done("manufacturer_part.remove", part, "removed");
  }

  #partWith(manufacturer_part: string): FakePart {
    const part = this.#store().parts.find((each) => each.manufacturerParts.some((of) => of.id === manufacturer_part));
    if (!part) throw refuse("manufacturer_part.not_found", "There is no such manufacturer part in this workspace.");
    return part;
  }

  #done(operation: string, part: FakePart, action: "created" | "changed" | "removed", detail = ""): ManufacturerPartView[] {
    this.#store().recordOf(operation, "manufacturer_part", part, action, detail);
    return part.manufacturerParts;
  }
}
