import type { Frame } from '../../../pprof/frame';
import type { Sample } from '../../../pprof/profile';

/** A function as it was reached on one way from the root. `self` was measured here and in nothing below. */
export interface FlameNode {
  frame: Frame;
  parent: FlameNode | null;
  depth: number;
  total: number;
  self: number;
  /** The dearest first. */
  children: FlameNode[];
}

/** A node's place: from the left in shares of the width, and its row. */
export interface FlameBox {
  node: FlameNode;
  x: number;
  width: number;
  row: number;
}

const root: Frame = { name: 'all', short: 'all', module: '', isNative: true };

/** The stacks put together. What a difference made negative is left out: nothing can be drawn of it. */
export function flameTree(samples: Sample[], kind: number): FlameNode {
  const all = nodeOf(root, null);
  const below = new Map<FlameNode, Map<Frame, FlameNode>>();
  for (const { stack, values } of samples) {
    const value = values[kind]!;
    if (value <= 0) continue;
    let node = all;
    node.total += value;
    for (let place = stack.length - 1; place >= 0; place--) {
      const frame = stack[place]!;
      // A library without symbols is one name for all that it does.
      if (frame === node.frame && frame.name === frame.module) continue;
      const known = below.get(node) ?? new Map<Frame, FlameNode>();
      below.set(node, known);
      let child = known.get(frame);
      if (child === undefined) {
        child = nodeOf(frame, node);
        known.set(frame, child);
        node.children.push(child);
      }
      node = child;
      node.total += value;
    }
    node.self += value;
  }
  for (const node of below.keys()) node.children.sort((left, right) => right.total - left.total || (left.frame.name < right.frame.name ? -1 : 1));
  return all;
}

/**
 * The boxes of a picture in which `shown` fills the width: its callers above it, all wide, and below it what is at least `least` of the width.
 * Rows of boxes from left to right; a caller stands before what it called.
 */
export function flameRows(shown: FlameNode, least: number): FlameBox[][] {
  const rows: FlameBox[][] = [];
  for (let caller = shown.parent; caller !== null; caller = caller.parent) rows[caller.depth] = [{ node: caller, x: 0, width: 1, row: caller.depth }];
  const whole = Math.max(1, shown.total);
  const waiting: FlameBox[] = [{ node: shown, x: 0, width: 1, row: shown.depth }];
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    (rows[box.row] ??= []).push(box);
    let end = box.x + (box.node.total - box.node.self) / whole;
    // Last in, first out: the children go in from the right.
    for (const child of box.node.children.toReversed()) {
      const width = child.total / whole;
      end -= width;
      if (width >= least) waiting.push({ node: child, x: end, width, row: box.row + 1 });
    }
  }
  return rows;
}

/** The box at a place of a row, or null. */
export function boxAt(rows: FlameBox[][], row: number, x: number): FlameBox | null {
  const boxes = rows[row] ?? [];
  let [low, high] = [0, boxes.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle]!;
    if (x < box.x) high = middle - 1;
    else if (x >= box.x + box.width) low = middle + 1;
    else return box;
  }
  return null;
}

/** The part of `shown` that has a match on its way; a match below a match counts once. */
export function foundIn(shown: FlameNode, matches: (frame: Frame) => boolean): number {
  let sum = 0;
  const waiting = [shown];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (matches(node.frame)) sum += node.total;
    else waiting.push(...node.children);
  }
  return sum;
}

function nodeOf(frame: Frame, parent: FlameNode | null): FlameNode {
  return { frame, parent, depth: parent === null ? 0 : parent.depth + 1, total: 0, self: 0, children: [] };
}
