import { startMs, textOf, type Operation, type RoleRoot } from '../../../api/operations';
import { phaseOf, type Phase } from './phases';

/** A scope in its place: in the tree over all roles, and on the time line of the request. */
export interface Node {
  /** Its way from the top, `0.2.1`: the same however often the request is read. */
  key: string;
  depth: number;
  role: string;
  scope: Operation;
  label: string;
  phase: Phase;
  /** From the beginning of the request. */
  startMs: number;
  /** What it took without the scopes in it. */
  ownMs: number;
  children: Node[];
}

/** What tells a scope from its siblings of the same kind. */
const tellApart = ['vitrine.plugin.type', 'vitrine.plugin.name', 'vitrine.phase', 'vitrine.pod'];

/** The phase of an attempt where prefill and decode are not apart, which is usual and tells nothing. */
const usualPhase = 'aggregated';

/** Clocks of two machines, and of two moments of one, differ by so much. */
const toleranceMs = 1;

/**
 * One tree over all roles. A role's root belongs into the deepest scope of another role that was open when it began, since whoever
 * calls waits meanwhile; a root that nobody waited for stands at the top.
 */
export function treeOf(roots: RoleRoot[]): Node[] {
  const ordered = [...roots].sort((left, right) => startMs(left.root) - startMs(right.root));
  if (ordered.length === 0) return [];
  const originMs = startMs(ordered[0]!.root);
  const top: Node[] = [];
  for (const { role, root } of ordered) {
    const node = nodeOf(role, root, startMs(root) - originMs);
    const caller = deepestOpen(top, node);
    (caller?.children ?? top).push(node);
  }
  for (const [index, node] of top.entries()) settle(node, String(index), 0);
  return top;
}

/** The nodes in the order of the page, without what lies in folded ones. */
export function rowsOf(nodes: Node[], folded: ReadonlySet<string>): Node[] {
  return nodes.flatMap((node) => [node, ...(folded.has(node.key) ? [] : rowsOf(node.children, folded))]);
}

/** Every node, however deep. */
export function allOf(nodes: Node[]): Node[] {
  return rowsOf(nodes, new Set());
}

/** When the last scope ends, from the beginning of the request. */
export function totalMs(nodes: Node[]): number {
  return nodes.reduce((most, node) => Math.max(most, node.startMs + node.scope.durationMs, totalMs(node.children)), 0);
}

/** Scopes whose children are all too short to be seen beside the whole: they begin folded. */
export function minorOf(nodes: Node[], wholeMs: number): Set<string> {
  const seenMs = wholeMs / 200;
  const minor = allOf(nodes).filter((node) => node.children.length > 1 && node.children.every((child) => child.scope.durationMs < seenMs));
  return new Set(minor.map((node) => node.key));
}

/** What the reader wants to see first: the deepest scope that went wrong, else the inference nearest to the asker, else the request. */
export function tellingOf(nodes: Node[]): Node | undefined {
  const all = allOf(nodes);
  const wrong = all.filter((node) => node.scope.errorType !== undefined);
  return wrong.sort((left, right) => right.depth - left.depth)[0] ?? all.find((node) => node.scope.kind === 'inference') ?? all[0];
}

/**
 * The time of the request by what it was spent with: every moment belongs to the deepest scope that was open then. Roles tell the same
 * moment more than once, a caller that hears how long the prompt took as well as the model itself; counted once, the times add up.
 */
export function timeByPhase(nodes: Node[]): Map<Phase, number> {
  const all = allOf(nodes);
  const moments = [...new Set(all.flatMap((node) => [node.startMs, node.startMs + node.scope.durationMs]))].sort((left, right) => left - right);
  const times = new Map<Phase, number>();
  for (const [index, fromMs] of moments.entries()) {
    const untilMs = moments[index + 1];
    const open = all.filter((node) => node.startMs <= fromMs && fromMs < node.startMs + node.scope.durationMs);
    if (untilMs === undefined || open.length === 0) continue;
    const { phase } = open.reduce((deepest, node) => (node.depth > deepest.depth ? node : deepest));
    times.set(phase, (times.get(phase) ?? 0) + untilMs - fromMs);
  }
  return times;
}

function nodeOf(role: string, scope: Operation, rootStartMs: number): Node {
  const told = tellApart.map((name) => textOf(scope, name)).filter((text) => text !== undefined && text !== usualPhase);
  return {
    key: '',
    depth: 0,
    role,
    scope,
    label: [scope.kind, ...told].join(' '),
    phase: phaseOf(scope.kind),
    startMs: rootStartMs + scope.offsetMs,
    ownMs: 0,
    children: scope.children.map((child) => nodeOf(role, child, rootStartMs)),
  };
}

/** Of several open siblings the one that began last is the caller: a retry, not the attempt before it. */
function deepestOpen(nodes: Node[], callee: Node): Node | undefined {
  const open = nodes.findLast((node) => isOpen(node, callee.startMs));
  return open && (deepestOpen(open.children, callee) ?? open);
}

function isOpen(node: Node, atMs: number): boolean {
  return node.startMs <= atMs && atMs < node.startMs + node.scope.durationMs + toleranceMs;
}

function settle(node: Node, key: string, depth: number): void {
  node.key = key;
  node.depth = depth;
  node.children.sort((left, right) => left.startMs - right.startMs);
  node.ownMs = node.scope.durationMs - coveredMs(node);
  for (const [index, child] of node.children.entries()) settle(child, `${key}.${index}`, depth + 1);
}

/** How much of a node its children cover together; children may overlap and, being another role's, end later. */
function coveredMs(node: Node): number {
  const endMs = node.startMs + node.scope.durationMs;
  let covered = 0;
  let reached = node.startMs;
  for (const child of node.children) {
    const from = Math.max(reached, child.startMs);
    const until = Math.min(endMs, child.startMs + child.scope.durationMs);
    if (until > from) covered += until - from;
    reached = Math.max(reached, until);
  }
  return covered;
}
