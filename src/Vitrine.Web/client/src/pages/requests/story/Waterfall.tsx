import { useMemo, useRef, useState } from 'preact/hooks';
import { duration } from '../../../format/duration';
import { counted } from '../../../format/unit';
import { firstTokenOf } from './firstToken';
import { ticksOf } from './timeAxis';
import { allOf, minorOf, rowsOf, totalMs, type Node } from './scopeTree';
import { WaterfallRow } from './WaterfallRow';

const mostTicks = 6;

/** Every scope of every role on one time line. Up and down go from scope to scope, left and right fold and unfold. */
export function Waterfall({ tree, selected, onSelect }: { tree: Node[]; selected: string; onSelect: (key: string) => void }) {
  const wholeMs = totalMs(tree);
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const body = useRef<HTMLDivElement>(null);
  const folded = useMemo(() => {
    const keys = minorOf(tree, wholeMs);
    for (const [key, isFolded] of touched) isFolded ? keys.add(key) : keys.delete(key);
    return keys;
  }, [tree, touched]);
  const fold = (key: string, isFolded: boolean) => setTouched(new Map(touched).set(key, isFolded));

  const rows = rowsOf(tree, folded);
  const press = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.key === selected);
    const next = stepFrom(rows, at, folded, event.key, fold);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  const ticks = ticksOf(wholeMs, mostTicks);
  const firstTokenMs = firstTokenOf(tree);
  const percent = (ms: number) => `${wholeMs > 0 ? (ms / wholeMs) * 100 : 0}%`;
  return (
    <section class="panel waterfall" aria-label="Waterfall">
      <div class="axis" aria-hidden="true">
        <span>{counted(allOf(tree).length, 'scope')}</span>
        <div>
          {ticks.map((tick) => (
            <span key={tick} style={{ left: percent(tick) }}>
              {tick === 0 ? '0' : duration(tick)}
            </span>
          ))}
          {firstTokenMs !== undefined && (
            <span class="first-token" style={{ left: percent(firstTokenMs) }}>
              first token
            </span>
          )}
        </div>
        <span>took</span>
      </div>
      <div class="rows" role="tree" aria-label="Scopes" ref={body} onKeyDown={press}>
        <div class="grid" aria-hidden="true">
          {ticks.map((tick) => (
            <i key={tick} style={{ left: percent(tick) }} />
          ))}
          {firstTokenMs !== undefined && <i class="first-token" style={{ left: percent(firstTokenMs) }} />}
        </div>
        {rows.map((node) => (
          <WaterfallRow
            key={node.key}
            node={node}
            wholeMs={wholeMs}
            selected={node.key === selected}
            folded={folded.has(node.key)}
            onSelect={() => onSelect(node.key)}
            onFold={() => fold(node.key, !folded.has(node.key))}
          />
        ))}
      </div>
    </section>
  );
}

/** Where a key leads, as in every tree: undefined when it means nothing here. */
function stepFrom(rows: Node[], at: number, folded: ReadonlySet<string>, key: string, fold: (key: string, isFolded: boolean) => void): string | undefined {
  const row = rows[at];
  if (!row) return undefined;
  const parent = () => row.key.slice(0, Math.max(0, row.key.lastIndexOf('.')));
  switch (key) {
    case 'ArrowDown':
      return rows[Math.min(rows.length - 1, at + 1)]!.key;
    case 'ArrowUp':
      return rows[Math.max(0, at - 1)]!.key;
    case 'Home':
      return rows[0]!.key;
    case 'End':
      return rows.at(-1)!.key;
    case 'ArrowRight':
      if (folded.has(row.key)) fold(row.key, false);
      else if (row.children.length > 0) return rows[at + 1]!.key;
      return row.key;
    case 'ArrowLeft':
      if (row.children.length > 0 && !folded.has(row.key)) fold(row.key, true);
      else if (parent() !== '') return parent();
      return row.key;
    default:
      return undefined;
  }
}
