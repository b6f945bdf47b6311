// What is said of a purchase in a row of a table.
import type { BomPurchaseView, NoPriceView } from "../../bindings/wire";

/** What is ordered of a part, or why nothing is. */
export type Bought = { purchase: BomPurchaseView | null; noPrice: NoPriceView | null; currency: string | null };

/** As what it is made. */
export const madeAs = ({ manufacturer, mpn }: BomPurchaseView): string => [manufacturer, mpn].filter(Boolean).join(" ");

/** From whom it comes, under which code. */
export const soldAs = ({ supplier, order_code }: BomPurchaseView): string => `${supplier} ${order_code}`;
