// Empties the field of the search and waits for the whole list; then notes when a key is heard in the field, and when the
// first row is another one.
const field = one("part-filter");
const first = () => one("part-row")?.dataset.number ?? "";
if (field.value !== "") {
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
const before = await until("the whole list", () => first() === given.first && given.first);
window.measured = new Promise((done) => {
  let heard = 0;
  field.addEventListener("input", (event) => (heard = event.timeStamp), { capture: true });
  const look = (now) => {
    if (heard > 0 && first() !== before) done(now - heard);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
return before;
