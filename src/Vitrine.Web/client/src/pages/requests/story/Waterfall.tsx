import { useMemo, useRef, useState } from 'preact/hooks';
import { counted } from 'kit/format/unit';
import { firstTokenOf } from './firstToken';
import { allOf, minorOf, rowsOf, totalMs, type Node } from './scopeTree';
import { TimeAxis } from './TimeAxis';
import { TimeGrid } from './TimeGrid';
import { ticksOf, type Span } from './timeSpan';
import { stepFrom } from './treeKeys';
import { WaterfallRow } from './WaterfallRow';
import './waterfall.css';

const mostTicks = 6;

/**
 * Every scope of every role on one time line. Up and down go from scope to scope, left and right fold and unfold, `z` or a double click
 * fills the line with one scope.
 */
export function Waterfall({ tree, selected, onSelect }: { tree: Node[]; selected: string; onSelect: (key: string) => void }) {
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [zoomed, setZoomed] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const nodes = useMemo(() => allOf(tree), [tree]);
  const folded = useMemo(() => {
    const keys = minorOf(tree, totalMs(tree));
    for (const [key, isFolded] of touched) isFolded ? keys.add(key) : keys.delete(key);
    return keys;
  }, [tree, touched]);
  const fold = (key: string, isFolded: boolean) => setTouched(new Map(touched).set(key, isFolded));
  const zoom = (key: string) => setZoomed(zoomed === key ? null : key);

  const rows = rowsOf(tree, folded);
  const span = spanOf(nodes.find((node) => node.key === zoomed), tree);
  const ticks = ticksOf(span, mostTicks);
  const firstTokenMs = within(span, firstTokenOf(tree));
  const press = (event: KeyboardEvent) => {
    if (event.key === 'z') zoom(selected);
    const next = stepFrom(rows, selected, folded, event.key, fold);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <section class="panel waterfall" aria-label="Waterfall">
      <TimeAxis span={span} ticks={ticks} firstTokenMs={firstTokenMs} title={counted(nodes.length, 'scope')} onWhole={zoomed === null ? null : () => setZoomed(null)} />
      <div class="rows" role="tree" aria-label="Scopes" ref={body} onKeyDown={press}>
        <TimeGrid span={span} ticks={ticks} firstTokenMs={firstTokenMs} />
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

function spanOf(zoomed: Node | undefined, tree: Node[]): Span {
  return zoomed ? { fromMs: zoomed.startMs, untilMs: zoomed.startMs + zoomed.scope.durationMs } : { fromMs: 0, untilMs: totalMs(tree) };
}

function within({ fromMs, untilMs }: Span, atMs: number | undefined): number | undefined {
  return atMs !== undefined && atMs >= fromMs && atMs <= untilMs ? atMs : undefined;
}
