// The colours against each other: every text on every ground it is used on, in light and in dark, by WCAG AA.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");

/** What a name stands for in light and in dark. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(([, name = "", light = "", dark = ""]) => {
    return [name, { light, dark }];
  }),
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const grounds = ["canvas", "surface", "raised", "sunken", "side", "hover", "selected"];
const pairs: [string, string][] = [
  ...["ink", "ink-2", "ink-3"].flatMap((ink): [string, string][] => grounds.map((ground) => [ink, ground])),
  ...["canvas", "surface", "raised", "hover", "selected", "accent-soft"].map((ground): [string, string] => ["accent", ground]),
  ["ink", "accent-soft"],
  ["accent-strong", "selected"],
  ["accent-strong", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["danger", "danger-soft"],
  ["danger", "surface"],
  ["danger", "canvas"],
  ["ink-2", "danger-soft"],
  ["warn", "warn-soft"],
  ["warn", "canvas"],
  ["good", "good-soft"],
  ["good", "surface"],
  ["ink-2", "plain-soft"],
  ...["come", "gone", "differ"].flatMap((name): [string, string][] => [[name, `${name}-soft`], [name, "surface"]]),
];

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  const colour = (name: string): string => {
    const found = colours.get(name);
    if (!found) throw new Error(`no colour ${name}`);
    return found[theme];
  };

  test.each(pairs)("%s on %s can be read", (ink, ground) => {
    const [text, behind] = [colour(ink), colour(ground)];
    expect(contrast(text, behind)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["surface", "canvas", "raised", "side", "sunken", "selected"])("the mark of the focus can be seen on %s", (ground) => {
    expect(contrast(colour("focus"), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});
