// Pictures of pages, kept beside the tests and compared with a tolerance.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const folder = fileURLToPath(new URL("./pictures/", import.meta.url));
/** How different a colour may be, from 0 to 1: edges of letters differ a little between versions of a browser. */
const colour = 0.15;
/** How many of a picture's pixels may be another colour: a letter or two of a small text, and no button that moved. */
const pixels = 60;

/** Compares a picture with the one that is kept; answers what is wrong with it. With `update` it is kept instead. */
export function compared(name: string, picture: Buffer, update: boolean): string {
  const file = join(folder, `${name.replace(/\W+/g, "-")}.png`);
  const now = PNG.sync.read(picture);
  if (update) {
    // Without transparency and with the hardest compression: they lie in the history for ever.
    const small = PNG.sync.write(now, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
    if (!existsSync(file) || different(now, PNG.sync.read(readFileSync(file))).count > 0) writeFileSync(file, small);
    return "";
  }
  if (!existsSync(file)) return `there is no picture of ${name} yet; cargo xtask pages --update takes it`;
  const { count, difference } = different(now, PNG.sync.read(readFileSync(file)));
  if (count <= pixels) return "";
  return `${name}: ${count} pixels are others than in the picture that is kept${shown(name, picture, difference)}`;
}

function different(now: PNG, kept: PNG): { count: number; difference: PNG | null } {
  const { width, height } = now;
  if (kept.width !== width || kept.height !== height) return { count: width * height, difference: null };
  const difference = new PNG({ width, height });
  const count = pixelmatch(kept.data, now.data, difference.data, width, height, { threshold: colour });
  return { count, difference };
}

/** Leaves both pictures for whoever wants to look, where PARTWRIGHT_PICTURES names a folder for that. */
function shown(name: string, picture: Buffer, difference: PNG | null): string {
  const place = process.env["PARTWRIGHT_PICTURES"];
  if (!place) return "; PARTWRIGHT_PICTURES names a folder to see it in";
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${name}.png`), picture);
  if (difference) writeFileSync(join(place, `${name}-difference.png`), PNG.sync.write(difference));
  return `; see ${place}`;
}
