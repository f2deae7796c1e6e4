import { useMemo, useRef, useState } from 'preact/hooks';
import { duration } from '../../../format/duration';
import { counted } from '../../../format/unit';
import { firstTokenOf } from './firstToken';
import { percentOf, ticksOf, type Span } from './timeAxis';
import { allOf, minorOf, rowsOf, totalMs, type Node } from './scopeTree';
import { stepFrom } from './treeKeys';
import { WaterfallRow } from './WaterfallRow';
import './waterfall.css';

const mostTicks = 6;

/** Every scope of every role on one time line. Up and down go from scope to scope, left and right fold and unfold, `z` or a double click fills the line with one scope. */
export function Waterfall({ tree, selected, onSelect }: { tree: Node[]; selected: string; onSelect: (key: string) => void }) {
  const wholeMs = totalMs(tree);
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [zoomed, setZoomed] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const folded = useMemo(() => {
    const keys = minorOf(tree, wholeMs);
    for (const [key, isFolded] of touched) isFolded ? keys.add(key) : keys.delete(key);
    return keys;
  }, [tree, touched]);
  const fold = (key: string, isFolded: boolean) => setTouched(new Map(touched).set(key, isFolded));

  const rows = rowsOf(tree, folded);
  const span = spanOf(allOf(tree).find((node) => node.key === zoomed), wholeMs);
  const zoom = (key: string) => setZoomed(zoomed === key ? null : key);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'z') zoom(selected);
    const next = stepFrom(rows, selected, folded, event.key, fold);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  const ticks = ticksOf(span, mostTicks);
  const firstTokenMs = firstTokenOf(tree);
  const isSeen = (ms: number | undefined): ms is number => ms !== undefined && ms >= span.fromMs && ms <= span.untilMs;
  const percent = (ms: number) => `${percentOf(span, ms)}%`;
  return (
    <section class="panel waterfall" aria-label="Waterfall">
      <div class="axis">
        {zoomed === null ? (
          <span>{counted(allOf(tree).length, 'scope')}</span>
        ) : (
          <button type="button" class="whole" onClick={() => setZoomed(null)}>
            Show all of the time
          </button>
        )}
        <div aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: percent(tick) }}>
              {tick === 0 ? '0' : duration(tick)}
            </span>
          ))}
          {isSeen(firstTokenMs) && (
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
          {isSeen(firstTokenMs) && <i class="first-token" style={{ left: percent(firstTokenMs) }} />}
        </div>
        {rows.map((node) => (
          <WaterfallRow
            key={node.key}
            node={node}
            span={span}
            selected={node.key === selected}
            folded={folded.has(node.key)}
            onSelect={() => onSelect(node.key)}
            onFold={() => fold(node.key, !folded.has(node.key))}
            onZoom={() => zoom(node.key)}
          />
        ))}
      </div>
    </section>
  );
}

function spanOf(zoomed: Node | undefined, wholeMs: number): Span {
  return zoomed ? { fromMs: zoomed.startMs, untilMs: zoomed.startMs + zoomed.scope.durationMs } : { fromMs: 0, untilMs: wholeMs };
}
