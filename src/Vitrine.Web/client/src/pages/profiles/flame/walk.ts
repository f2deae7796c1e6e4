import type { FlameNode } from './flameTree';

/** Where a key leads from a node of what is shown; null stays. */
export function walk(from: FlameNode, key: string): FlameNode | null {
  const beside = from.parent?.children ?? [from];
  const place = beside.indexOf(from);
  switch (key) {
    case 'ArrowUp':
      return from.parent;
    case 'ArrowDown':
      return from.children[0] ?? null;
    case 'ArrowLeft':
      return beside[place - 1] ?? null;
    case 'ArrowRight':
      return beside[place + 1] ?? null;
    default:
      return null;
  }
}

/** Whether a node is another or stands above it. */
export function isAbove(node: FlameNode, other: FlameNode): boolean {
  for (let at: FlameNode | null = other; at !== null; at = at.parent) if (at === node) return true;
  return false;
}
