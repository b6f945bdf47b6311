// One manufacturer part while somebody writes it, and what others made of it.
import type { ManufacturerPartSaid, ManufacturerPartStatus, ManufacturerPartView } from "../../bindings/wire";
import { Editing } from "../../widgets/editing.svelte";
import { TypedFields } from "../../widgets/typed_fields.svelte";

export const statuses: readonly ManufacturerPartStatus[] = ["Active", "Preferred", "Alternate", "Not recommended", "Obsolete"];

export class ManufacturerPartEdit extends Editing<ManufacturerPartSaid> {
  /** The manufacturer part that is edited; null for a new one. */
  before = $state.raw<ManufacturerPartView | null>(null);
  readonly fields: TypedFields<keyof ManufacturerPartSaid>;

  constructor(before: ManufacturerPartView | null) {
    super();
    this.before = before;
    this.fields = new TypedFields(saidOf(before));
  }

  get complete(): boolean {
    const { manufacturer, mpn } = this.fields.said();
    // A BOM may have given only the number; whoever writes one by hand knows the maker.
    return mpn !== "" && (manufacturer !== "" || this.before?.manufacturer === "");
  }

  get undecided(): boolean {
    return this.gone || this.fields.conflicts.length > 0;
  }

  written(): ManufacturerPartSaid {
    return said(this.fields.said());
  }

  seen(): ManufacturerPartSaid {
    return said(this.fields.seen());
  }

  /** Meets what is there by now. */
  meet(all: readonly ManufacturerPartView[]): void {
    const { before } = this;
    if (!before || this.saving) return;
    const now = all.find(({ id }) => id === before.id);
    this.gone = now === undefined;
    if (now) this.fields.meet(saidOf(now));
  }

  /** What is written counts, in the knowledge of what is there; what is gone is added anew. */
  keepMine(): void {
    this.error = null;
    this.fields.keepMine();
    if (this.gone) this.before = null;
    this.gone = false;
  }

  /** What somebody else wrote counts. */
  takeTheirs(): void {
    this.error = null;
    this.fields.takeTheirs();
  }
}

function saidOf(of: ManufacturerPartView | null): Record<keyof ManufacturerPartSaid, string> {
  return { manufacturer: of?.manufacturer ?? "", mpn: of?.mpn ?? "", status: of?.status ?? "Active" };
}

function said({ manufacturer, mpn, status }: Record<keyof ManufacturerPartSaid, string>): ManufacturerPartSaid {
  return { manufacturer, mpn, status: statuses.find((known) => known === status) ?? "Active" };
}
