// The first rows of the list of parts. Where the window asks who sits here, it is told: nothing can be typed before.
await until("rows", () => one("part-row"));
const { asks } = await call("workspace_show", {});
if (asks) {
  const dialog = await until("the question who sits here", () => one("who-acts"));
  dialog.querySelector("li button").click();
  await until("the answer to be taken", () => !one("who-acts"));
}
return asks;
