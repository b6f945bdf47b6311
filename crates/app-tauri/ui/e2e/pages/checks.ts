// What each page has to stand: nothing serious for axe, nothing too wide, all of it by the keyboard and within reach in the
// smallest window, rows that say which they are, and nothing that moves.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beginWalk, isRound, moving, outOfReach, overflowing, unnumbered, walked } from "./in_page";
import { large, least, small, type Page } from "./page";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** So many keys are pressed before somebody looks whether the walk is over. */
const steps = 12;

type Violation = { id: string; impact: string | null; help: string; nodes: { html: string; failureSummary?: string }[] };

/** What axe calls serious or critical. */
async function axed(page: Page, options: object): Promise<string[]> {
  const wanted = JSON.stringify({ resultTypes: ["violations"], ...options });
  // In one step, so that nothing is left of axe in a page that is asked twice.
  const violations = await page.evaluate<Violation[]>(`
    (async () => {
      if (!window.axe) { ${axe} }
      return (await window.axe.run(document, ${wanted})).violations
        .map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }));
    })()
  `);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary = "" }) => `axe ${id}: ${help}: ${html.slice(0, 200)} ${failureSummary}`));
}

/** Walks with the Tab key until it comes round. */
async function walk(page: Page): Promise<string[]> {
  const most = await page.run(beginWalk);
  for (let step = 0; step < most; step += steps) {
    for (let key = 0; key < steps; key += 1) await page.press("Tab");
    if (await page.run(isRound)) break;
  }
  return page.run(walked);
}

/** Everything that is wrong with what the page shows now, a line each. */
export async function faults(page: Page): Promise<string[]> {
  const looked = [await page.run(overflowing), await page.run(moving), await page.run(unnumbered), await axed(page, {})];
  const found = looked.flat();
  await page.look("dark", large);
  found.push(...(await page.run(overflowing)).map((fault) => `large: ${fault}`));
  found.push(...(await axed(page, { runOnly: ["color-contrast"] })).map((fault) => `dark: ${fault}`));
  await page.look("light", least);
  await page.settled();
  found.push(...[await page.run(overflowing), await page.run(outOfReach)].flat().map((fault) => `least: ${fault}`));
  await page.look("light", small);
  found.push(...(await walk(page)), ...page.complaints());
  return found;
}
