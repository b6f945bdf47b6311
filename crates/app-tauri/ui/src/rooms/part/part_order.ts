// In which order the part list stands, remembered at this machine as its columns are; and what moves when it is read anew.
import type { PartSort } from "../../bindings/wire";
import { Remembered } from "../../frame/machine";
import type { ListPage } from "../../router.svelte";
import { sorts } from "./part_columns.svelte";

/** The column that was chosen, null for none; and whether its end comes first. */
export type PartOrder = { sort: PartSort | null; descending: boolean };

export function rememberedOrder(storage: Storage, page: ListPage): Remembered<PartOrder> {
  return new Remembered(storage, `${page}.order`, orderOf);
}

function orderOf(value: unknown): PartOrder {
  const { sort, descending } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const known = sorts.find((each) => each === sort) ?? null;
  return { sort: known, descending: known !== null && descending === true };
}

type Listed = { row: { id: string } } | undefined;

/** By how many rows the one at a place moved when the list was read anew; 0 where it is not seen in both. */
export function movedBy(before: readonly Listed[], now: readonly Listed[], place: number): number {
  const id = before[place]?.row.id;
  if (id === undefined || now[place]?.row.id === id) return 0;
  const found = now.findIndex((each) => each?.row.id === id);
  return found < 0 ? 0 : found - place;
}
