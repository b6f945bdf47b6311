// The columns of the list of rows: those that the file has cells for, each with as much room as its cells need.
import type { ImportItem } from "../../bindings/wire";
import { naturally } from "../../format";
import { text } from "../../text";

/** The columns that a file may have nothing for, with the least room that their names need, in pixels. */
const floors = { value: 60, footprint: 76, manufacturer: 96, mpn: 90, quantity: 66, designators: 92, dnp: 38 };

export type ImportColumnKey = keyof typeof floors;

export const columnNames: Record<ImportColumnKey, string> = {
  value: text.import.roles.value,
  footprint: text.import.roles.footprint,
  manufacturer: text.import.roles.manufacturer,
  mpn: text.import.roles.mpn,
  quantity: text.import.roles.quantity,
  designators: text.import.roles.reference,
  dnp: text.bom.dnp,
};

/** What a row says in a column; empty for nothing. A footprint is told without its library, which its title has. */
export function cellOf(item: ImportItem, column: ImportColumnKey): string {
  if (column === "designators") return naturally(item.designators).join(", ");
  if (column === "dnp") return item.dnp ? text.bom.dnp : "";
  return column === "footprint" ? item.footprint.replace(/^[^:]*:/, "") : item[column];
}

/** More letters than this get no more room: one long cell is not to take it from all others. */
const longest = 34;

/** The columns that any of these rows has something in, and the grid in which all columns stand. */
export function columnsOf(items: readonly ImportItem[]): { shown: ImportColumnKey[]; grid: string } {
  const letters = (cell: (item: ImportItem) => string) =>
    items.reduce((most, item) => Math.max(most, Math.min(cell(item).length, longest)), 0);
  const track = (floor: number, room: number) => `minmax(${floor}px, ${room}fr)`;
  const keys = Object.keys(floors) as ImportColumnKey[];
  const rooms = keys.map((key) => ({ key, room: letters((item) => cellOf(item, key)) })).filter(({ room }) => room > 0);
  const name = letters((item) => `${item.number ?? ""} ${item.name}`);
  const fixed = ["46px", "86px", track(150, Math.max(name, 12)), track(84, 14)];
  return {
    shown: rooms.map(({ key }) => key),
    grid: [...fixed, ...rooms.map(({ key, room }) => track(floors[key], room))].join(" "),
  };
}
