import { duration } from 'kit/format/duration';
import { phases } from './phases';
import { timeByPhase, type Node } from './scopeTree';

/** Where the time went, by what it was spent with. Also the legend of the waterfall's colours. */
export function PhaseBar({ tree }: { tree: Node[] }) {
  const times = timeByPhase(tree);
  const whole = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  const shown = phases.filter(({ phase }) => (times.get(phase) ?? 0) > 0).map(({ phase, label }) => ({ phase, label, ms: times.get(phase)! }));
  if (whole === 0) return null;
  return (
    <section class="phase-bar" aria-label="Where the time went">
      <div class="stack" aria-hidden="true">
        {shown.map(({ phase, label, ms }) => (
          <i key={phase} class={`phase-${phase}`} style={{ flexGrow: ms }} title={`${label}: ${duration(ms)}`} />
        ))}
      </div>
      <ul>
        {shown.map(({ phase, label, ms }) => (
          <li key={phase}>
            <i class={`phase-${phase}`} />
            {label} <strong>{duration(ms)}</strong> <span class="dim">{percent(ms / whole)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function percent(share: number): string {
  return share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`;
}
