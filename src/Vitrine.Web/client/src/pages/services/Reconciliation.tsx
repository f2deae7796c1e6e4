import type { Equation } from './roleStatus';

/** How many of a role's equations hold: logs and counters say the same. */
export function Reconciliation({ equations }: { equations: Equation[] }) {
  if (equations.length === 0) return <span class="dim">nothing to compare</span>;
  const holding = equations.filter((equation) => equation.holds).length;
  return <span class={`outcome ${holding === equations.length ? 'ok' : 'bad'}`}>{holding} of {equations.length}</span>;
}
