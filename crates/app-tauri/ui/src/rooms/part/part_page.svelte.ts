// One part as its page shows it, read again whenever something about it changed.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type {
  ManufacturerPartStatus,
  ManufacturerPartView,
  PartSeen,
  PartView,
  PropertyValue,
  PropertyView,
  SupplierOffer,
  RevisionView,
  WireError,
} from "../../bindings/wire";
import { wireError } from "../../errors";

export class PartPageState {
  view = $state.raw<PartView | null>(null);
  error = $state.raw<WireError | null>(null);
  /** The revision that is shown; null for the newest. */
  revision = $state<string | null>(null);
  /** An id or a number, as the address has it. */
  readonly part: string;
  readonly #backend: Backend;
  readonly load = onceMore(() => this.#load());

  constructor(backend: Backend, part: string) {
    this.#backend = backend;
    this.part = part;
  }

  /** The head of the revision that is shown. */
  get shown(): RevisionView | null {
    return this.view?.revisions.find(({ id }) => id === this.revision) ?? this.view?.row.revision ?? null;
  }

  /** Whether properties and the BOM may be changed: only while the revision is a draft. */
  get draft(): boolean {
    return this.shown?.state === "Draft";
  }

  /** Says something else of the part in place of what was seen. */
  async change(says: Partial<PartSeen>, seen: Partial<PartSeen>): Promise<void> {
    if (!this.view) return;
    const { id, name, description } = this.view.row;
    const request = { part: id, name, description, ...says, seen: { name, description, ...seen } };
    const view = await this.#backend.call("part_change", request);
    // The answer has the properties of the newest revision, and another one may be shown.
    this.view = { ...view, properties: this.view.properties };
  }

  /** Removes the part; its page has nothing to show afterwards. */
  async remove(): Promise<void> {
    if (!this.view) return;
    await this.#backend.call("part_remove", { part: this.view.row.id });
  }

  /** Says which part is used instead of this one, or that there is none. */
  async succeed(successor: string | null): Promise<void> {
    if (!this.view) return;
    const view = await this.#backend.call("part_succeed", { part: this.view.row.id, successor });
    this.view = { ...view, properties: this.view.properties };
  }

  /** Sets a property in place of the value that was seen; null where there was none. */
  async setProperty(name: string, value: PropertyValue, seen: PropertyValue | null): Promise<void> {
    const revision = this.shown?.id;
    if (revision === undefined) return;
    this.#properties(await this.#backend.call("property_set", { revision, name, value, seen: { value: seen } }));
  }

  async removeProperty(name: string): Promise<void> {
    const revision = this.shown?.id;
    if (revision === undefined) return;
    this.#properties(await this.#backend.call("property_remove", { revision, name }));
  }

  async addManufacturerPart(manufacturer: string, mpn: string, status: ManufacturerPartStatus): Promise<void> {
    if (!this.view) return;
    const part = this.view.row.id;
    this.#manufacturerParts(
      await this.#backend.call("manufacturer_part_add", { part, manufacturer, mpn, status }),
    );
  }

  async removeManufacturerPart(id: string): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("manufacturer_part_remove", { manufacturer_part: id }));
  }

  async addSupplierPart(manufacturer_part: string, offer: SupplierOffer): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("supplier_part_add", { manufacturer_part, offer }));
  }

  async changeSupplierPart(supplier_part: string, offer: SupplierOffer): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("supplier_part_change", { supplier_part, offer }));
  }

  async removeSupplierPart(supplier_part: string): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("supplier_part_remove", { supplier_part }));
  }

  async #load(): Promise<void> {
    try {
      const { part, revision } = this;
      this.view = await this.#backend.call("part_show", revision === null ? { part } : { part, revision });
      this.error = null;
    } catch (reason) {
      this.error = wireError(reason);
      // Somebody removed it, or undid that it was made: what it was is no page to work on.
      if (this.error.code === "part.not_found") this.view = null;
    }
  }

  #properties(properties: PropertyView[]): void {
    if (this.view) this.view = { ...this.view, properties };
  }

  #manufacturerParts(manufacturer_parts: ManufacturerPartView[]): void {
    if (this.view) this.view = { ...this.view, manufacturer_parts };
  }
}
