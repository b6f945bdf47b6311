// Lets the page come to rest: what it throws away is thrown away when it has nothing to do.
await shows_parts();
for (let count = 0; count < given.frames; count += 1) await frame();
return true;
async function shows_parts() {
  go("#/parts");
  await until("rows", () => one("part-row"));
}
