// What every script of the measurement may use.
const call = (command, request, options) => window.__TAURI_INTERNALS__.invoke(command, { request }, options);
const frame = () => new Promise((done) => requestAnimationFrame(done));
const one = (testid) => document.querySelector(`[data-testid="${testid}"]`);

/** Waits, frame by frame, until a condition holds. */
async function until(what, holds, within = 120_000) {
  const end = performance.now() + within;
  for (;;) {
    const answer = holds();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await frame();
  }
}

/** Goes to a page as a link would. */
function go(hash) {
  location.hash = hash;
}
