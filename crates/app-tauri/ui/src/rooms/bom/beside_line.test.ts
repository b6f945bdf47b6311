// One side of a comparison: what is marked for the eye is said in words too.
import { render } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { LineInFullView } from "../../bindings/wire";
import BesideLine from "./BesideLine.svelte";

function line(quantity: string, designators: string[]): LineInFullView {
  const says = { number: "EL-RES-1", revision: "1", pinned: false, substitutes: [], unit: "each", quantity_intended: false };
  const rest = { dnp: false, find_number: "", note: "as drawn", properties: [] };
  return { line: quantity, child: { number: "EL-RES-1", name: "10k" }, says: { ...says, ...rest, quantity, designators } } as unknown as LineInFullView;
}

const [before, after] = [line("2", ["R1", "R2"]), line("1", ["R2"])];
/** What is read out of a side: the signs are for the eye alone. */
function spoken(side: "before" | "after", aspects: ("quantity" | "designators")[]): string {
  const [shown, other] = side === "before" ? [before, after] : [after, before];
  const { container } = render(BesideLine, { side, line: shown, other, aspects });
  for (const sign of container.querySelectorAll("[aria-hidden=true]")) sign.remove();
  return container.textContent.replace(/\s+/g, " ").trim();
}

test("what stands on one side alone stands where people count it, and not before the rest", () => {
  const [few, many] = [line("2", ["C2", "C20"]), line("3", ["C20", "C3", "C2"])];
  const { container } = render(BesideLine, { side: "after", line: many, other: few, aspects: ["designators"] });
  const said = container.querySelector(".second");
  expect([...(said?.querySelectorAll(".mono") ?? [])].map((each) => each.textContent)).toEqual(["C2", "Only here: +C3", "C20"]);
  expect(said?.getAttribute("title")).toContain("C2, C3, C20");
});

test("what differs is told by words, and what stands on one side alone", () => {
  expect(spoken("before", ["quantity", "designators"])).toBe("EL-RES-1 10k Differs: 2 each Only here: R1 R2 Note: as drawn");
  expect(spoken("after", ["quantity", "designators"])).toBe("EL-RES-1 10k Differs: 1 each R2 Note: as drawn");
  expect(spoken("after", [])).not.toContain("Differs");
});
