// Where the boxes and the arrows of an assembly's graph stand; dagre puts them in layers.
import type { BomGraphView } from "../../bindings/wire";

export const boxWidth = 190;
export const boxHeight = 54;

export type Box = { index: number; x: number; y: number };
export type Arrow = { from: number; to: number; path: string; x: number; y: number; amount: string };
export type Layout = { width: number; height: number; boxes: Box[]; arrows: Arrow[] };

export async function layout({ nodes, edges }: BomGraphView): Promise<Layout> {
  // Loaded by whoever looks at a graph, so that the start stays quick.
  const { Graph, layout: place } = await import("@dagrejs/dagre");
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 64, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const index of nodes.keys()) graph.setNode(String(index), { width: boxWidth, height: boxHeight });
  for (const { from, to, amount } of edges) {
    graph.setEdge(String(from), String(to), { width: amount.length * 6 + 8, height: 14, labelpos: "c" });
  }
  place(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = [...nodes.keys()].map((index) => {
    const { x, y } = graph.node(String(index)) as { x: number; y: number };
    return { index, x: x - boxWidth / 2, y: y - boxHeight / 2 };
  });
  const arrows = edges.map(({ from, to, amount }) => {
    const { points, x, y } = graph.edge(String(from), String(to)) as { points: { x: number; y: number }[]; x: number; y: number };
    return { from, to, amount, x, y, path: through(points) };
  });
  return { width, height, boxes, arrows };
}

/** A line through points, rounded between them. */
function through(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const pieces = rest.map((point, place) => {
    const before = rest[place - 1] ?? first;
    const middle = (before.y + point.y) / 2;
    return `C${n(before.x)} ${n(middle)} ${n(point.x)} ${n(middle)} ${n(point.x)} ${n(point.y)}`;
  });
  return `M${n(first.x)} ${n(first.y)} ${pieces.join(" ")}`;
}

/** The node that an arrow key leads to from one: along an edge up or down, or to the next one in its layer. */
export function neighbour(key: string, from: number, { boxes, arrows }: Layout): number | null {
  const here = boxes[from];
  if (!here) return null;
  const nearest = (indices: number[]): number | null => {
    const sorted = indices.flatMap((index) => boxes[index] ?? []).sort((one, other) => Math.abs(one.x - here.x) - Math.abs(other.x - here.x));
    return sorted[0]?.index ?? null;
  };
  if (key === "ArrowDown") return nearest(arrows.filter((arrow) => arrow.from === from).map(({ to }) => to));
  if (key === "ArrowUp") return nearest(arrows.filter((arrow) => arrow.to === from).map((arrow) => arrow.from));
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (side === undefined) return null;
  return nearest(boxes.filter(({ index, x, y }) => index !== from && Math.abs(y - here.y) < boxHeight && Math.sign(x - here.x) === side).map(({ index }) => index));
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
