import { Icon } from 'kit/components/Icon';
import { toneOf } from '../../../components/Outcome';
import { RoleTag } from '../../../components/RoleTag';
import { duration, exactMs } from 'kit/format/duration';
import type { Node } from './scopeTree';
import { percentOf, type Span } from './timeSpan';

interface Props {
  node: Node;
  span: Span;
  selected: boolean;
  folded: boolean;
  onSelect: () => void;
  onFold: () => void;
  onZoom: () => void;
}

/** A scope: its name, indented, its bar, how long it took. */
export function WaterfallRow({ node, span, selected, folded, onSelect, onFold, onZoom }: Props) {
  const { scope, depth, children } = node;
  const left = percentOf(span, node.startMs);
  const width = percentOf(span, node.startMs + scope.durationMs) - left;
  const isRoot = scope.offsetMs === 0 && scope.traceId !== undefined;
  const tone = toneOf(scope.outcome);
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onFold();
  };
  return (
    <div
      class={`row ${selected ? 'selected' : ''} ${isRoot ? 'root' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={children.length > 0 ? !folded : undefined}
      aria-label={`${node.role} ${node.label}, ${scope.outcome ?? 'running'}, ${duration(scope.durationMs)}`}
      tabIndex={selected ? 0 : -1}
      title={`${node.role} › ${node.label}\n+${exactMs(node.startMs)}, took ${exactMs(scope.durationMs)}, itself ${exactMs(node.ownMs)}`}
      onClick={onSelect}
      onDblClick={onZoom}
    >
      <div class="name" style={{ paddingLeft: `calc(var(--indent) * ${depth})` }}>
        {children.length > 0 ? (
          <button type="button" class={`fold ${folded ? '' : 'open'}`} tabIndex={-1} aria-hidden="true" onClick={toggle}>
            <Icon name="expand" />
          </button>
        ) : (
          <span class="fold" />
        )}
        {isRoot && <RoleTag role={node.role} />}
        <span class="label">{node.label}</span>
        {folded && <span class="count">{children.length}</span>}
        {tone !== 'ok' && <span class={`mark-${tone}`} />}
      </div>
      <div class="line">
        <i class={`bar-of phase-${node.phase} tone-${tone}`} style={{ left: `${left}%`, width: `${width}%` }} />
      </div>
      <span class="took">{duration(scope.durationMs)}</span>
    </div>
  );
}
