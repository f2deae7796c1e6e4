import { useEffect, useMemo, useState } from 'preact/hooks';
import { colourOf } from 'kit/colour';
import { useThemeChange } from 'kit/useThemeChange';
import { shareText, valueText } from '../value';
import { drawFlame, rowHeight, type Look } from './drawFlame';
import { boxAt, flameRows, foundIn, type FlameNode } from './flameTree';
import { useWidth } from './useWidth';
import { isAbove, walk } from './walk';

interface Props {
  tree: FlameNode;
  unit: string;
  matches: ((name: string) => boolean) | null;
}

/**
 * The flame graph: the root on top, what it called below it, the wider the dearer. A click fills the width with a function, a click on one of its
 * callers goes back; arrows walk, Enter fills, Escape shows all. One canvas, because ten thousand elements would be slow.
 */
export function FlameGraph({ tree, unit, matches }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState(tree);
  const [hovered, setHovered] = useState<FlameNode | null>(null);
  const [focused, setFocused] = useState<FlameNode | null>(null);
  const theme = useThemeChange();
  // Another kind or label makes another tree, in which the old nodes do not stand.
  const root = isAbove(tree, shown) ? shown : tree;
  const rows = useMemo(() => (width === 0 ? [] : flameRows(root, 0.5 / width)), [root, width]);
  const told = hovered ?? focused ?? root;

  useEffect(() => {
    const canvas = box.current?.querySelector('canvas');
    if (canvas && width > 0) drawFlame(canvas, width, { rows, shown: root, matches, hovered, focused }, lookOf(box.current!));
  }, [rows, matches, hovered, focused, theme]);

  useEffect(() => {
    if (focused !== null) keepInSight(box.current!, focused.depth * rowHeight);
  }, [focused]);

  const nodeAt = (event: MouseEvent) => boxAt(rows, Math.floor(event.offsetY / rowHeight), event.offsetX / width)?.node ?? null;
  const zoom = (node: FlameNode | null) => {
    if (node === null) return;
    setShown(node);
    setFocused(node);
  };
  const press = (event: KeyboardEvent) => {
    const at = focused && isAbove(tree, focused) ? focused : root;
    const next = walk(at, event.key);
    if (event.key === 'Enter' || event.key === ' ') zoom(at);
    else if (event.key === 'Escape') zoom(tree);
    else if (next === null) return;
    else if (isAbove(root, next) || isAbove(next, root)) setFocused(next);
    event.preventDefault();
  };

  return (
    <div class="panel flame">
      <div class="told" aria-live="polite">
        <p>
          <strong>{told.frame.name}</strong> <span class="dim">{told.frame.module}</span>
        </p>
        <p>
          {valueText(told.total, unit)}, {shareText(told.total, tree.total)}
          <span class="dim">
            ; itself {valueText(told.self, unit)}, {shareText(told.self, tree.total)}
          </span>
          {matches !== null && <span class="found">found in {shareText(foundIn(root, ({ name }) => matches(name)), root.total)}</span>}
        </p>
        {root !== tree && (
          <button type="button" class="button" onClick={() => zoom(tree)}>
            Show all
          </button>
        )}
      </div>
      <div ref={box} class="scene">
        <canvas
          tabIndex={0}
          role="application"
          aria-label="Flame graph: arrows walk, Enter fills the width, Escape shows all"
          onMouseMove={(event) => setHovered(nodeAt(event))}
          onMouseLeave={() => setHovered(null)}
          onClick={(event) => zoom(nodeAt(event))}
          onKeyDown={press}
          onBlur={() => setFocused(null)}
        />
      </div>
    </div>
  );
}

/** Scrolls a row into the middle unless it is in sight. */
function keepInSight(box: HTMLElement, top: number): void {
  if (top < box.scrollTop || top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
}

function lookOf(box: HTMLElement): Look {
  const ink = colourOf('var(--ink)', box);
  const { fontFamily } = getComputedStyle(box);
  // Light letters stand on a dark ground.
  return { ink, surface: colourOf('var(--surface)', box), isDark: Number(/\d+/.exec(ink)?.[0] ?? 0) > 128, font: `12px ${fontFamily}` };
}
