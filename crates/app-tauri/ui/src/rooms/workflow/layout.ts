// Where the boxes and the arrows of a workflow stand: a column for each phase, and between two columns one label under
// another, so that none covers the next.
import type { Lifecycle, WorkflowDesign } from "../../bindings/wire";

export type Box = { name: string; phase: Lifecycle; start: boolean; x: number; y: number };
export type Arrow = {
  /** Which transition it is, in the order of the workflow. */
  index: number;
  path: string;
  /** The middle of its label. */
  x: number;
  y: number;
};
export type Layout = { width: number; height: number; boxes: Box[]; arrows: Arrow[]; columns: { phase: Lifecycle; x: number }[] };

export const boxWidth = 128;
export const boxHeight = 34;
const gap = 176;
const rowHeight = 92;
const top = 44;
/** How far the middles of two labels in one gap stand apart at least. */
const labelHeight = 36;

const phases: readonly Lifecycle[] = ["Draft", "In Review", "Released", "Obsolete"];

type Ends = { index: number; from: Box; to: Box; gap: number; target: number };

export function layout(design: WorkflowDesign): Layout {
  const columns = phases.map((phase, index) => ({ phase, x: index * (boxWidth + gap) }));
  const boxes = columns.flatMap(({ phase, x }) =>
    design.states
      .filter((state) => state.phase === phase)
      .map((state, row) => ({ name: state.name, phase, start: state.name === design.start, x, y: top + row * rowHeight })),
  );
  const ends = design.transitions.flatMap((transition, index): Ends[] => {
    const from = boxes.find((box) => box.name === transition.from);
    const to = boxes.find((box) => box.name === transition.to);
    if (!from || !to || from === to) return [];
    const at = Math.min(phases.indexOf(from.phase), phases.indexOf(to.phase));
    return [{ index, from, to, gap: at, target: (middle(from) + middle(to)) / 2 }];
  });
  const arrows = phases.flatMap((_, at) => inGap(ends.filter((each) => each.gap === at), columns[at]?.x ?? 0));
  const lowest = Math.max(0, ...boxes.map((box) => box.y + boxHeight), ...arrows.map((arrow) => arrow.y + labelHeight / 2));
  // The last column has a gap of its own as soon as something leads from one of its states to another.
  const last = ends.some((each) => each.gap === phases.length - 1) ? gap : 0;
  return { width: phases.length * (boxWidth + gap) - gap + last, height: lowest + 12, boxes, arrows, columns };
}

/** The arrows of one gap: each as near as it can be to the line between its boxes, and each label clear of the one above. */
function inGap(ends: Ends[], column: number): Arrow[] {
  const x = column + boxWidth + gap / 2;
  let free = top + 8;
  return ends
    .toSorted((one, other) => one.target - other.target || one.index - other.index)
    .map((each) => {
      const y = Math.max(each.target, free);
      free = y + labelHeight;
      return { index: each.index, path: path(each, x, y), x, y };
    });
}

/** From a side of one box through the label to a side of the other. */
function path({ from, to }: Ends, x: number, y: number): string {
  const [x1, y1] = [from.x < to.x || from.x === to.x ? from.x + boxWidth : from.x, middle(from) + (from.x > to.x ? 8 : -4)];
  const [x2, y2] = [from.x > to.x || from.x === to.x ? to.x + boxWidth : to.x, middle(to) + (from.x > to.x ? 8 : -4)];
  if (from.x === to.x) {
    return `M${n(x1)} ${n(y1)} C${n(x)} ${n(y1)} ${n(x)} ${n(y)} ${n(x)} ${n(y)} C${n(x)} ${n(y)} ${n(x)} ${n(y2)} ${n(x2)} ${n(y2)}`;
  }
  const [out, into] = [(x1 + x) / 2, (x + x2) / 2];
  return `M${n(x1)} ${n(y1)} C${n(out)} ${n(y1)} ${n(out)} ${n(y)} ${n(x)} ${n(y)} C${n(into)} ${n(y)} ${n(into)} ${n(y2)} ${n(x2)} ${n(y2)}`;
}

function middle(box: Box): number {
  return box.y + boxHeight / 2;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
