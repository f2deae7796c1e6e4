import { useEffect, useRef } from 'preact/hooks';
import { isTyping } from 'kit/typing';
import type { Filter } from './filter';
import { RecordRow } from './RecordRow';
import type { Trail } from './useTrail';

/** The records as rows, newest first. Arrow keys, or j and k, go from row to row; Enter unfolds one. */
export function RecordTable({ trail, onMore, onChange }: { trail: Trail; onMore: () => void; onChange: (to: Partial<Filter>) => void }) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      moveFocus(table.current!, step);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const { records, found, next } = trail;
  return (
    <div class="panel">
      <table class="record-table" ref={table}>
        <thead>
          <tr>
            <th scope="col" class="number">#</th>
            <th scope="col">Recorded</th>
            <th scope="col">Action</th>
            <th scope="col">Service</th>
            <th scope="col">Actor</th>
            <th scope="col">Subject</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {records?.map((record) => (
            <RecordRow key={record.sequence} record={record} problem={problemOf(found, record.sequence)} onChange={onChange} />
          ))}
        </tbody>
      </table>
      {next !== null && (
        <button type="button" class="quiet more" onClick={onMore}>
          Show older ones
        </button>
      )}
    </div>
  );
}

function problemOf(found: Trail['found'], sequence: number): string | null {
  if (found?.altered.has(sequence)) return 'This record was altered: its hash is not the hash of what it says.';
  return found?.loose.has(sequence) ? 'This record does not follow the one before it.' : null;
}

function moveFocus(table: HTMLTableElement, step: number): void {
  const rows = [...table.querySelectorAll<HTMLButtonElement>('button.unfold')];
  const now = rows.indexOf(document.activeElement as HTMLButtonElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
