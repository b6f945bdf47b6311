// Round trips of one command, one after the other, and then all at once; milliseconds each. They are timed by the hundred,
// because the page's clock tells whole milliseconds.
const { command, request, count } = given;
const share = Math.min(count, 100);
for (let warm = 0; warm < 20; warm += 1) await call(command, request);
const apart = [];
for (let done = 0; done < count; done += share) {
  const begun = performance.now();
  for (let round = 0; round < share; round += 1) await call(command, request);
  apart.push((performance.now() - begun) / share);
}
const begun = performance.now();
await Promise.all(Array.from({ length: count }, () => call(command, request)));
return { one: apart, together: (performance.now() - begun) / count };
