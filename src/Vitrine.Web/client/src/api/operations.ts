import { getJson, ApiError } from './http';
import type { Role } from './roles';

/** One scope of a request, as a role's `/debug/operations` shows it: docs/format/debug-operations.md. */
export interface Operation {
  service?: string;
  sequence: number;
  kind: string;
  /** Absent while it runs. */
  outcome?: string;
  errorType?: string;
  errorMessage?: string;
  startedAt: string;
  offsetMs: number;
  durationMs: number;
  traceId?: string;
  spanId?: string;
  sampled: boolean;
  facts: Fact[];
  lines: string[];
  series: Series[];
  children: Operation[];
}

/** What is known: exactly one of text, number and flag. Durations are in seconds. */
export interface Fact {
  name: string;
  text?: string;
  number?: number;
  flag?: boolean;
  unit?: string;
}

/** A series that an operation moved, and by how much. */
export interface Series {
  pack: string;
  family: string;
  type: string;
  labels: string;
  value: number;
}

/** The lists of a role; `at` is its time, and `ended` the sequence of the last root that ended. */
export interface OperationLists {
  service: string;
  at: string;
  ended: number;
  running: Operation[];
  newest: Operation[];
  slowest: Operation[];
  failed: Operation[];
}

/** A root and the role that it ran in. */
export interface RoleRoot {
  role: string;
  root: Operation;
}

const listLimit = 100;

/** What a role has in flight, and what ended there after the root of sequence `after`: each with its scopes of the first level. */
export function fetchLists(role: Role, after: number, signal: AbortSignal): Promise<OperationLists> {
  return getJson(`${role.debug}/operations?limit=${listLimit}&depth=1&after=${after}`, signal);
}

/** What ended in a role after the root of sequence `after`, roots alone, all that it remembers. */
export function fetchEnded(role: Role, after: number, signal: AbortSignal): Promise<OperationLists> {
  return getJson(`${role.debug}/operations?limit=1000&after=${after}`, signal);
}

/** Everything that a role remembers of a trace or request id; nothing when it never came there or is forgotten. */
export async function fetchRequest(role: Role, id: string, signal: AbortSignal): Promise<RoleRoot[]> {
  try {
    const { matches } = await getJson<{ matches: Operation[] }>(`${role.debug}/operations?id=${encodeURIComponent(id)}`, signal);
    return matches.map((root) => ({ role: role.name, root }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** The value of a scope's own fact, or undefined. */
export function factOf(scope: Operation, name: string): string | number | boolean | undefined {
  const fact = scope.facts.find((candidate) => candidate.name === name);
  return fact?.text ?? fact?.number ?? fact?.flag;
}

export function textOf(scope: Operation, name: string): string | undefined {
  const value = factOf(scope, name);
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(scope: Operation, name: string): number | undefined {
  const value = factOf(scope, name);
  return typeof value === 'number' ? value : undefined;
}

/** When a scope began, in milliseconds since 1970 with their fractions, which `Date` would cut off: roles differ by less than one. */
export function startMs(scope: Operation): number {
  const fraction = /\.(\d+)/.exec(scope.startedAt)?.[1] ?? '';
  return Date.parse(scope.startedAt.replace(/\.\d+/, '')) + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000);
}
