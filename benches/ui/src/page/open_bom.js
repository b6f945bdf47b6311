// Goes from the list of parts to the BOM of a part, and waits for its first rows and for the sum below them.
go("#/parts");
await until("the list", () => one("part-row"));
await frame();
const begun = performance.now();
go(`#/parts/${encodeURIComponent(given.number)}/bom`);
await until("lines", () => one("bom-row"));
const lines = performance.now() - begun;
const sum = await until("the sum", () => one("bom-total-lines")?.textContent);
await frame();
return { lines, all: performance.now() - begun, sum };
