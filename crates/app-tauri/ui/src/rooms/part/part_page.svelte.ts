// One part as its page shows it, read again whenever something about it changed.
import type { Backend } from "../../backend/backend";
import { onceMore } from "../../backend/once_more";
import type {
  ManufacturerPartSaid,
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
import { text } from "../../text";

export class PartPageState {
  view = $state.raw<PartView | null>(null);
  error = $state.raw<WireError | null>(null);
  /** The number of a part that was shown and is no more; null as long as it is there. */
  gone = $state<string | null>(null);
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

  /** Why nothing about the part itself can be changed by whoever acts; null when it can. */
  get barred(): string | null {
    return this.view?.may.describe?.message ?? null;
  }

  /** Why the content of the revision that is shown cannot be changed by whoever acts; null when it can. */
  get frozen(): string | null {
    const why = this.view?.may.change;
    if (!why || !this.shown) return null;
    // In the words of this page, which knows the way out.
    return why.code === "revision.not_draft" ? text.part.frozen(this.shown.state) : why.message;
  }

  /** Whether properties, files and the BOM may be changed. */
  get open(): boolean {
    return this.view !== null && this.view.may.change === null;
  }

  /** Says something else of the part in place of what was seen. */
  async change(says: Partial<PartSeen>, seen: Partial<PartSeen>): Promise<void> {
    if (!this.view) return;
    const { id, name, description } = this.view.row;
    const request = { part: id, name, description, ...says, seen: { name, description, ...seen } };
    this.#answered(await this.#backend.call("part_change", request));
  }

  /** Removes the part; its page has nothing to show afterwards. */
  async remove(): Promise<void> {
    if (!this.view) return;
    await this.#backend.call("part_remove", { part: this.view.row.id });
  }

  /** Says which part is used instead of this one, or that there is none, in place of the one that was seen. */
  async succeed(successor: string | null, seen: string | null): Promise<void> {
    if (!this.view) return;
    try {
      this.#answered(await this.#backend.call("part_succeed", { part: this.view.row.id, successor, seen: { successor: seen } }));
    } catch (reason) {
      // The page has not heard of it yet.
      if (wireError(reason).code === "edit.changed_meanwhile") await this.load();
      throw reason;
    }
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

  /** Says something else of a manufacturer part in place of what was seen. */
  async changeManufacturerPart(manufacturer_part: string, says: ManufacturerPartSaid, seen: ManufacturerPartSaid): Promise<void> {
    const request = { manufacturer_part, says, seen };
    this.#manufacturerParts(await this.#backend.call("manufacturer_part_change", request));
  }

  /** Says something else of a supplier part in place of what was seen. */
  async changeSupplierPart(supplier_part: string, offer: SupplierOffer, seen: SupplierOffer): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("supplier_part_change", { supplier_part, offer, seen }));
  }

  async removeSupplierPart(supplier_part: string): Promise<void> {
    this.#manufacturerParts(await this.#backend.call("supplier_part_remove", { supplier_part }));
  }

  async #load(): Promise<void> {
    try {
      this.view = await this.#read();
      this.error = this.gone = null;
    } catch (reason) {
      this.error = wireError(reason);
      if (this.error.code !== "part.not_found") return;
      // Somebody removed it, or undid that it was made: what it was is no page to work on.
      this.gone = this.view?.row.number ?? this.gone;
      this.view = null;
    }
  }

  /** Reads it as it is with the revision that is shown. */
  async #read(): Promise<PartView> {
    const { part, revision } = this;
    if (revision !== null) {
      try {
        return await this.#backend.call("part_show", { part, revision });
      } catch (reason) {
        if (wireError(reason).code !== "revision.not_found") throw reason;
      }
      // Somebody undid that it was made: the newest that is there is shown instead, unless another was chosen meanwhile.
      if (this.revision === revision) this.revision = null;
    }
    return this.#backend.call("part_show", { part });
  }

  /** Takes an answer about the newest revision, while another one may be shown. */
  #answered(view: PartView): void {
    if (!this.view) return;
    const { properties, may } = this.view;
    this.view = { ...view, properties, may: { ...view.may, change: may.change } };
  }

  #properties(properties: PropertyView[]): void {
    if (this.view) this.view = { ...this.view, properties };
  }

  #manufacturerParts(manufacturer_parts: ManufacturerPartView[]): void {
    if (this.view) this.view = { ...this.view, manufacturer_parts };
  }
}
