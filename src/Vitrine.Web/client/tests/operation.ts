import type { Fact, Operation } from '../src/api/operations';

const midnight = Date.UTC(2026, 0, 1);

/** A scope as a role shows it, begun `atMs` after the test's midnight. */
export function scope(kind: string, atMs: number, durationMs: number, more: Partial<Operation> = {}): Operation {
  const micros = String(Math.round((atMs % 1000) * 1000)).padStart(6, '0');
  const startedAt = new Date(midnight + atMs).toISOString().replace(/\.\d+Z$/, `.${micros}0+00:00`);
  return { sequence: 0, kind, outcome: 'ok', startedAt, offsetMs: 0, durationMs, sampled: false, facts: [], lines: [], series: [], children: [], ...more };
}

/** Facts of texts, numbers and flags. */
export function facts(values: Record<string, string | number | boolean>): Fact[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string') return { name, text: value };
    return typeof value === 'number' ? { name, number: value } : { name, flag: value };
  });
}
