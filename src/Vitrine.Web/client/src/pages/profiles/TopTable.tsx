import { useMemo, useState } from 'preact/hooks';
import { count } from 'kit/format/number';
import type { Sample } from '../../pprof/profile';
import { flameHue } from './flame/flameHue';
import { topRows, type TopOrder } from './topRows';
import { shareText, valueText } from './value';

const firstShown = 25;

interface Props {
  samples: Sample[];
  kind: number;
  unit: string;
  total: number;
  matches: ((name: string) => boolean) | null;
  onFind: (name: string) => void;
}

/** The functions that cost most, by themselves or with all that they call. A click finds one in the picture. */
export function TopTable({ samples, kind, unit, total, matches, onFind }: Props) {
  const [order, setOrder] = useState<TopOrder>('flat');
  const [isWhole, setWhole] = useState(false);
  const all = useMemo(() => topRows(samples, kind, order), [samples, kind, order]);
  const rows = matches === null ? all : all.filter(({ frame }) => matches(frame.name));
  const shown = isWhole ? rows : rows.slice(0, firstShown);
  const heading = (value: TopOrder, label: string) => (
    <th class="number" aria-sort={order === value ? 'descending' : 'none'}>
      <button type="button" onClick={() => setOrder(value)}>
        {label}
      </button>
    </th>
  );
  return (
    <div class="panel top">
      <table>
        <thead>
          <tr>
            {heading('flat', 'Itself')}
            <th class="share" aria-label="Share" />
            {heading('cumulative', 'With callees')}
            <th class="share" aria-label="Share" />
            <th>Function</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ frame, flat, cumulative }) => (
            <tr key={`${frame.module}!${frame.name}`}>
              <td class="number">{valueText(flat, unit)}</td>
              <Share part={flat} whole={total} />
              <td class="number">{valueText(cumulative, unit)}</td>
              <Share part={cumulative} whole={total} />
              <td class="name">
                <i class={frame.isNative ? 'native' : ''} style={{ '--hue': String(flameHue(frame.module)) }} title={frame.module} />
                <button type="button" onClick={() => onFind(`^${frame.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)} title={frame.name}>
                  <span>{frame.name.slice(0, frame.name.length - frame.short.length)}</span>
                  {frame.short}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="dim none">{matches === null ? 'Nothing was measured.' : 'No function matches.'}</p>}
      {shown.length < rows.length && (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          {count(rows.length - shown.length)} more
        </button>
      )}
    </div>
  );
}

function Share({ part, whole }: { part: number; whole: number }) {
  return (
    <td class="share">
      <span style={{ '--share': `${whole === 0 ? 0 : Math.max(0, Math.min(100, (100 * part) / whole))}%` }}>{shareText(part, whole)}</span>
    </td>
  );
}
