// What somebody does in a minute: looks for a part, opens it, goes through what it has, looks at a BOM, at what happened, and
// back at the list, a little further down.
const { search, part, assembly, turn } = given;
const shows = async (testid, hash) => {
  go(hash);
  await until(hash, () => one(testid));
  await frame();
};
await shows("part-row", "#/parts");
// The list comes back as it was left, further down.
document.querySelector("[role=grid]").scrollTop = 0;
await until("the top of the list", () => one("part-row")?.getAttribute("aria-rowindex") === "2");
const field = one("part-filter");
const first = () => one("part-row")?.dataset.number;
const before = first();
const type = (text) => {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
type(search);
await until(`an answer to ${search}`, () => first() !== before);
type("");
await until("the whole list", () => first() === before);
const grid = document.querySelector("[role=grid]");
for (let step = 0; step < 20; step += 1) {
  grid.scrollTop += 30 * (1 + (turn % 5));
  await frame();
}
await shows("tab-properties", `#/parts/${encodeURIComponent(part)}/properties`);
await shows("tab-used", `#/parts/${encodeURIComponent(part)}/used`);
await shows("tab-history", `#/parts/${encodeURIComponent(part)}/history`);
await shows("bom-row", `#/parts/${encodeURIComponent(assembly)}/bom`);
for (const page of ["#/assemblies", "#/reviews", "#/activity", "#/categories"]) {
  go(page);
  await frame();
  await frame();
}
await shows("part-row", "#/parts");
return 10;
