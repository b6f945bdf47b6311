// The bridge is in the build for these tests and in no other.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { needed } from "../application";

/** Only the bridge has this in it. */
const sign = "data-asking";

function withTheBridge(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  expect(files).not.toEqual([]);
  return files.filter((name) => readFileSync(join(folder, name), "utf8").includes(sign));
}

test("the pages that ship know no bridge", () => {
  expect(withTheBridge(needed("PARTWRIGHT_PAGES"))).not.toEqual([]);
  expect(withTheBridge(fileURLToPath(new URL("../../dist", import.meta.url)))).toEqual([]);
});
