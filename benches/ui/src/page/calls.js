// Round trips of one command: one after the other, or all at once; milliseconds each.
const { command, request, count, together } = given;
for (let warm = 0; warm < 20; warm += 1) await call(command, request);
const times = [];
const begun = performance.now();
if (together) {
  await Promise.all(Array.from({ length: count }, () => call(command, request)));
  return [(performance.now() - begun) / count];
}
for (let round = 0; round < count; round += 1) {
  const start = performance.now();
  await call(command, request);
  times.push(performance.now() - start);
}
return times;
