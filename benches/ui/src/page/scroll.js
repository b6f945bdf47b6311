// Scrolls the list of parts by a step each frame, and looks at what is about to be painted: rows that are there, bars that
// stand for rows which are still being read, and places where nothing is.
const { step, frames } = given;
const grid = document.querySelector("[role=grid]");
grid.scrollTop = 0;
await until("rows at the top", () => one("part-row"));
await frame();
await frame();

let blank = 0, waiting = 0;
const seen = { frames: 0, blank_run: 0, blank_frames: 0, waiting_run: 0, waiting_frames: 0, rows: 0, times: [] };
let before = await frame();
for (let count = 0; count < frames && grid.scrollTop + grid.clientHeight < grid.scrollHeight - step; count += 1) {
  grid.scrollTop += step;
  const { top, bottom } = grid.getBoundingClientRect();
  const rows = [...grid.querySelectorAll("[role=row][aria-rowindex]:not([aria-rowindex='1'])")];
  const from = Math.max(top, grid.querySelector(".top")?.getBoundingClientRect().bottom ?? top);
  const places = rows.map((row) => [row, row.getBoundingClientRect()]).filter(([, place]) => place.bottom > from && place.top < bottom);
  const covered = places.reduce((sum, [, place]) => sum + Math.min(place.bottom, bottom) - Math.max(place.top, from), 0);
  const isBlank = covered < bottom - from - 1;
  const isWaiting = places.some(([row]) => row.getAttribute("aria-busy") === "true");
  blank = isBlank ? blank + 1 : 0;
  waiting = isWaiting ? waiting + 1 : 0;
  seen.blank_frames += isBlank ? 1 : 0;
  seen.waiting_frames += isWaiting ? 1 : 0;
  seen.blank_run = Math.max(seen.blank_run, blank);
  seen.waiting_run = Math.max(seen.waiting_run, waiting);
  const now = await frame();
  seen.times.push(now - before);
  before = now;
  seen.frames += 1;
}
seen.rows = Math.round((seen.frames * step) / 30);
return seen;
