// Takes the list of parts to a place far down, as somebody does who drags its bar, and waits for rows there.
const grid = document.querySelector("[role=grid]");
const begun = performance.now();
grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * given.share;
const isThere = () => {
  const { top, bottom } = grid.getBoundingClientRect();
  const middle = (top + bottom) / 2;
  return [...grid.querySelectorAll('[data-testid="part-row"]')].some((row) => {
    const place = row.getBoundingClientRect();
    return place.top <= middle && place.bottom >= middle;
  });
};
await frame();
await until("rows in the middle of the list", isThere);
return performance.now() - begun;
