// The texts of what builds cost and lack.
import { amount, count, price } from "../format";
import { some } from "./some";
import { supplierPart } from "./supplier_part";

export const cost = {
  builds: "Builds",
  currency: "Currency",
  currencyOf: (currency: string, parts: number) => `${currency}, ${some(parts, "part")}`,
  label: (number: string) => `What the parts of ${number} cost`,
  empty: "Nothing is bought for this BOM",
  emptyDetail: "Fitted parts without lines of their own are bought; their supplier parts say at which price.",
  needed: "Needed",
  supplier: "Supplier",
  orderCode: "Order code",
  made: "Made as",
  order: "Order",
  price: "Price",
  total: "Total",
  leadTime: "Lead time",
  leadTimeLong: "From the order to the delivery",
  each: "One build",
  eachLong: "What goes into one build, at the prices of the orders for all builds",
  used: (builds: string) => (builds === "1" ? "All builds" : `${amount(builds)} builds`),
  usedLong: "The same for all builds",
  ordered: "Orders",
  orderedLong: "What all orders cost: also for what minimums and multiples make one order more",
  /** A sum is at least that as long as parts in it have no price. */
  money: (exact: string, currency: string | null, unpriced = 0) =>
    currency === null ? "—" : `${unpriced > 0 ? "≥ " : ""}${price(exact)} ${currency}`,
  unpriced: (n: number) => `${some(n, "part")} without a price`,
  unpricedLong: "They are in none of these sums",
  slowest: (days: string, numbers: readonly string[]) =>
    `Longest lead time ${supplierPart.days(days)}: ${numbers.slice(0, 3).join(", ")}${numbers.length > 3 ? `, and ${count(numbers.length - 3)} more` : ""}`,
  withoutLeadTime: (n: number) => `${count(n)} lead ${n === 1 ? "time" : "times"} unknown`,
  withoutLeadTimeLong: "Of the parts that are bought; the longest may be one of them",
  noPrice: (kind: "not_offered" | "only_from" | "several_units" | "too_much", from: string | null, currency: string | null) =>
    ({
      not_offered: currency === null ? "No price" : `No price in ${currency}`,
      only_from: `Prices from ${amount(from ?? "")} on`,
      several_units: "Needed in several units",
      too_much: "More than can be ordered",
    })[kind],
};

export const shortage = {
  onHand: "On hand",
  onHandHint: "EL-RES-100042\t500\nRC0402FR-0710KL\t1200\nME-OTH-100099\t12.5 m",
  onHandDetail: "A row a part: its number or MPN, a quantity, and a unit where it is not pieces. Paste it from a table.",
  find: "Find what is short",
  label: (number: string) => `What is short for ${number}`,
  ask: "How many do you build?",
  askDetail: "Write how many, and what is on hand; without anything on hand, all is short.",
  onlyShort: "Only what is short",
  needed: "Needed",
  there: "On hand",
  short: "Short",
  part: "Part",
  madeAndSold: "Made as, supplier",
  at: (price: string) => `at ${price}`,
  standIns: "Stand-ins",
  standIn: (number: string, exact: string) => `${amount(exact)} ${number}`,
  order: "Order",
  built: "to be built",
  nothing: "Nothing is short",
  nothingDetail: "All that these builds need is on hand.",
  counts: (short: number, all: number) => `${count(short)} of ${some(all, "part")} short`,
  rows: "Rows of what is on hand that do not count",
  row: (row: number) => `Row ${count(row)}`,
  unused: (number: string) => `${number} is not needed here.`,
  read: (n: number) => `${some(n, "row")} read`,
};
