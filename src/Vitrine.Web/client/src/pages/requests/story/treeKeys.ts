import type { Node } from './scopeTree';

type Fold = (key: string, isFolded: boolean) => void;

/** Where a key leads, as in every tree: undefined when it means nothing here. */
export function stepFrom(rows: Node[], selected: string, folded: ReadonlySet<string>, key: string, fold: Fold): string | undefined {
  const at = rows.findIndex((candidate) => candidate.key === selected);
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
